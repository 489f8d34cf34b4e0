using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary><c>GET employees/{id|all}/tables/{table}</c>: all rows, unsorted, forbidden columns left out.</summary>
internal static class TableEndpoints
{
    public static void Map(Routes routes, BambooHrTenant tenant) => routes.Get("v1,v1_1", "employees/{id}/tables/{table}", http => Rows(http, tenant));

    private static Task Rows(HttpContext http, BambooHrTenant tenant)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (Find(http, tenant) is not { } table)
        {
            return Answers.Empty(http, 404, "Table not found");
        }

        IEnumerable<Person> people;
        if (id == "all")
        {
            people = tenant.Roster.Visible();
        }
        else if (EmployeeEndpoints.Find(tenant, id) is { } person && tenant.Roster.CanSee(person))
        {
            people = [person];
        }
        else
        {
            return Answers.Empty(http, 404, "Employee not found, Employee not found");
        }

        return Format.WantsJson(http.Request)
            ? Answers.Json(http, 200, writer =>
            {
                writer.WriteStartArray();
                foreach (var person in people)
                {
                    foreach (var row in table.Rows(person, tenant.Roster))
                    {
                        writer.WriteStartObject();
                        writer.WriteString("id", row.Id);
                        writer.WriteString("employeeId", Roster.Id(person));
                        WriteColumns(writer, tenant, table, row);
                        writer.WriteEndObject();
                    }
                }

                writer.WriteEndArray();
            })
            : Xml(http, tenant, table, people);
    }

    internal static HistoryTable? Find(HttpContext http, BambooHrTenant tenant) =>
        tenant.Tables.FirstOrDefault(table => table.Alias == (string)http.Request.RouteValues["table"]!);

    internal static void WriteColumns(Utf8JsonWriter writer, BambooHrTenant tenant, HistoryTable table, TableRow row)
    {
        foreach (var (column, value) in table.Columns.Zip(row.Values).Where(pair => pair.First.Field is null || tenant.CanRead(pair.First.Field)))
        {
            writer.WritePropertyName(column.Alias);
            Spelling.Write(writer, column.Form, value, Surface.Table, tenant.Switches);
        }
    }

    private static Task Xml(HttpContext http, BambooHrTenant tenant, HistoryTable table, IEnumerable<Person> people) => RowXml.WriteAsync(http, async xml =>
    {
        await RowXml.StartAsync(xml, "table");
        foreach (var person in people)
        {
            foreach (var row in table.Rows(person, tenant.Roster))
            {
                await RowXml.StartAsync(xml, "row");
                await RowXml.AttributeAsync(xml, "id", row.Id);
                await RowXml.AttributeAsync(xml, "employeeId", Roster.Id(person));
                foreach (var (column, value) in table.Columns.Zip(row.Values).Where(pair => pair.First.Field is null || tenant.CanRead(pair.First.Field)))
                {
                    await RowXml.FieldAsync(xml, column.Alias, value.Kind == ValueKind.Money ? value.Text : Spelling.Text(column.Form, value, Surface.Table, tenant.Switches), value.Currency);
                }

                await xml.WriteEndElementAsync();
            }
        }

        await xml.WriteEndElementAsync();
    });
}
