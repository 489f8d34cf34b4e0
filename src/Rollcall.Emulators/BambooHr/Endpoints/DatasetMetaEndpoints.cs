using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Datasets;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>Which datasets there are, their fields, and the options of fields. Version 1 still answers, and says it is deprecated.</summary>
internal static class DatasetMetaEndpoints
{
    public static void Map(Routes routes, BambooHrTenant tenant)
    {
        foreach (var version in new[] { "v1", "v1_2" })
        {
            routes.Get(version, "datasets", http => ListAsync(http, tenant, version));
            routes.Get(version, "datasets/{dataset}/fields", http => FieldsAsync(http, tenant, version));
            routes.Post(version, "datasets/{dataset}/field-options", http => OptionsAsync(http, tenant, version));
        }
    }

    /// <summary>Writes the pagination block that datasets v1 and all field lists share.</summary>
    internal static void WritePagination(Utf8JsonWriter writer, HttpContext http, int total, int page, int pageSize)
    {
        var pages = Math.Max(1, (total + pageSize - 1) / pageSize);
        writer.WriteStartObject("pagination");
        writer.WriteNumber("total_records", total);
        writer.WriteNumber("current_page", page);
        writer.WriteNumber("total_pages", pages);
        WritePage(writer, http, "next_page", page < pages ? page + 1 : null, pageSize);
        WritePage(writer, http, "prev_page", page > 1 ? page - 1 : null, pageSize);
        writer.WriteEndObject();
    }

    /// <summary>A page number of the query, clamped to what there is.</summary>
    internal static int Clamped(HttpRequest request, string name, int otherwise, int most) =>
        int.TryParse(request.Query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, Math.Max(1, most)) : otherwise;

    internal static void Deprecate(HttpContext http, string version, string successor)
    {
        if (version == "v1")
        {
            http.Response.Headers["Deprecation"] = "true";
            http.Response.Headers.Link = $"<{Routes.Base(http)}/{successor}>; rel=\"successor-version\"";
        }
    }

    private static async Task ListAsync(HttpContext http, BambooHrTenant tenant, string version)
    {
        Deprecate(http, version, "v1_2/datasets");
        if (tenant.Switches.Datasets != AreaAccess.Hidden && await DatasetEndpoints.RefusedAsync(http, tenant))
        {
            return;
        }

        await Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("datasets");
            if (tenant.Switches.Datasets == AreaAccess.Allowed)
            {
                writer.WriteStartObject();
                writer.WriteString("name", "employee");
                writer.WriteString("label", "Employee");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static async Task FieldsAsync(HttpContext http, BambooHrTenant tenant, string version)
    {
        Deprecate(http, version, "v1_2/datasets/employee/fields");
        if (tenant.Switches.Datasets != AreaAccess.Forbidden && ((string)http.Request.RouteValues["dataset"]! != "employee" || tenant.Switches.Datasets == AreaAccess.Hidden))
        {
            // This call says 422 where the data call says 404.
            await Answers.Problem(http, 422, "DATASET_NOT_FOUND", "The specified dataset was not found.");
            return;
        }

        if (await DatasetEndpoints.RefusedAsync(http, tenant))
        {
            return;
        }

        var fields = tenant.Fields.Dataset.Where(tenant.CanRead).ToList();
        var pageSize = Clamped(http.Request, "page_size", 500, 1000);
        var page = Clamped(http.Request, "page", 1, (fields.Count + pageSize - 1) / pageSize);
        await Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            WritePagination(writer, http, fields.Count, page, pageSize);
            writer.WriteString("name", "employee");
            writer.WriteString("label", "Employee");
            writer.WriteStartArray("fields");
            foreach (var field in fields.Skip((page - 1) * pageSize).Take(pageSize))
            {
                WriteField(writer, field, tenant.Switches);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteField(Utf8JsonWriter writer, FieldSpec field, BambooHrSwitches switches)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.DatasetName);
        writer.WriteString("label", field.Label);
        writer.WriteString("parentType", "page");
        writer.WriteString("parentName", field.Page);
        var words = field.Page.Split(' ');
        writer.WriteString("entityName", string.Concat(words.Select((word, at) => at == 0 ? word.ToLowerInvariant() : word)));
        if (switches.DatasetFieldsCarryType)
        {
            writer.WriteString("type", field.DatasetKind switch
            {
                DatasetKind.Text => "text",
                DatasetKind.Option => "options",
                DatasetKind.Date => "date",
                DatasetKind.Number => "int",
                DatasetKind.Bool => "bool",
                _ => throw new System.Diagnostics.UnreachableException(),
            });
            if (field.Id is { } id)
            {
                MetaEndpoints.WriteId(writer, "id", id);
            }
        }

        writer.WriteEndObject();
    }

    private static async Task OptionsAsync(HttpContext http, BambooHrTenant tenant, string version)
    {
        Deprecate(http, version, "v1_2/datasets/employee/field-options");
        if (await DatasetEndpoints.RefusedAsync(http, tenant))
        {
            return;
        }

        List<string>? names;
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            names = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("fields", out var given) && given.ValueKind == JsonValueKind.Array
                ? [.. given.EnumerateArray().Select(name => name.ToString())]
                : null;
        }
        catch (JsonException)
        {
            names = null;
        }

        if (names is not { Count: > 0 })
        {
            await Answers.Problem(http, 400, "INVALID_ARGUMENT", "The fields parameter is required.");
            return;
        }

        var fields = names.Select(name => (Name: name, Field: tenant.Fields.FindDataset(name))).ToList();
        if (fields.Any(pair => pair.Field is null))
        {
            await Answers.Text(http, 500, "An unexpected error occurred.", "text/plain; charset=UTF-8");
            return;
        }

        await Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, field) in fields)
            {
                writer.WriteStartArray(name);
                WriteOptions(writer, field!, tenant.Roster);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    // A status is its own id; options of lists have numbers.
    private static void WriteOptions(Utf8JsonWriter writer, FieldSpec field, Roster roster)
    {
        foreach (var name in field.Type switch { "status" => ["Active", "Inactive"], "gender" => ["Female", "Male", "Non-binary"], _ => Array.Empty<string>() })
        {
            writer.WriteStartObject();
            writer.WriteString("id", name);
            writer.WriteString("value", name);
            writer.WriteEndObject();
        }

        foreach (var option in field.Options?.Read(roster) ?? [])
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", option.Id);
            writer.WriteString("value", option.Name);
            writer.WriteEndObject();
        }
    }

    private static void WritePage(Utf8JsonWriter writer, HttpContext http, string name, int? page, int pageSize)
    {
        if (page is { } number)
        {
            writer.WriteString(name, string.Create(CultureInfo.InvariantCulture, $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}?page={number}&page_size={pageSize}"));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
