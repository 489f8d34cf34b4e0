using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>One field of the account under each name BambooHR gives it.</summary>
internal sealed class BambooHrField
{
    private readonly Lazy<Dictionary<string, string?>> optionIds;

    public BambooHrField() => optionIds = new Lazy<Dictionary<string, string?>>(ById);

    /// <summary>The word of mappings: the alias, or the id where there is none or where another field has the alias.</summary>
    public required string Key { get; init; }

    /// <summary>What reports and single employees are asked with, and answer with.</summary>
    public required string Name { get; init; }

    /// <summary>Of the metadata: a number, a negative number, or dotted for a part of another field; null when it is not listed there.</summary>
    public string? Id { get; init; }

    public required string Label { get; init; }

    /// <summary>BambooHR's word for the type, such as <c>list</c>.</summary>
    public required string VendorType { get; init; }

    public bool IsCustom { get; init; }

    /// <summary>Holds several options at once.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>With archived ones: they stay on the people who have them.</summary>
    public ValueList<SourceItem> Options { get; init; } = [];

    /// <summary>Its name in the employee dataset; null when the dataset does not have it.</summary>
    public string? DatasetName { get; init; }

    /// <summary>The dataset's separate field for the currency of this amount.</summary>
    public string? DatasetCurrency { get; init; }

    public Readability Readable { get; set; } = Readability.Unknown;

    /// <summary>What reading its values depends on, beside what is announced of it (<see cref="ToAttribute"/>).</summary>
    public IEnumerable<string?> Context => [Key, Name, DatasetName, DatasetCurrency, IsMultiple ? "multiple" : null];

    public bool HasOptions => Options.Count > 0;

    public SourceType Type => VendorType switch
    {
        "multilist" => SourceType.MultiSelect,
        "textarea" => SourceType.LongText,
        "date" or "timestamp" => SourceType.Date,
        "int" or "percentage" => SourceType.Number,
        "checkbox" or "bool" => SourceType.YesNo,
        "currency" => SourceType.Currency,
        "phone" => SourceType.Phone,
        "email" => SourceType.Email,
        "url" or "contact_url" => SourceType.Url,
        "employee" or UnlistedFields.SupervisorType => SourceType.Person,
        "list" or "gender" or "marital_status" or "status" or "country" or "state" => IsMultiple ? SourceType.MultiSelect : SourceType.Select,
        _ when HasOptions => IsMultiple ? SourceType.MultiSelect : SourceType.Select,
        _ => SourceType.Text,
    };

    /// <summary>The id of the option with this label. Employees carry labels only; renaming an option keeps its id.</summary>
    public string? OptionId(string label) => optionIds.Value.GetValueOrDefault(label);

    /// <summary>The longest option that a list of options joined by commas begins with at this place; labels may have commas themselves.</summary>
    public string? OptionAt(string text, int at)
    {
        string? longest = null;
        foreach (var label in optionIds.Value.Keys)
        {
            var end = at + label.Length;
            if (label.Length > (longest?.Length ?? 0) && string.CompareOrdinal(text, at, label, 0, label.Length) == 0
                && (end == text.Length || text.AsSpan(end).TrimStart() is [',', ..] or []))
            {
                longest = label;
            }
        }

        return longest;
    }

    public SourceAttribute ToAttribute() => new(
        Key, Label, Type, Options, IsCustom, Readable, Readable == Readability.Readable ? null : BambooHrAccess.HowToGrant(this), VendorType);

    public override string ToString() => Key;

    /// <summary>Where two options have the same label, the one in use, which the metadata lists before archived ones, counts.</summary>
    private Dictionary<string, string?> ById()
    {
        var ids = new Dictionary<string, string?>(Options.Count, StringComparer.Ordinal);
        foreach (var option in Options)
        {
            ids.TryAdd(option.Label, option.Id);
        }

        return ids;
    }
}
