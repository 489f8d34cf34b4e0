using System.Globalization;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using YamlDotNet.RepresentationModel;

namespace Rollcall.Configuration;

/// <summary>A YAML mapping that is read key by key: every wrong type, missing or unknown key becomes a problem with its line.</summary>
internal sealed class YamlMap
{
    private readonly YamlNode node;
    private readonly List<ConfigProblem> problems;
    private readonly Dictionary<string, YamlNode> children = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly string where;

    public YamlMap(YamlNode node, string where, List<ConfigProblem> problems)
    {
        this.node = node;
        this.where = where;
        this.problems = problems;
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, $"{where} is not a list of keys.", "Write “key: value” lines.");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            children[key is YamlScalarNode { Value: { } name } ? name : ""] = value;
        }
    }

    public YamlNode Node => node;

    public void Problem(YamlNode at, string text, string fix) => problems.Add(new ConfigProblem(at.Start.Line, at.Start.Column, text, fix));

    public bool Has(string key) => children.ContainsKey(key);

    public YamlNode? Take(string key)
    {
        known.Add(key);
        return children.GetValueOrDefault(key);
    }

    public string? Text(string key)
    {
        var value = Take(key);
        if (value is null or YamlScalarNode { Value: null or "" or "~" or "null" })
        {
            return null;
        }

        if (value is YamlScalarNode scalar)
        {
            return scalar.Value;
        }

        Problem(value, $"“{key}” in {where} is not a text.", "Write one value.");
        return null;
    }

    public string Required(string key)
    {
        if (Text(key) is { } text)
        {
            return text;
        }

        if (!children.ContainsKey(key))
        {
            Problem(node, $"“{key}” is missing in {where}.", $"Add “{key}: …”.");
        }

        return "";
    }

    public bool Flag(string key, bool otherwise)
    {
        var text = Text(key);
        switch (text)
        {
            case null:
                return otherwise;
            case "true" or "yes" or "on":
                return true;
            case "false" or "no" or "off":
                return false;
            default:
                Problem(children[key], $"“{key}: {text}” in {where} is neither true nor false.", "Write true or false.");
                return otherwise;
        }
    }

    public double Number(string key, double otherwise, double min, double max)
    {
        var text = Text(key);
        if (text is null)
        {
            return otherwise;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Problem(children[key], $"“{key}: {text}” in {where} is no number from {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}.", "Correct the number.");
        return otherwise;
    }

    /// <summary>One of a few words.</summary>
    public T Word<T>(string key, T otherwise, IReadOnlyDictionary<string, T> words)
    {
        var text = Text(key);
        if (text is null)
        {
            return otherwise;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Problem(children[key], $"“{key}: {text}” in {where} is not known.", $"Write {string.Join(", ", words.Keys)}.{DidYouMean(text, words.Keys)}");
        return otherwise;
    }

    /// <summary>A list of texts; one text alone counts as a list of one.</summary>
    public ValueList<string> Texts(string key)
    {
        switch (Take(key))
        {
            case null:
                return [];
            case YamlScalarNode { Value: { Length: > 0 } one }:
                return [one];
            case YamlScalarNode:
                return [];
            case YamlSequenceNode sequence when sequence.Children.All(c => c is YamlScalarNode):
                return sequence.Children.Select(c => ((YamlScalarNode)c).Value ?? "").ToValueList();
            case var other:
                Problem(other, $"“{key}” in {where} is not a list of texts.", "Write [one, another].");
                return [];
        }
    }

    /// <summary>A list of anything.</summary>
    public IReadOnlyList<YamlNode> Items(string key)
    {
        switch (Take(key))
        {
            case null or YamlScalarNode { Value: null or "" }:
                return [];
            case YamlSequenceNode sequence:
                return [.. sequence.Children];
            case var other:
                Problem(other, $"“{key}” in {where} is not a list.", "Begin each entry with “- ”.");
                return [];
        }
    }

    public YamlMap? Map(string key) => Take(key) is { } child and not YamlScalarNode { Value: null or "" } ? new YamlMap(child, $"“{key}” of {where}", problems) : null;

    public YamlMap Entry(YamlNode entry, string what) => new(entry, what, problems);

    /// <summary>Keys and texts of a map whose keys are free.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string key)
    {
        var map = Map(key);
        if (map is null)
        {
            return new Dictionary<string, string>();
        }

        return map.children.Keys.ToDictionary(k => k, k => map.Text(k) ?? "", StringComparer.Ordinal);
    }

    public YamlNode At(string key) => children.GetValueOrDefault(key, node);

    /// <summary>Every key that nobody took is a mistake.</summary>
    public void Close()
    {
        if (node is YamlMappingNode mapping)
        {
            foreach (var key in mapping.Children.Keys.Where(k => !known.Contains((k as YamlScalarNode)?.Value ?? "")))
            {
                var name = (key as YamlScalarNode)?.Value ?? "";
                Problem(key, $"“{name}” is not known in {where}.", $"Known are {string.Join(", ", known.Order(StringComparer.Ordinal))}.{DidYouMean(name, known)}");
            }
        }
    }

    public static string DidYouMean(string word, IEnumerable<string> candidates) =>
        Similarity.Nearest(word, candidates) is { } nearest ? $" Did you mean “{nearest}”?" : "";
}
