using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary><c>GET employees</c> with a cursor: a closed vocabulary without custom fields; forbidden values are null and named.</summary>
internal static class EmployeeListEndpoint
{
    public static void Map(Routes routes, BambooHrTenant tenant) => routes.Get("v1", "employees", http => List(http, tenant));

    private static Task List(HttpContext http, BambooHrTenant tenant)
    {
        if (!tenant.Switches.EmployeeListTakesApiKey)
        {
            return Answers.Empty(http, 401, "OAuth token required");
        }

        var query = EmployeeListQuery.Read(http.Request, tenant, out var problem);
        if (query is null)
        {
            return Answers.Coded(http, problem!.Value.Status, problem.Value.Code, problem.Value.Message);
        }

        var people = query.Run(tenant);
        var start = 0;
        if ((query.After ?? query.Before) is { } text)
        {
            var cursor = ListCursor.Parse(text);
            var at = cursor is null || cursor.Backward != query.Before is not null ? -1 : people.FindIndex(person => person.Number == cursor.Number && person.LastModified.UtcTicks == cursor.Stamp);
            if (at < 0)
            {
                return Answers.Coded(http, 400, "BadPage", "The page cursor is invalid or the boundary employee has changed.");
            }

            start = cursor!.Backward ? Math.Max(0, at - query.Limit) : at + 1;
            if (cursor.Backward)
            {
                return Page(http, tenant, query, people, start, at - start);
            }
        }

        return Page(http, tenant, query, people, start, query.Limit);
    }

    private static Task Page(HttpContext http, BambooHrTenant tenant, EmployeeListQuery query, List<Person> people, int start, int count)
    {
        var end = Math.Min(people.Count, start + count);
        var page = people[start..end];
        if (start > 0 && http.Has(FaultKind.DuplicateRows))
        {
            page.Insert(0, people[start - 1]);
        }

        var next = end < people.Count && page.Count > 0 ? ListCursor.Of(people[end - 1], backward: false) : null;
        var previous = start > 0 && page.Count > 0 ? ListCursor.Of(people[start], backward: true) : null;
        if (next is not null && query.After is not null && http.Has(FaultKind.RepeatingCursor))
        {
            next = query.After;
        }

        var total = http.Has(FaultKind.ShrinkingTotal) ? Math.Max(0, people.Count - start) : people.Count;
        return Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var person in page)
            {
                WriteRow(writer, person, tenant, query);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("meta");
            writer.WriteNumber("total", total);
            writer.WriteStartObject("page");
            writer.WriteNumber("limit", query.Limit);
            writer.WriteString("nextCursor", next);
            writer.WriteString("prevCursor", previous);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("_links");
            WriteLink(writer, "self", http, null, null);
            if (next is not null)
            {
                WriteLink(writer, "next", http, "after", next);
            }

            if (previous is not null)
            {
                WriteLink(writer, "prev", http, "before", previous);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void WriteRow(Utf8JsonWriter writer, Person person, BambooHrTenant tenant, EmployeeListQuery query)
    {
        var restricted = new List<string>();
        writer.WriteStartObject();
        foreach (var field in query.Fields)
        {
            writer.WritePropertyName(field.Name);
            if (!EmployeeListQuery.CanRead(field, tenant))
            {
                restricted.Add(field.Name);
                writer.WriteNullValue();
            }
            else if (field.Write is { } write)
            {
                write(writer, person, tenant.Roster);
            }
            else
            {
                writer.WriteStringValue(field.Text(person, tenant.Roster));
            }
        }

        if (restricted.Count > 0 || !tenant.Switches.OmitEmptyRestrictedFields)
        {
            writer.WriteStartArray("_restrictedFields");
            foreach (var name in restricted)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter writer, string name, HttpContext http, string? direction, string? cursor)
    {
        var kept = http.Request.Query.Where(pair => cursor is null || pair.Key is not ("page[after]" or "page[before]")).SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? "")));
        var pairs = cursor is null ? kept : kept.Append(($"page[{direction}]", cursor));
        var query = string.Join('&', pairs.Select(pair => Uri.EscapeDataString(pair.Item1) + "=" + Uri.EscapeDataString(pair.Item2)));
        writer.WriteStartObject(name);
        writer.WriteString("href", Routes.Base(http) + "/v1/employees" + (query.Length == 0 ? "" : "?" + query));
        writer.WriteEndObject();
    }
}

/// <summary>The boundary person of a page; of no use once that person has changed or gone.</summary>
internal sealed record ListCursor(int Number, long Stamp, bool Backward)
{
    public static string Of(Person person, bool backward) =>
        Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(backward ? 'b' : 'a')}|{person.Number}|{person.LastModified.UtcTicks}")));

    public static ListCursor? Parse(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && System.Text.Encoding.ASCII.GetString(bytes, 0, length).Split('|') is [var direction, var number, var stamp]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            && long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new ListCursor(known, ticks, direction == "b")
            : null;
    }
}
