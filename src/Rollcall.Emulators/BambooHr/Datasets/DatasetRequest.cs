using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;

namespace Rollcall.Emulators.BambooHr.Datasets;

/// <summary>One column to order by.</summary>
internal sealed record DatasetOrder(FieldSpec Column, bool Descending);

/// <summary>A checked query of dataset v2.</summary>
internal sealed record DatasetRequest(
    IReadOnlyList<FieldSpec> Columns,
    DatasetFilter? Filter,
    string? FilterText,
    IReadOnlyList<DatasetOrder> Order,
    int Page,
    int PageSize)
{
    private const int MostRows = 1000;

    public static async Task<(DatasetRequest? Request, FilterProblem? Problem)> ReadAsync(HttpRequest request, FieldCatalog fields, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, default, cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement, fields) : (null, Bad("The request body must be an object."));
        }
        catch (JsonException)
        {
            return (null, Bad("The request body is not valid JSON."));
        }
    }

    private static (DatasetRequest?, FilterProblem?) Of(JsonElement body, FieldCatalog fields)
    {
        var (columns, problem) = ColumnsOf(body, fields);
        if (problem is not null)
        {
            return (null, problem);
        }

        if (!Number(body, "page", 1, out var page) || !Number(body, "pageSize", 100, out var pageSize) || page < 1 || pageSize is < 1 or > MostRows)
        {
            return (null, new FilterProblem(422, "VALIDATION_FAILED", "page must be at least 1 and pageSize between 1 and 1000."));
        }

        var text = body.TryGetProperty("filter", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        DatasetFilter? filter = null;
        if (!string.IsNullOrWhiteSpace(text))
        {
            filter = DatasetFilterParser.Parse(text, out problem);
            problem ??= DatasetFilterEvaluation.Check(filter!, name => fields.FindDataset(name)?.DatasetKind);
            if (problem is not null)
            {
                return (null, problem);
            }
        }

        var (order, wrong) = OrderOf(body, columns!);
        return wrong is not null ? (null, wrong) : (new DatasetRequest(columns!, filter, filter is null ? null : text, order!, page, pageSize), null);
    }

    private static (List<FieldSpec>?, FilterProblem?) ColumnsOf(JsonElement body, FieldCatalog fields)
    {
        if (!body.TryGetProperty("fields", out var names) || names.ValueKind != JsonValueKind.Array || names.GetArrayLength() == 0)
        {
            return (null, Bad("The fields parameter is required."));
        }

        var columns = new List<FieldSpec>();
        foreach (var name in names.EnumerateArray())
        {
            if (name.ValueKind != JsonValueKind.String)
            {
                return (null, Bad("The fields parameter must be an array of strings."));
            }

            // One unknown name fails the whole query, and the message shows the internal prefix.
            if (fields.FindDataset(name.GetString()!) is not { } column)
            {
                return (null, Bad("Invalid field name: employee_" + name.GetString()));
            }

            if (!columns.Contains(column))
            {
                columns.Add(column);
            }
        }

        return (columns, null);
    }

    private static (List<DatasetOrder>?, FilterProblem?) OrderOf(JsonElement body, List<FieldSpec> columns)
    {
        var text = body.TryGetProperty("orderBy", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        var orders = new List<DatasetOrder>();
        foreach (var rule in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                return (null, Bad($"Invalid orderBy rule: {rule}"));
            }

            if (columns.FirstOrDefault(column => column.DatasetName == words[0]) is not { } column)
            {
                return (null, new FilterProblem(400, "UE-1001", $"Sort field '{words[0]}' must be included in the fields parameter."));
            }

            orders.Add(new DatasetOrder(column, words.Length == 2 && words[1] == "desc"));
        }

        return (orders, null);
    }

    private static bool Number(JsonElement body, string name, int otherwise, out int number)
    {
        number = otherwise;
        return !body.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null || (given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out number));
    }

    private static FilterProblem Bad(string detail) => new(400, "INVALID_ARGUMENT", detail);
}
