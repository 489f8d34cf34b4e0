using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>Pages of version 2: <c>_data</c>, and links to this page and the next in <c>_meta</c>.</summary>
internal static class Lists
{
    /// <summary>Writes a page of <paramref name="items"/>, which come in the order of their ids and begin after the cursor's.</summary>
    public static Task AnswerAsync<T>(HttpContext http, PersonioTenant tenant, Paging paging, IEnumerable<T> items, Func<T, long> id, Action<Utf8JsonWriter, T> write)
    {
        var rows = items.Take(paging.Limit + 1).ToList();
        var hasMore = rows.Count > paging.Limit;
        if (hasMore)
        {
            rows.RemoveAt(paging.Limit);
        }

        var next = !hasMore ? null
            : http.Has(FaultKind.RepeatingCursor) && paging.Cursor is { } same ? same
            : paging.CursorAfter(id(rows[^1]));
        if (http.Has(FaultKind.DuplicateRows) && paging.Cursor is not null && rows.Count > 0)
        {
            rows.Add(rows[0]);
        }

        return Json.AnswerAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("_data");
            foreach (var row in rows)
            {
                write(json, row);
            }

            json.WriteEndArray();
            json.WriteStartObject("_meta");
            json.WriteStartObject("links");
            var address = tenant.Switches.NextLink == PersonioNextLink.Relative ? "" : PersonioTenant.AddressOf(http.Request);
            var path = address + http.Request.PathBase + http.Request.Path;
            WriteLink(json, "self", path + http.Request.QueryString);
            if (next is not null)
            {
                WriteLink(json, "next", path + QueryString.Create(Query(tenant, paging, next)));
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public static void WriteLink(Utf8JsonWriter json, string name, string href)
    {
        json.WriteStartObject(name);
        json.WriteString("href", href);
        json.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Query(PersonioTenant tenant, Paging paging, string next)
    {
        yield return new("cursor", next);
        if (tenant.Switches.NextLink == PersonioNextLink.WithFilters)
        {
            yield return new("limit", paging.Limit.ToString(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var filter in paging.Filters)
            {
                yield return new(filter.Key, filter.Value);
            }
        }
    }
}
