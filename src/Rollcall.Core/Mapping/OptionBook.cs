using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>The options of one select attribute (R8): finds them by spelling or alias, and remembers which new ones a
/// mapping with the policy <see cref="UnknownPolicy.Create"/> asks for.</summary>
public sealed class OptionBook
{
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);
    private readonly SortedSet<string> added = new(StringComparer.Ordinal);

    public OptionBook(CustomAttribute attribute)
    {
        Attribute = attribute;
        foreach (var option in attribute.Options)
        {
            labels.TryAdd(Words.Exact(option.Label), option.Label);
        }

        foreach (var option in attribute.Options)
        {
            foreach (var alias in option.Aliases)
            {
                labels.TryAdd(Words.Exact(alias), option.Label);
            }
        }
    }

    public CustomAttribute Attribute { get; }

    /// <summary>Labels to be added, in ordinal order.</summary>
    public IReadOnlyCollection<string> Added => added;

    /// <summary>The canonical text, or the word that has no option.</summary>
    public (string? Canonical, string? Unknown) Resolve(SourceValue value, bool mayCreate)
    {
        if (Attribute.Type == AttributeType.SingleSelect)
        {
            var word = ValueConverter.Text(value);
            return Find(word, mayCreate) is { } label ? (label, null) : (null, word);
        }

        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var word in WordsOf(value))
        {
            if (Find(word, mayCreate) is not { } label)
            {
                return (null, word);
            }

            found.Add(label);
        }

        return (string.Join(ValueConverter.MultiSeparator, found), null);
    }

    private string? Find(string word, bool mayCreate)
    {
        if (labels.TryGetValue(word, out var label))
        {
            return label;
        }

        if (!mayCreate)
        {
            return null;
        }

        added.Add(word);
        return word;
    }

    /// <summary>A source without real multi-values sends them as text joined by commas; a text that is an option as a whole is one.</summary>
    private IEnumerable<string> WordsOf(SourceValue value)
    {
        if (value.Kind == SourceValueKind.Items)
        {
            return value.Items.Select(i => Words.Exact(i.Label));
        }

        var text = ValueConverter.Text(value);
        return labels.ContainsKey(text)
            ? [text]
            : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Words.Exact);
    }
}
