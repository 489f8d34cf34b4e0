using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob.People;
using Rollcall.Emulators.HiBob.Tables;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>Built-in history tables, of one employee and page by page.</summary>
internal static class TableEndpoints
{
    private const int MostIds = 200;

    public static void Map(Routes routes, HiBobTenant tenant)
    {
        foreach (var table in HistoryTable.All(tenant.Lists))
        {
            routes.Get("/people/{id}/" + table.Name, http => OneAsync(http, tenant, table), table.PerMinute);
            if (table.Bulk)
            {
                routes.Get("/bulk/people/" + table.Name, http => BulkAsync(http, tenant, table), table.PerMinute);
            }
        }
    }

    private static async Task OneAsync(HttpContext http, HiBobTenant tenant, HistoryTable table)
    {
        if (tenant.Roster.Find((string)http.Request.RouteValues["id"]!) is not { } person)
        {
            await Answers.Empty(http, 404);
            return;
        }

        var employee = tenant.Roster.View(person);
        await Answers.Json(http, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("values");
            WriteRows(writer, tenant, table, employee);
            var hidden = table.Rows(employee).SelectMany(row => row.Cells).Where(cell => !CanRead(tenant, table, cell)).Select(cell => cell.Name).Distinct(StringComparer.Ordinal).ToList();
            if (hidden.Count > 0 || !tenant.CanReadHistory(table.Category))
            {
                writer.WriteStartObject("restricted_columns");
                WriteNames(writer, "no_view_permission", hidden);
                WriteNames(writer, "no_view_history_permission", tenant.CanReadHistory(table.Category) ? [] : table.Rows(employee).Take(1).SelectMany(row => row.Cells).Select(cell => cell.Name));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private static async Task BulkAsync(HttpContext http, HiBobTenant tenant, HistoryTable table)
    {
        var query = http.Request.Query;
        var limit = query.TryGetValue("limit", out var given) ? int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0 : 50;
        var cursor = query["cursor"].ToString();
        var after = 0;
        if (limit is < 1 or > 200 || (cursor.Length > 0 && !TryDecode(cursor, out after)))
        {
            await Answers.BadRequest(http, limit is < 1 or > 200 ? "limit must be between 1 and 200" : "cursor is not valid");
            return;
        }

        var ids = query["employeeIds"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length > MostIds)
        {
            await Answers.BadRequest(http, "employeeIds exceeds the maximum of 200");
            return;
        }

        var known = ids.Select(id => (Id: id, Person: tenant.Roster.FindById(id) is { } person && tenant.Roster.CanSee(person) ? person : null)).ToList();
        var people = ids.Length > 0 ? known.Select(pair => pair.Person).OfType<Person>().DistinctBy(person => person.Number).OrderBy(person => person.Number) : tenant.Workforce.People();
        var from = http.Has(FaultKind.DuplicateRows) ? after - 1 : after;
        var page = people.Where(person => person.Number > from && tenant.Roster.CanSee(person)).Take(limit + 1).ToList();
        var next = page.Count > limit ? Encode(page[limit - 1].Number) : null;
        if (next is not null && http.Has(FaultKind.RepeatingCursor) && cursor.Length > 0)
        {
            next = cursor;
        }

        await Answers.Json(http, writer => WritePage(writer, tenant, table, page.Take(limit), next, known.Where(pair => pair.Person is null).Select(pair => pair.Id)));
    }

    private static void WritePage(Utf8JsonWriter writer, HiBobTenant tenant, HistoryTable table, IEnumerable<Person> people, string? next, IEnumerable<string> refused)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        foreach (var person in people)
        {
            writer.WriteStartObject();
            writer.WriteString("employeeId", Roster.Id(person));
            if (tenant.Switches.BulkValuesAreNested)
            {
                writer.WriteStartArray("values");
                writer.WriteStartObject();
            }

            writer.WritePropertyName("values");
            WriteRows(writer, tenant, table, tenant.Roster.View(person));
            if (tenant.Switches.BulkValuesAreNested)
            {
                writer.WriteEndObject();
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("response_metadata");
        writer.WriteString(tenant.Switches.CursorName, next);
        writer.WriteEndObject();
        writer.WriteStartArray("errors");
        foreach (var id in refused)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(id);
            writer.WriteString("error", "MISSING_PERMISSION");
            writer.WriteString("message", "You don't have permission to access data for employees with ids: " + id);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Without the right to view history only today's row comes back.
    private static void WriteRows(Utf8JsonWriter writer, HiBobTenant tenant, HistoryTable table, Employee employee)
    {
        writer.WriteStartArray();
        foreach (var row in table.Rows(employee).Where(row => tenant.CanReadHistory(table.Category) || row.IsCurrent(tenant.Roster.Today)))
        {
            row.Write(writer, employee, cell => CanRead(tenant, table, cell));
        }

        writer.WriteEndArray();
    }

    private static bool CanRead(HiBobTenant tenant, HistoryTable table, TableCell cell) =>
        tenant.Workforce.Access.CanRead(table.Category) && (cell.FieldId is null || (tenant.Fields.Find(cell.FieldId) is { } field && tenant.CanRead(field)));

    private static void WriteNames(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WriteStartArray(property);
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    // Cursors hold characters that must be encoded in a query.
    private static string Encode(int number) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"after>{number}?")));

    private static bool TryDecode(string cursor, out int number)
    {
        number = 0;
        var bytes = new byte[cursor.Length];
        return Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is ['a', 'f', 't', 'e', 'r', '>', .. var digits, '?']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
