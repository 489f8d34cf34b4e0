using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>One entry of meta/fields.</summary>
internal sealed record ListedField(string Id, string? Alias, string Label, string Type, bool IsDeprecated);

/// <summary>One entry of meta/lists: the options of the field with this id.</summary>
internal sealed record ListedOptions(string FieldId, bool IsMultiple, ValueList<SourceItem> Options);

/// <summary>One field of the employee dataset. Its id is null in all recordings, though the documents mention it (2026-09).</summary>
internal sealed record DatasetField(string Name, string Label, string? Id);

/// <summary>Reads the elements of BambooHR's metadata, whose ids are numbers here and texts there.</summary>
internal static class BambooHrMetadata
{
    /// <summary>Null for an element that is no field.</summary>
    public static ListedField? Field(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var field = document.RootElement;
        return Word(field, "id") is { } id
            ? new ListedField(id, Word(field, "alias"), Word(field, "name") ?? id, Word(field, "type") ?? "text", IsTrue(field, "deprecated"))
            : null;
    }

    /// <summary>Options in use before archived ones, otherwise in the vendor's order. Null for an element that is no list.</summary>
    public static ListedOptions? Options(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var list = document.RootElement;
        if (Word(list, "fieldId") is not { } fieldId || !list.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var items = options.EnumerateArray()
            .Where(o => Word(o, "name") is not null)
            .OrderBy(o => Word(o, "archived") == "yes" ? 1 : 0)
            .Select(o => new SourceItem(Word(o, "id"), Word(o, "name")!.Trim()))
            .ToValueList();
        return new ListedOptions(fieldId, Word(list, "multiple") == "yes", items);
    }

    /// <summary>Null for an element that is no field.</summary>
    public static DatasetField? DatasetField(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var field = document.RootElement;
        return Word(field, "name") is { } name ? new DatasetField(name, Word(field, "label") ?? name, Word(field, "id")) : null;
    }

    /// <summary>The ids in the column list that stands before a report's rows.</summary>
    public static HashSet<string> Columns(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement.EnumerateArray().Select(c => Word(c, "id")).OfType<string>().ToHashSet(StringComparer.Ordinal)
            : [];
    }

    /// <summary>A text or a number as text; null when it is missing, empty or something else.</summary>
    public static string? Word(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && value.ToString() is { Length: > 0 } text ? text : null;

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.ValueEquals("true")));
}
