using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>Runs the transforms of a rule. Pure; null means the value cannot be transformed and is held.</summary>
public static partial class TransformSteps
{
    /// <summary>The source attribute keys a template names.</summary>
    public static IEnumerable<string> AttributesIn(Transform.Template template) =>
        Placeholder().Matches(template.Text).Select(m => m.Groups["key"].Value);

    /// <summary>Runs one transform. <paramref name="valueOf"/> gives any used attribute, for templates.</summary>
    /// <returns>The value; or, for an unknown lookup word, null and the word.</returns>
    public static (SourceValue? Value, string? Unknown) Run(Transform transform, SourceValue value, Func<string, SourceValue> valueOf) => transform switch
    {
        Transform.Lookup lookup => RunLookup(lookup, value),
        Transform.Join join => (SourceValue.OfText(string.Join(join.Separator, Texts(value))), null),
        Transform.Split split => (SplitText(value, split.Separator), null),
        Transform.ChangeCase change => (Each(value, text => Case(text, change.To)), null),
        Transform.DatePart part => (Part(value, part.Part), null),
        Transform.Template template => (Fill(template, valueOf), null),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static (SourceValue? Value, string? Unknown) RunLookup(Transform.Lookup lookup, SourceValue value)
    {
        string? unknown = null;
        var found = Each(value, text =>
        {
            foreach (var entry in lookup.Table)
            {
                if (string.Equals(Words.Exact(entry.From), text, StringComparison.Ordinal))
                {
                    return entry.To;
                }
            }

            switch (lookup.Unknown)
            {
                case UnknownLookup.Keep:
                    return text;
                case UnknownLookup.Literal:
                    return lookup.Literal ?? "";
                case UnknownLookup.Hold:
                    unknown ??= text;
                    return text;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        });
        return unknown is null ? (found, null) : (null, unknown);
    }

    private static IEnumerable<string> Texts(SourceValue value) =>
        value.Kind == SourceValueKind.Items ? value.Items.Select(i => Words.Exact(i.Label)) : [ValueConverter.Text(value)];

    private static SourceValue SplitText(SourceValue value, string separator) =>
        SourceValue.OfItems(Texts(value)
            .SelectMany(t => t.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(t => new SourceItem(Id: null, t))
            .ToValueList());

    private static SourceValue Each(SourceValue value, Func<string, string> change) => value.Kind == SourceValueKind.Items
        ? SourceValue.OfItems(value.Items.Select(i => new SourceItem(Id: null, change(Words.Exact(i.Label)))).ToValueList())
        : SourceValue.OfText(change(ValueConverter.Text(value)));

    private static string Case(string text, LetterCase to) => to switch
    {
        LetterCase.Upper => text.ToUpperInvariant(),
        LetterCase.Lower => text.ToLowerInvariant(),
        LetterCase.Title => Words.Title(text),
    };

    private static SourceValue? Part(SourceValue value, DatePartName part)
    {
        if (ValueConverter.Date(ValueConverter.Text(value)) is not { } date)
        {
            return null;
        }

        return SourceValue.OfText(part switch
        {
            DatePartName.Year => date.Year.ToString("0000", CultureInfo.InvariantCulture),
            DatePartName.Month => date.Month.ToString(CultureInfo.InvariantCulture),
            DatePartName.Day => date.Day.ToString(CultureInfo.InvariantCulture),
            DatePartName.YearMonth => date.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        });
    }

    private static SourceValue? Fill(Transform.Template template, Func<string, SourceValue> valueOf)
    {
        var filled = new StringBuilder();
        var position = 0;
        var any = false;
        foreach (Match match in Placeholder().Matches(template.Text))
        {
            filled.Append(template.Text, position, match.Index - position);
            position = match.Index + match.Length;
            var value = valueOf(match.Groups["key"].Value);
            if (value.Kind is SourceValueKind.Absent or SourceValueKind.Unreadable)
            {
                return null;
            }

            any |= value.Kind != SourceValueKind.Empty;
            filled.Append(ValueConverter.Text(value));
        }

        filled.Append(template.Text, position, template.Text.Length - position);
        return any ? SourceValue.OfText(filled.ToString()) : SourceValue.Empty;
    }

    [GeneratedRegex(@"\{(?<key>[^{}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
