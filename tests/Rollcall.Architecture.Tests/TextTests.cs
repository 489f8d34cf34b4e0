using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rollcall.Architecture.Tests;

/// <summary>Every text that a page asks for is there, and none is there for nobody: a missing one would show its key to people.</summary>
public sealed partial class TextTests
{
    private const string Features = "src/Rollcall/Features";

    [Fact]
    public void Every_text_that_is_asked_for_is_there()
    {
        var texts = Texts();
        var missing = Uses().Where(use => !use.IsPrefix && !texts[use.Class].Contains(use.Key)).Select(use => $"{use.File}: {use.Class} has no “{use.Key}”").ToList();
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_that_is_counted_has_its_singular()
    {
        var texts = Texts();
        var missing = Uses().Where(use => use is { IsCounted: true, IsPrefix: false } && !texts[use.Class].Contains(use.Key + ".one"))
            .Select(use => $"{use.File}: {use.Class} has no “{use.Key}.one”").ToList();
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void No_text_is_there_for_nobody()
    {
        var words = Sources().GroupBy(f => Path.GetDirectoryName(f)!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.SelectMany(f => Literal().Matches(Repository.Read(f)).Select(m => m.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var everywhere = words.Values.SelectMany(w => w).ToHashSet(StringComparer.Ordinal);
        var unused = new List<string>();
        foreach (var (name, keys) in Texts())
        {
            // A key can be asked for by another folder, or be made of a prefix that ends with a dot and a word.
            unused.AddRange(keys.Where(key => !everywhere.Contains(key) && !everywhere.Contains(Singular().Replace(key, ""))
                && !everywhere.Any(word => word.EndsWith('.') && word.Length > 1 && key.StartsWith(word, StringComparison.Ordinal))).Select(key => $"{name}: {key}"));
        }

        unused.ShouldBeEmpty();
    }

    [Fact]
    public void No_key_stands_twice()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, Features), "*.resx", SearchOption.AllDirectories))
        {
            Keys(file).GroupBy(k => k, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty(Path.GetFileName(file));
        }
    }

    private static Dictionary<string, HashSet<string>> Texts() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, Features), "*.resx", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => Keys(f).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<string> Keys(string file) => XDocument.Load(file).Root!.Elements("data").Select(e => e.Attribute("name")!.Value);

    private static IEnumerable<string> Sources() => new[] { "*.razor", "*.cs" }
        .SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(Repository.Root, Features), pattern, SearchOption.AllDirectories))
        .Select(f => Path.GetRelativePath(Repository.Root, f));

    private static IEnumerable<Use> Uses()
    {
        foreach (var file in Sources())
        {
            var text = Repository.Read(file);
            foreach (Match localizer in Localizer().Matches(text))
            {
                var use = new Regex(
                    $"""\b{Regex.Escape(localizer.Groups["name"].Value)}(?<count>\.Count\(|\[)"(?<key>[a-z0-9.-]+)"(?<more>\s*\+)?""",
                    RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
                foreach (Match match in use.Matches(text))
                {
                    yield return new Use(file, localizer.Groups["class"].Value, match.Groups["key"].Value, match.Groups["count"].Value != "[", match.Groups["more"].Success);
                }
            }
        }
    }

    [GeneratedRegex(@"IStringLocalizer<(?<class>\w+)>\s+(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Localizer();

    [GeneratedRegex("\"(?<text>[a-z0-9.-]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\.one$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Singular();

    private sealed record Use(string File, string Class, string Key, bool IsCounted, bool IsPrefix);
}
