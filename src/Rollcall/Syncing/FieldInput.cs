using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Syncing;

/// <summary>What became of a value that somebody typed for a field.</summary>
internal abstract record TypedValue
{
    private TypedValue()
    {
    }

    /// <summary>As it is stored; null clears the field.</summary>
    public sealed record Fits(string? Canonical) : TypedValue
    {
        public override string ToString() => nameof(Fits);
    }

    /// <summary>The field is not written by hand: teams, managers, levels and the status are chosen, not typed.</summary>
    public sealed record NotTyped : TypedValue;

    /// <summary>It is not of the field's type.</summary>
    public sealed record WrongType(AttributeType Type) : TypedValue;

    /// <summary>There is no such option.</summary>
    public sealed record NoOption(ValueList<string> Options) : TypedValue;
}

/// <summary>Reads what people type for a field, in the terminal and in the web app alike.</summary>
internal static class FieldInput
{
    /// <param name="schema">The directory's.</param>
    /// <param name="field">A key of its layout.</param>
    /// <param name="text">What was typed; several options are separated by commas.</param>
    public static TypedValue Read(DirectorySchema schema, string field, string? text)
    {
        var slot = schema.Layout.IndexOf(field);
        if (slot < 0 || field is Fields.Manager or Fields.Level)
        {
            return new TypedValue.NotTyped();
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return new TypedValue.Fits(null);
        }

        var type = schema.Layout.Definitions[slot].Type;
        return type is AttributeType.SingleSelect or AttributeType.MultiSelect
            ? Options(schema.Attributes.First(a => Fields.Custom(a.Key) == field), text)
            : ValueConverter.Convert(SourceValue.OfText(text.Trim()), type) is { } canonical ? new TypedValue.Fits(canonical) : new TypedValue.WrongType(type);
    }

    private static TypedValue Options(CustomAttribute attribute, string text)
    {
        string[] asked = attribute.Type == AttributeType.SingleSelect
            ? [text.Trim()]
            : text.Split([',', ValueConverter.MultiSeparator], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var labels = asked.Select(a => attribute.Options.FirstOrDefault(o => o.Label == a)?.Label).ToList();
        return labels.Contains(null)
            ? new TypedValue.NoOption([.. attribute.Options.Select(o => o.Label)])
            : new TypedValue.Fits(string.Join(ValueConverter.MultiSeparator, labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }
}
