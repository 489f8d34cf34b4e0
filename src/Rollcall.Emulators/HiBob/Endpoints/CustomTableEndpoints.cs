using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.People;
using Rollcall.Emulators.HiBob.Tables;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>Tables the customer made.</summary>
internal static class CustomTableEndpoints
{
    public static void Map(Routes routes, HiBobTenant tenant)
    {
        routes.Get("/people/custom-tables/metadata", http => Answers.Json(http, WriteAll));
        routes.Get("/people/custom-tables/metadata/{tableId}", OneAsync);
        routes.Get("/people/custom-tables/{employeeId}/{tableId}", http => RowsAsync(http, tenant));
    }

    private static CustomTable? Table(HttpContext http) => CustomTables.All.FirstOrDefault(table => table.Id == (string)http.Request.RouteValues["tableId"]!);

    private static void WriteAll(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tables");
        foreach (var table in CustomTables.All)
        {
            Write(writer, table);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Task OneAsync(HttpContext http) => Table(http) is { } table ? Answers.Json(http, writer => Write(writer, table)) : Answers.Empty(http, 404);

    private static void Write(Utf8JsonWriter writer, CustomTable table)
    {
        writer.WriteStartObject();
        writer.WriteString("id", table.Id);
        writer.WriteString("category", table.Category);
        writer.WriteString("name", table.Name);
        writer.WriteString("description", "");
        writer.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("id", column.Id);
            writer.WriteString("name", column.Name);
            writer.WriteString("description", "");
            writer.WriteBoolean("mandatory", column.Mandatory);
            writer.WriteString("type", column.Type.Word());
            writer.WriteStartObject("typeData");
            if (column.ListId is { } list)
            {
                writer.WriteString("listId", list);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async Task RowsAsync(HttpContext http, HiBobTenant tenant)
    {
        if (tenant.Switches.CustomTablesRefuseContentType && http.Request.ContentType is not null)
        {
            await Answers.LoginPage(http, 400);
            return;
        }

        if (Table(http) is not { } table || tenant.Roster.Find((string)http.Request.RouteValues["employeeId"]!) is not { } person)
        {
            await Answers.Empty(http, 404);
            return;
        }

        if (!tenant.Workforce.Access.CanRead(table.Category))
        {
            await Answers.Forbidden(http);
            return;
        }

        var human = string.Equals(http.Request.Query["includeHumanReadable"], "true", StringComparison.OrdinalIgnoreCase);
        await Answers.Json(http, writer => WriteRows(writer, table, tenant.Roster.View(person), human));
    }

    private static void WriteRows(Utf8JsonWriter writer, CustomTable table, Employee employee, bool human)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("values");
        if (table.HasRow(employee))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", 1_020_000 + employee.Person.Number);
            foreach (var column in table.Columns)
            {
                writer.WritePropertyName(column.Id);
                column.Read(employee).Write(writer);
            }

            if (human)
            {
                writer.WriteStartObject("humanReadable");
                foreach (var column in table.Columns.Where(column => !column.Read(employee).IsMissing))
                {
                    writer.WriteString(column.Id, column.Read(employee).Human);
                }

                writer.WriteEndObject();
            }

            writer.WriteString("changedBy", "System");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
