using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Datasets;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>
/// <c>POST v1/datasets/employee</c>, replaced by v2: flat rows, structured filters. Grouping and aggregations are not played.
/// </summary>
internal static class DeprecatedDataset
{
    public static async Task DataAsync(HttpContext http, BambooHrTenant tenant)
    {
        DatasetMetaEndpoints.Deprecate(http, "v1", "v2/datasets/employee/data");
        if (tenant.Switches.Datasets != AreaAccess.Allowed)
        {
            await Answers.Numbered(http, 403, "Insufficient permissions to access this dataset.");
            return;
        }

        if ((string)http.Request.RouteValues["dataset"]! != "employee")
        {
            await Answers.Numbered(http, 400, "Invalid dataset name.");
            return;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            await AnswerAsync(http, tenant, document.RootElement);
        }
        catch (JsonException)
        {
            await Answers.Numbered(http, 400, "The request body is empty or not valid JSON.");
        }
        catch (FormatException wrong)
        {
            await Answers.Numbered(http, 400, wrong.Message);
        }
    }

    private static async Task AnswerAsync(HttpContext http, BambooHrTenant tenant, JsonElement body)
    {
        var fields = tenant.Fields;
        var names = Array(body, "fields").Select(name => name.ToString()).ToList();
        if (names.Count == 0)
        {
            throw new FormatException("fields is required.");
        }

        if (Array(body, "groupBy").Any() || (body.TryGetProperty("aggregations", out var aggregations) && aggregations.ValueKind == JsonValueKind.Object && aggregations.EnumerateObject().Any()))
        {
            throw new FormatException("groupBy and aggregations are not available on this emulator.");
        }

        var columns = names.Select(name => Column(fields, name)).ToList();
        var people = Sorted(body, tenant, Filtered(body, tenant)).ToList();
        var pageSize = DatasetMetaEndpoints.Clamped(http.Request, "page_size", 500, 1000);
        var page = DatasetMetaEndpoints.Clamped(http.Request, "page", 1, (people.Count + pageSize - 1) / pageSize);
        await Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var person in people.Skip((page - 1) * pageSize).Take(pageSize))
            {
                writer.WriteStartObject();
                foreach (var column in columns.Where(tenant.CanRead))
                {
                    writer.WriteString(column.DatasetName!, Text(tenant, column, person));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("aggregations");
            writer.WriteEndArray();
            DatasetMetaEndpoints.WritePagination(writer, http, people.Count, page, pageSize);
            writer.WriteEndObject();
        });
    }

    private static IEnumerable<Person> Filtered(JsonElement body, BambooHrTenant tenant)
    {
        if (!body.TryGetProperty("filters", out var filters) || filters.ValueKind != JsonValueKind.Object)
        {
            return tenant.Roster.Visible();
        }

        var any = filters.TryGetProperty("match", out var match) && match.ValueKind == JsonValueKind.String && match.GetString() == "any";
        var tests = Array(filters, "filters").Select(filter => Test(filter, tenant)).ToList();
        return tenant.Roster.Visible().Where(person => tests.Count == 0 || (any ? tests.Any(test => test(person)) : tests.All(test => test(person))));
    }

    private static Func<Person, bool> Test(JsonElement filter, BambooHrTenant tenant)
    {
        var column = Column(tenant.Fields, Word(filter, "field"));
        var value = filter.TryGetProperty("value", out var given) ? given : default;
        List<string> values = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())] : value.ValueKind == JsonValueKind.Undefined ? [] : [value.ToString()];
        var single = values.FirstOrDefault() ?? "";
        Func<string, bool> test = Word(filter, "operator") switch
        {
            "empty" => text => text.Length == 0,
            "not_empty" => text => text.Length > 0,
            "equal" => text => Same(text, single),
            "not_equal" => text => !Same(text, single),
            "contains" => text => text.Contains(single, StringComparison.OrdinalIgnoreCase),
            "does_not_contain" => text => !text.Contains(single, StringComparison.OrdinalIgnoreCase),
            "includes" => text => values.Any(wanted => Same(text, wanted)),
            "does_not_include" => text => !values.Any(wanted => Same(text, wanted)),
            "checked" => text => Same(text, "yes") || Same(text, "true") || text == "1",
            "not_checked" => text => !(Same(text, "yes") || Same(text, "true") || text == "1"),
            "lt" => text => Compare(column, text, single) < 0,
            "lte" => text => Compare(column, text, single) <= 0,
            "gt" => text => Compare(column, text, single) > 0,
            "gte" => text => Compare(column, text, single) >= 0,
            var other => throw new FormatException($"Unrecognised operator: {other}"),
        };
        return person => tenant.CanRead(column) && test(Text(tenant, column, person) ?? "");
    }

    private static IEnumerable<Person> Sorted(JsonElement body, BambooHrTenant tenant, IEnumerable<Person> people)
    {
        foreach (var rule in Array(body, "sortBy").Reverse())
        {
            var column = Column(tenant.Fields, Word(rule, "field"));
            string Key(Person person) => Text(tenant, column, person) ?? "";
            var comparer = Comparer<string>.Create((left, right) => Compare(column, left, right) ?? string.CompareOrdinal(left, right));
            people = Word(rule, "sort") == "desc" ? people.OrderByDescending(Key, comparer) : people.OrderBy(Key, comparer);
        }

        return people;
    }

    private static int? Compare(FieldSpec column, string left, string right)
    {
        if (left.Length == 0 && right.Length > 0)
        {
            return null;
        }

        return column.DatasetKind == DatasetKind.Number
            && decimal.TryParse(left, NumberStyles.Number, CultureInfo.InvariantCulture, out var first)
            && decimal.TryParse(right, NumberStyles.Number, CultureInfo.InvariantCulture, out var second)
            ? first.CompareTo(second)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private static string? Text(BambooHrTenant tenant, FieldSpec column, Person person) =>
        Spelling.Text(column, FieldCatalog.Read(column, person, tenant.Roster), Surface.Dataset, tenant.Switches);

    private static FieldSpec Column(FieldCatalog fields, string name) =>
        fields.FindDataset(name) ?? throw new FormatException($"Invalid field name: {name}");

    private static string Word(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement.ArrayEnumerator Array(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
