using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>One field of the account. <paramref name="Key"/> is its alias, or its id when it has none; requests and rows use it.</summary>
internal sealed record BambooHrField(string Key, string Id, string Label, string VendorType, ValueList<SourceItem> Options, bool IsMultiple)
{
    /// <summary>Fields that can be asked for although the metadata does not list them (list of field names, 2026-04).</summary>
    public static IReadOnlyList<BambooHrField> Unlisted { get; } =
    [
        new("supervisorEId", "supervisorEId", "Supervisor (employee id)", "supervisor_id", [], false),
        new("supervisorEmail", "supervisorEmail", "Supervisor email", "email", [], false),
        new("displayName", "displayName", "Display name", "text", [], false),
    ];

    /// <summary>Custom fields have aliases that begin so; fields without an alias have ids above those BambooHR ships (both observed, 2026-05).</summary>
    public bool IsCustom => Key.StartsWith("custom", StringComparison.Ordinal)
        || (Key == Id && int.TryParse(Id.Split('.')[0], System.Globalization.NumberStyles.None, null, out var number) && number >= 4300);

    public SourceType Type => VendorType switch
    {
        "multilist" => SourceType.MultiSelect,
        "textarea" => SourceType.LongText,
        "date" => SourceType.Date,
        "int" or "percentage" => SourceType.Number,
        "checkbox" or "bool" => SourceType.YesNo,
        "currency" => SourceType.Currency,
        "phone" => SourceType.Phone,
        "email" => SourceType.Email,
        "url" or "contact_url" => SourceType.Url,
        "employee" or "supervisor_id" => SourceType.Person,
        "list" or "gender" or "marital_status" or "status" or "country" or "state" => IsMultiple ? SourceType.MultiSelect : SourceType.Select,
        _ => SourceType.Text,
    };

    public SourceAttribute ToAttribute() => new(Key, Label, Type, Options, IsCustom, Readability.Readable, null, VendorType);
}
