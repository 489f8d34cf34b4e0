using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>Reads one value of a report or employee answer. Empty comes in many forms: null, "", 0000-00-00, " USD" (live, 2026-05).</summary>
internal static class BambooHrValue
{
    public static SourceValue Read(JsonElement value, BambooHrField field) => value.ValueKind switch
    {
        JsonValueKind.Null => SourceValue.Empty,
        JsonValueKind.String => ReadText(value.GetString()!, field),
        JsonValueKind.Number => ReadText(value.GetRawText(), field),
        JsonValueKind.True => SourceValue.OfText("true"),
        JsonValueKind.False => SourceValue.OfText("false"),
        JsonValueKind.Array => ReadArray(value),
        JsonValueKind.Object => ReadObject(value),
        _ => SourceValue.OfUnreadable(value.ValueKind.ToString()),
    };

    private static SourceValue ReadText(string text, BambooHrField field)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return SourceValue.Empty;
        }

        return field.VendorType switch
        {
            "date" => trimmed == "0000-00-00" ? SourceValue.Empty : SourceValue.OfText(trimmed),
            // An empty amount keeps its currency: " USD".
            "currency" => trimmed.Length == 3 && trimmed.All(char.IsAsciiLetterUpper) ? SourceValue.Empty : SourceValue.OfText(trimmed),
            "supervisor_id" => SourceValue.OfPerson(new PersonReference(trimmed, null, null)),
            "employee" => SourceValue.OfPerson(new PersonReference(null, null, trimmed)),
            "list" or "multilist" when field.IsMultiple || field.VendorType == "multilist" => ReadJoined(trimmed, field),
            "list" => SourceValue.OfItem(IdOf(trimmed, field), trimmed),
            _ => SourceValue.OfText(trimmed),
        };
    }

    /// <summary>Several options joined by commas; an option may itself have one, so known options are looked for first.</summary>
    private static SourceValue ReadJoined(string text, BambooHrField field)
    {
        if (IdOf(text, field) is { } whole)
        {
            return SourceValue.OfItems([new SourceItem(whole, text)]);
        }

        return SourceValue.OfItems(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => new SourceItem(IdOf(part, field), part)).ToValueList());
    }

    private static string? IdOf(string label, BambooHrField field)
    {
        foreach (var option in field.Options)
        {
            if (option.Label == label)
            {
                return option.Id;
            }
        }

        return null;
    }

    private static SourceValue ReadArray(JsonElement array)
    {
        var items = new List<SourceItem>();
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                items.Add(new SourceItem(null, element.GetString()!));
            }
            else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.String)
            {
                items.Add(new SourceItem(element.TryGetProperty("id", out var id) ? id.ToString() : null, label.GetString()!));
            }
            else
            {
                return SourceValue.OfUnreadable("array of " + element.ValueKind);
            }
        }

        return SourceValue.OfItems(items.ToValueList());
    }

    private static SourceValue ReadObject(JsonElement value)
    {
        var amount = value.TryGetProperty("amount", out var a) ? a : value.TryGetProperty("value", out var v) ? v : default;
        return value.TryGetProperty("currency", out var currency) && currency.ValueKind == JsonValueKind.String && amount.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? SourceValue.OfText($"{amount} {currency}")
            : SourceValue.OfUnreadable("object");
    }
}
