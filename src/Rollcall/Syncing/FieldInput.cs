using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Storage;

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

    /// <summary>The field is not written by hand: teams and the status have ways of their own.</summary>
    public sealed record NotTyped : TypedValue;

    /// <summary>The text names nobody, or several people.</summary>
    public sealed record NoPerson(bool IsSeveral) : TypedValue;

    /// <summary>Somebody would be, by some steps, their own manager (R10).</summary>
    public sealed record Circle : TypedValue;

    /// <summary>It is not of the field's type.</summary>
    public sealed record WrongType(AttributeType Type) : TypedValue;

    /// <summary>There is no such option.</summary>
    public sealed record NoOption(ValueList<string> Options) : TypedValue;
}

/// <summary>Reads what people type for a field, in the terminal and in the web app alike.</summary>
internal static class FieldInput
{
    /// <summary>The same for every field: a manager is named by any key of an employee.</summary>
    public static async Task<TypedValue> ReadAsync(
        EmployeeQueries employees, WorkspaceId workspace, DirectorySchema schema, string field, string? text, CancellationToken cancellationToken)
    {
        if (field != Fields.Manager || string.IsNullOrWhiteSpace(text))
        {
            return Read(schema, field, text);
        }

        return await employees.FindAsync(workspace, text.Trim(), cancellationToken) switch
        {
            [var one] => new TypedValue.Fits(one.ToString()),
            var found => new TypedValue.NoPerson(found.Count > 1),
        };
    }

    /// <param name="schema">The directory's.</param>
    /// <param name="field">A key of its layout.</param>
    /// <param name="text">What was typed; several options are separated by commas.</param>
    private static TypedValue Read(DirectorySchema schema, string field, string? text)
    {
        var slot = schema.Layout.IndexOf(field);
        if (slot < 0)
        {
            return new TypedValue.NotTyped();
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return new TypedValue.Fits(null);
        }

        if (field == Fields.Level)
        {
            var word = Words.Exact(text);
            return schema.Levels.FirstOrDefault(l => Words.Exact(l.Name) == word || l.Aliases.Any(a => Words.Exact(a) == word)) is { } level
                ? new TypedValue.Fits(level.Id.Value.ToString())
                : new TypedValue.NoOption([.. schema.Levels.Select(l => l.Name)]);
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
