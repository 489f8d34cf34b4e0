using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.HiBob;

/// <summary>One field of the account's metadata.</summary>
/// <param name="Id">Its id, such as <c>work.custom.field_1700000000001</c>; the word for it in requests.</param>
/// <param name="Name">Its name in Bob.</param>
/// <param name="Type">Bob's word for its type; words that come later are read as what they look like.</param>
/// <param name="Path">Where its value stands in the nested half of an answer, such as <c>work.title</c>.</param>
/// <param name="Category">The section whose right decides, as Bob calls it. Not the start of the id: fields are moved, ids stay.</param>
/// <param name="ListId">The list its items are from; null when it has none.</param>
internal sealed record HiBobField(string Id, string Name, string Type, string Path, string Category, string? ListId)
{
    public const string Key = "root.id";
    public const string LifecycleStatus = "internal.lifecycleStatus";
    public const string Manager = "work.reportsTo";
    public const string ManagersEmail = "work.reportsTo.email";

    /// <summary>Its list, once that was read; null when there is none or it is not readable.</summary>
    public HiBobList? List { get; set; }

    public Readability Readable { get; set; } = Readability.Unknown;

    /// <summary>Made by the company: the id ends with field_ and digits (recordings, 2026-10).</summary>
    public bool IsCustom => Id.Contains(".custom.", StringComparison.Ordinal) || Id[(Id.LastIndexOf('.') + 1)..].StartsWith("field_", StringComparison.Ordinal);

    public string HowToGrant => $"{HiBobConnector.Group} > People's data > {Category}: tick View (with rights by field: tick the field “{Name}”).";

    /// <summary>Whether its values are ids of list items.</summary>
    public bool HasItems => Type is "list" or "multi-list" or "list_id" or "hierarchy-list";

    /// <summary>What reading its values depends on.</summary>
    public IEnumerable<string?> Context => [Id, Type, Path, .. (List?.Items ?? []).SelectMany(i => new[] { i.Id, i.Label })];

    /// <summary>Null for an element that is no field.</summary>
    public static HiBobField? Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var field = document.RootElement;
        if (Word(field, "id") is not { } id)
        {
            return null;
        }

        var category = Word(field, "categoryDisplayName") ?? Word(field, "categoryId") ?? Word(field, "category") ?? "the field's section";
        return new HiBobField(
            id,
            Word(field, "name") ?? id,
            Word(field, "type") ?? "text",
            Word(field, "jsonPath") ?? (id.StartsWith("root.", StringComparison.Ordinal) ? id[5..] : id),
            category,
            field.TryGetProperty("typeData", out var data) ? Word(data, "listId") : null);
    }

    public SourceAttribute ToAttribute()
    {
        var options = List?.Options ?? [];
        return new SourceAttribute(Id, Name, TypeOf(options), options, IsCustom, Readable, Readable == Readability.NotReadable ? HowToGrant : null, Type);
    }

    private SourceType TypeOf(ValueList<SourceItem> options) => Type switch
    {
        _ when Id is "root.email" or "home.privateEmail" or ManagersEmail => SourceType.Email,
        _ when Id is "work.workPhone" or "work.workMobile" or "home.privatePhone" or "home.mobilePhone" => SourceType.Phone,
        _ when Id == Key => SourceType.Text,
        "text" or "ssn" => SourceType.Text,
        "text-area" => SourceType.LongText,
        "number" => SourceType.Number,
        "boolean" => SourceType.YesNo,
        "date" => SourceType.Date,
        "list" or "list_id" or "hierarchy-list" => IsYesNo(options) ? SourceType.YesNo : SourceType.Select,
        "multi-list" => SourceType.MultiSelect,
        "currency" => SourceType.Currency,
        "employee-reference" or "employee" => SourceType.Person,
        "avatar" => SourceType.Url,
        _ => SourceType.Other,
    };

    /// <summary>Yes or no is a list in custom fields: that type cannot be made (reference of the fields, 2026).</summary>
    private static bool IsYesNo(ValueList<SourceItem> options) =>
        options.Count == 2 && options.All(o => o.Label.ToUpperInvariant() is "YES" or "NO" or "JA" or "NEIN");

    /// <summary>A text or a number as text; null when it is missing, empty or something else.</summary>
    internal static string? Word(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && value.ToString() is { Length: > 0 } text ? text : null;
}
