using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>What a JSON value of a field means. Reports, single employees and datasets write the same value in several ways, above all
/// an empty one: null, "", 0000-00-00, " USD", [] (recordings of 2022 and 2026). What is none of the known shapes is unreadable, never empty.</summary>
internal static class BambooHrValue
{
    /// <summary>A text, or a number as written.</summary>
    public static SourceValue OfText(ReadOnlySpan<char> text, BambooHrField field)
    {
        var trimmed = text.Trim();
        if (trimmed.IsEmpty || trimmed.StartsWith("0000-00-00", StringComparison.Ordinal))
        {
            return SourceValue.Empty;
        }

        return field.VendorType switch
        {
            "currency" when IsCurrencyAlone(trimmed) => SourceValue.Empty,
            UnlistedFields.SupervisorType => SourceValue.OfPerson(new PersonReference(trimmed.ToString(), Email: null, FullName: null)),
            "employee" => SourceValue.OfPerson(new PersonReference(ExternalId: null, Email: null, FirstNameFirst(trimmed))),
            "int" when field.Key == "age" && trimmed is "-1" => SourceValue.Empty,
            _ when field.IsMultiple => OfJoined(trimmed.ToString(), field),
            _ when field.Type == SourceType.Select => OfOption(trimmed.ToString(), field),
            _ => SourceValue.OfText(text.ToString()),
        };
    }

    /// <summary>An array or an object.</summary>
    public static SourceValue OfElement(JsonElement value, BambooHrField field) => value.ValueKind switch
    {
        JsonValueKind.Array => OfArray(value, field),
        JsonValueKind.Object => OfObject(value, field),
        _ => SourceValue.OfUnreadable(value.ValueKind.ToString()),
    };

    /// <summary>An amount and its currency, which the dataset keeps in two fields.</summary>
    public static SourceValue WithCurrency(SourceValue amount, string? currency) =>
        amount.Kind == SourceValueKind.Text && !string.IsNullOrWhiteSpace(currency) ? SourceValue.OfText($"{amount.Text} {currency}") : amount;

    private static SourceValue OfOption(string label, BambooHrField field) =>
        field.HasOptions ? SourceValue.OfItem(field.OptionId(label), label) : SourceValue.OfText(label);

    private static SourceValue OfJoined(string text, BambooHrField field)
    {
        var items = new List<SourceItem>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ',' or ' ')
            {
                at++;
                continue;
            }

            var comma = text.IndexOf(',', at);
            var label = field.OptionAt(text, at) ?? text[at..(comma < 0 ? text.Length : comma)];
            at += label.Length;
            items.Add(new SourceItem(field.OptionId(label.TrimEnd()), label.TrimEnd()));
        }

        return SourceValue.OfItems(items.ToValueList());
    }

    private static SourceValue OfArray(JsonElement array, BambooHrField field)
    {
        var items = new List<SourceItem>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (ItemOf(element, field) is not { } item)
            {
                return SourceValue.OfUnreadable("array of " + element.ValueKind);
            }

            items.Add(item);
        }

        return SourceValue.OfItems(items.ToValueList());
    }

    private static SourceItem? ItemOf(JsonElement element, BambooHrField field)
    {
        var label = element.ValueKind == JsonValueKind.Object ? LabelOf(element) : element.ValueKind is JsonValueKind.String or JsonValueKind.Number ? element.ToString() : null;
        label = label?.Trim();
        return string.IsNullOrEmpty(label) ? null : new SourceItem(BambooHrMetadata.Word(element, "id") ?? field.OptionId(label), label);
    }

    private static SourceValue OfObject(JsonElement value, BambooHrField field)
    {
        if (!value.EnumerateObject().Any())
        {
            return SourceValue.Empty;
        }

        if (value.TryGetProperty("currency", out _))
        {
            return (BambooHrMetadata.Word(value, "amount") ?? BambooHrMetadata.Word(value, "value")) is { } amount
                ? WithCurrency(SourceValue.OfText(amount), BambooHrMetadata.Word(value, "currency"))
                : SourceValue.Empty;
        }

        return ItemOf(value, field) is not { } item ? SourceValue.OfUnreadable("object")
            : field.IsMultiple ? SourceValue.OfItems([item])
            : SourceValue.OfItem(item.Id, item.Label);
    }

    private static string? LabelOf(JsonElement option) =>
        BambooHrMetadata.Word(option, "label") ?? BambooHrMetadata.Word(option, "name") ?? BambooHrMetadata.Word(option, "value");

    private static bool IsCurrencyAlone(ReadOnlySpan<char> text) => text.Length == 3 && !text.ContainsAnyExcept(Letters);

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Reports write “Berg, Ida”, other answers “Ida Berg”.</summary>
    private static string FirstNameFirst(ReadOnlySpan<char> name)
    {
        var comma = name.IndexOf(',');
        return comma <= 0 || name.LastIndexOf(',') != comma || name[(comma + 1)..].Trim().IsEmpty
            ? name.ToString()
            : string.Concat(name[(comma + 1)..].Trim(), " ", name[..comma].Trim());
    }
}
