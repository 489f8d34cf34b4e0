using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary><c>employees/changed</c>: ids alone, and <c>employees/changed/tables/{table}</c>: rows without ids.</summary>
internal static class ChangedEndpoints
{
    public static void Map(Routes routes, BambooHrTenant tenant)
    {
        routes.Get("v1", "employees/changed", http => Changed(http, tenant));
        routes.Get("v1", "employees/changed/tables/{table}", http => ChangedRows(http, tenant));
    }

    private static Task Changed(HttpContext http, BambooHrTenant tenant)
    {
        var type = http.Request.Query["type"].ToString() is { Length: > 0 } given ? given.ToLowerInvariant() : "all";
        if (Since(http.Request) is not { } since)
        {
            return Answers.Empty(http, 400, "The since parameter is missing or is not a valid ISO 8601 date");
        }

        if (type is not ("all" or "inserted" or "updated" or "deleted"))
        {
            return Answers.Empty(http, 400, "The type parameter is invalid");
        }

        var changes = Changes(tenant, since).Where(change => type == "all" || change.Action.Equals(type, StringComparison.OrdinalIgnoreCase)).OrderBy(change => change.Id.Length).ThenBy(change => change.Id, StringComparer.Ordinal).ToList();
        var latest = changes.Count == 0 ? since : changes.Max(change => change.At);
        return Format.WantsJson(http.Request) ? Json(http, tenant, changes, latest) : Xml(http, changes, latest);
    }

    private static Task Json(HttpContext http, BambooHrTenant tenant, List<(string Id, string Action, DateTimeOffset At)> changes, DateTimeOffset latest) => Answers.Json(http, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("latest", FieldValue.Of(latest).Text);
        StartMap(writer, tenant, "employees", changes.Count == 0);
        foreach (var (id, action, at) in changes)
        {
            writer.WriteStartObject(id);
            writer.WriteString("id", id);
            writer.WriteString("action", action);
            writer.WriteString("lastChanged", FieldValue.Of(at).Text);
            writer.WriteEndObject();
        }

        EndMap(writer, tenant, changes.Count == 0);
        writer.WriteEndObject();
    });

    private static Task Xml(HttpContext http, List<(string Id, string Action, DateTimeOffset At)> changes, DateTimeOffset latest) => RowXml.WriteAsync(http, async xml =>
    {
        await RowXml.StartAsync(xml, "employees");
        await RowXml.AttributeAsync(xml, "latest", FieldValue.Of(latest).Text!);
        foreach (var (id, action, at) in changes)
        {
            await RowXml.StartAsync(xml, "employee");
            await RowXml.AttributeAsync(xml, "id", id);
            await RowXml.AttributeAsync(xml, "action", action);
            await RowXml.AttributeAsync(xml, "lastChanged", FieldValue.Of(at).Text!);
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    });

    // A change of any field counts, wherever it is; only the table's rows are shown.
    private static Task ChangedRows(HttpContext http, BambooHrTenant tenant)
    {
        if (Since(http.Request) is not { } since)
        {
            return Answers.Empty(http, 400, "The since parameter is missing or is not a valid ISO 8601 date");
        }

        if (TableEndpoints.Find(http, tenant) is not { } table)
        {
            return Answers.Empty(http, 404, "Table not found");
        }

        var people = tenant.Roster.Visible().Where(person => person.LastModified >= since).ToList();
        return Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("table", table.Alias);
            StartMap(writer, tenant, "employees", people.Count == 0);
            foreach (var person in people)
            {
                writer.WriteStartObject(Roster.Id(person));
                writer.WriteString("lastChanged", person.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                writer.WriteStartArray("rows");
                foreach (var row in table.Rows(person, tenant.Roster))
                {
                    writer.WriteStartObject();
                    TableEndpoints.WriteColumns(writer, tenant, table, row);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            EndMap(writer, tenant, people.Count == 0);
            writer.WriteEndObject();
        });
    }

    private static IEnumerable<(string Id, string Action, DateTimeOffset At)> Changes(BambooHrTenant tenant, DateTimeOffset since)
    {
        foreach (var person in tenant.Roster.Visible().Where(person => Whole(person.LastModified) >= since))
        {
            yield return (Roster.Id(person), Whole(person.Created) >= since ? "Inserted" : "Updated", person.LastModified);
        }

        foreach (var entry in tenant.Workforce.Journal.Since(0).Where(entry => entry.Kind == ChangeKind.Deleted && Whole(entry.At) >= since))
        {
            yield return (entry.Number.ToString(CultureInfo.InvariantCulture), "Deleted", entry.At);
        }
    }

    // Times are stored to the second.
    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    // A plus sign that was not encoded arrives as a space, and the date is refused.
    private static DateTimeOffset? Since(HttpRequest request)
    {
        var text = request.Query["since"].ToString();
        return text.Length >= 10 && !text.Contains(' ') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;
    }

    private static void StartMap(Utf8JsonWriter writer, BambooHrTenant tenant, string name, bool empty)
    {
        if (empty && tenant.Switches.EmptyObjectsAreArrays)
        {
            writer.WriteStartArray(name);
        }
        else
        {
            writer.WriteStartObject(name);
        }
    }

    private static void EndMap(Utf8JsonWriter writer, BambooHrTenant tenant, bool empty)
    {
        if (empty && tenant.Switches.EmptyObjectsAreArrays)
        {
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteEndObject();
        }
    }
}
