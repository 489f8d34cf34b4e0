using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Datasets;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary><c>POST v2/datasets/employee/data</c>: rows of any fields, filtered, ordered and paged.</summary>
internal static class DatasetEndpoints
{
    public static void Map(Routes routes, BambooHrTenant tenant)
    {
        var queries = new DatasetQueries(tenant);
        routes.Post("v2", "datasets/{dataset}/data", http => DataAsync(http, tenant, queries));
        routes.Post("v1", "datasets/{dataset}", http => DeprecatedDataset.DataAsync(http, tenant));
    }

    /// <summary>Writes the refusal, if the key's user may not use the dataset or it does not exist.</summary>
    internal static async Task<bool> RefusedAsync(HttpContext http, BambooHrTenant tenant)
    {
        if (tenant.Switches.DatasetCookies)
        {
            http.Response.Headers.SetCookie = "_cfuvid=made-up-0; path=/; domain=.bamboohr.com; HttpOnly; Secure; SameSite=None";
        }

        if (http.Request.Headers.TryGetValue("X-Request-ID", out var echoed))
        {
            http.Response.Headers["x-request-id"] = echoed;
        }

        if (tenant.Switches.Datasets == AreaAccess.Forbidden)
        {
            await Answers.Problem(http, 403, "FORBIDDEN", "Insufficient permissions to access the requested dataset.");
            return true;
        }

        if (tenant.Switches.Datasets == AreaAccess.Hidden || (string?)http.Request.RouteValues["dataset"] is not (null or "employee"))
        {
            await Answers.Problem(http, 404, "DATASET_NOT_FOUND", "The specified dataset does not exist or is not accessible.");
            return true;
        }

        return false;
    }

    private static async Task DataAsync(HttpContext http, BambooHrTenant tenant, DatasetQueries queries)
    {
        if (await RefusedAsync(http, tenant))
        {
            return;
        }

        var (request, problem) = await DatasetRequest.ReadAsync(http.Request, tenant.Fields, http.RequestAborted);
        if (problem is null && tenant.Switches.DatasetForbidden == DatasetForbiddenField.Error
            && request!.Columns.FirstOrDefault(column => !tenant.CanRead(column)) is { } forbidden)
        {
            problem = new FilterProblem(403, "FORBIDDEN", "Insufficient permissions for field: employee_" + forbidden.DatasetName);
        }

        if (problem is not null)
        {
            await Answers.Problem(http, problem.Status, problem.Code, problem.Detail);
            return;
        }

        var numbers = queries.Run(request!);
        if (tenant.Switches.DatasetMaxItems > 0 && numbers.Length > tenant.Switches.DatasetMaxItems)
        {
            await Answers.Problem(http, 413, "RESULT_TOO_LARGE", "The request produced too much data.");
            return;
        }

        await WriteAsync(http, tenant, request!, numbers);
    }

    private static async Task WriteAsync(HttpContext http, BambooHrTenant tenant, DatasetRequest request, int[] numbers)
    {
        http.Response.ContentType = "application/json";
        var wrongTypes = http.Has(FaultKind.WrongTypes);
        void Row(Utf8JsonWriter writer, Person person) => WriteRow(writer, person, tenant, request, wrongTypes);
        var start = (int)Math.Min(int.MaxValue, (request.Page - 1L) * request.PageSize);
        var shape = wrongTypes ? null : DatasetQueries.ShapeOf(request, tenant.Workforce.Version);
        var body = http.Response.BodyWriter;
        body.Write("{\"data\":["u8);
        if (http.Has(FaultKind.DuplicateRows) && start > 0 && start <= numbers.Length)
        {
            body.Write(tenant.Rows.Block(null, numbers, start - 1, 1, Row).Span);
            body.Write(start < numbers.Length ? ","u8 : ""u8);
        }

        await body.WriteAsync(start < numbers.Length ? tenant.Rows.Block(shape, numbers, start, request.PageSize, Row) : ReadOnlyMemory<byte>.Empty, http.RequestAborted);
        body.Write("],"u8);
        body.Write(Tail(http, tenant, request, http.Has(FaultKind.ShrinkingTotal) ? Math.Max(0, numbers.Length - (request.Page * 7)) : numbers.Length));
        await body.FlushAsync(http.RequestAborted);
    }

    private static void WriteRow(Utf8JsonWriter writer, Person person, BambooHrTenant tenant, DatasetRequest request, bool wrongTypes)
    {
        var restricted = request.Columns.Where(column => !tenant.CanRead(column)).ToList();
        writer.WriteStartObject();
        writer.WriteStartObject("fields");
        foreach (var column in request.Columns)
        {
            writer.WritePropertyName(column.DatasetName!);
            if (wrongTypes && column.DatasetName == "eeid")
            {
                writer.WriteNumberValue(person.Number);
            }
            else
            {
                Spelling.Write(writer, column, restricted.Contains(column) ? FieldValue.Empty : FieldCatalog.Read(column, person, tenant.Roster), Surface.Dataset, tenant.Switches);
            }
        }

        var inside = tenant.Switches.DatasetRestrictedFields == RestrictedFieldsPosition.InsideFields;
        if (inside)
        {
            WriteRestricted(writer, restricted);
        }

        writer.WriteEndObject();
        if (!inside)
        {
            WriteRestricted(writer, restricted);
        }

        writer.WriteEndObject();
    }

    private static void WriteRestricted(Utf8JsonWriter writer, List<FieldSpec> restricted)
    {
        if (restricted.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("_restrictedFields");
        foreach (var column in restricted)
        {
            writer.WriteStringValue("employee_" + column.DatasetName);
        }

        writer.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Tail(HttpContext http, BambooHrTenant tenant, DatasetRequest request, int total)
    {
        var pages = (total + request.PageSize - 1) / request.PageSize;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Answers.WriterOptions))
        {
            writer.WriteStartObject();
            var address = Routes.Base(http) + "/v2/datasets/employee/data?page=";
            string? next = request.Page < pages ? address + (request.Page + 1).ToString(CultureInfo.InvariantCulture) : null;
            string? previous = request.Page > 1 ? address + (request.Page - 1).ToString(CultureInfo.InvariantCulture) : null;
            if (next is null && previous is null && tenant.Switches.EmptyObjectsAreArrays)
            {
                writer.WriteStartArray("links");
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStartObject("links");
                WriteLink(writer, "next", next);
                WriteLink(writer, "prev", previous);
                writer.WriteEndObject();
            }

            writer.WriteStartObject("meta");
            writer.WriteNumber("page", request.Page);
            writer.WriteNumber("pageSize", request.PageSize);
            writer.WriteNumber("totalPages", pages);
            writer.WriteNumber("totalItems", total);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan[1..];
    }

    private static void WriteLink(Utf8JsonWriter writer, string name, string? address)
    {
        if (address is not null)
        {
            writer.WriteString(name, address);
        }
    }
}
