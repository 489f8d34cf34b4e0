using System.Text.Json;

namespace Rollcall.Emulators.HiBob.Search;

/// <summary>Whether names of list items and the like come instead of, or beside, what machines read.</summary>
internal enum HumanForm
{
    None,
    Append,
    Replace,

    /// <summary>What machines read without slash keys, as profiles come.</summary>
    Nested,
}

/// <summary>The body of a search, or of a read of one employee.</summary>
/// <param name="Fields">Ids as requested; null for the default ones.</param>
/// <param name="Ids">Values of a filter by id.</param>
/// <param name="Emails">Values of a filter by e-mail.</param>
internal sealed record SearchRequest(IReadOnlyList<string>? Fields, HumanForm Human, bool ShowInactive, IReadOnlyList<string>? Ids, IReadOnlyList<string>? Emails)
{
    /// <summary>Most fields of one request (docs/people-read-api-contract, 2026-06).</summary>
    public const int MostFields = 400;

    private static readonly SearchRequest s_empty = new(null, HumanForm.None, false, null, null);

    /// <summary>Reads the body; null with what is wrong.</summary>
    public static SearchRequest? Parse(JsonElement body, HiBobSwitches switches, out string wrong)
    {
        wrong = "";
        if (body.ValueKind != JsonValueKind.Object)
        {
            wrong = "The request body must be an object";
            return null;
        }

        var request = s_empty with { Human = HumanOf(body, switches) };
        if (body.TryGetProperty("fields", out var fields) && fields.ValueKind != JsonValueKind.Null)
        {
            if (Texts(fields) is not { } ids)
            {
                wrong = "fields must be an array of strings";
                return null;
            }

            if (ids.Count > MostFields && switches.TooManyFields == BobRefusal.BadRequest)
            {
                wrong = "fields exceeds the maximum of 400";
                return null;
            }

            request = request with { Fields = ids.Count == 0 ? null : [.. ids.Take(MostFields)] };
        }

        if (body.TryGetProperty("showInactive", out var inactive) && inactive.ValueKind != JsonValueKind.Null)
        {
            if (inactive.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                wrong = "showInactive must be a boolean";
                return null;
            }

            request = request with { ShowInactive = inactive.GetBoolean() };
        }

        return body.TryGetProperty("filters", out var filters) && filters.ValueKind != JsonValueKind.Null ? Filtered(request, filters, switches, out wrong) : request;
    }

    // An invalid word counts as none.
    private static HumanForm HumanOf(JsonElement body, HiBobSwitches switches)
    {
        if (!body.TryGetProperty("humanReadable", out var human) || human.ValueKind != JsonValueKind.String)
        {
            return HumanForm.None;
        }

        var word = human.GetString()!;
        return (switches.HumanReadableIgnoresCase ? word.ToUpperInvariant() : word) switch
        {
            "APPEND" => HumanForm.Append,
            "REPLACE" => HumanForm.Replace,
            _ => HumanForm.None,
        };
    }

    private static SearchRequest? Filtered(SearchRequest request, JsonElement filters, HiBobSwitches switches, out string wrong)
    {
        wrong = "";
        if (filters.ValueKind == JsonValueKind.Array && filters.GetArrayLength() == 0 && switches.EmptyFilters == BobRefusal.Ignored)
        {
            return request;
        }

        if (filters.ValueKind != JsonValueKind.Array || filters.GetArrayLength() != 1 || filters[0].ValueKind != JsonValueKind.Object)
        {
            wrong = "filters must hold exactly one filter";
            return null;
        }

        var filter = filters[0];
        if (Text(filter, "operator") != "equals")
        {
            wrong = "Only the operator equals is supported";
            return null;
        }

        var values = filter.TryGetProperty("values", out var given) ? Texts(given) : null;
        if (values is not { Count: > 0 } || values.Count > (switches.MostFilterValues ?? int.MaxValue))
        {
            wrong = "values must be a non-empty array of strings";
            return null;
        }

        switch (Text(filter, "fieldPath"))
        {
            case "root.id":
                return request with { Ids = values };
            case "root.email":
                return request with { Emails = values };
            default:
                wrong = "Filtering is supported by root.id and root.email only";
                return null;
        }
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string>? Texts(JsonElement array) => array.ValueKind == JsonValueKind.Array && array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
        ? [.. array.EnumerateArray().Select(item => item.GetString()!)]
        : null;
}
