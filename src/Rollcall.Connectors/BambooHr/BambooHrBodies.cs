using System.Globalization;
using System.Text.Json;

namespace Rollcall.Connectors.BambooHr;

/// <summary>The questions that BambooHR takes as a body.</summary>
internal static class BambooHrBodies
{
    /// <summary>A custom report of everybody, or of those with the ids. The id of each is always among the columns.</summary>
    public static byte[] Report(IEnumerable<string> fields, IReadOnlyCollection<string>? ids) => Json(json =>
    {
        json.WriteString("title", "Rollcall");
        if (ids is not null)
        {
            json.WriteStartObject("filters");
            WriteIds(json, ids);
            json.WriteEndObject();
        }

        WriteNames(json, fields.Prepend("id").Distinct(StringComparer.Ordinal));
        json.WriteString("filterDuplicates", "yes");
    });

    /// <summary>A custom report of nobody: its list of columns says which fields may be read.</summary>
    public static byte[] ColumnsOnly(IEnumerable<string> fields) => Json(json =>
    {
        json.WriteString("title", "Rollcall");
        json.WriteStartObject("filters");
        json.WriteStartObject("lastChanged");
        json.WriteString("includeNull", "no");
        json.WriteString("value", "2100-01-01T00:00:00Z");
        json.WriteEndObject();
        json.WriteEndObject();
        WriteNames(json, fields);
    });

    /// <summary>One page of the employee dataset. The order is undefined unless asked for.</summary>
    public static byte[] Dataset(IEnumerable<string> fields, int page, int pageSize) => Json(json =>
    {
        WriteNames(json, fields.Prepend("eeid").Distinct(StringComparer.Ordinal));
        json.WriteString("orderBy", "eeid asc");
        json.WriteNumber("page", page);
        json.WriteNumber("pageSize", pageSize);
    });

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartArray("fields");
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WriteIds(Utf8JsonWriter json, IReadOnlyCollection<string> ids)
    {
        json.WriteStartArray("employeeIds");
        foreach (var id in ids)
        {
            json.WriteNumberValue(long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
