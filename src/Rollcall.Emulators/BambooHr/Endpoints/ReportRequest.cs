using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>
/// What a custom report is asked for. Only the exact content type <c>application/json</c> is read as JSON; anything else, a charset
/// added to it included, is read as XML.
/// </summary>
internal sealed record ReportRequest(string Title, IReadOnlyList<string> Fields, FrozenSet<string>? EmployeeIds, DateTimeOffset? ChangedSince)
{
    public static async Task<(ReportRequest? Request, string? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        if (request.ContentType != "application/json")
        {
            try
            {
                return (OfXml(XDocument.Parse(text)), null);
            }
            catch (XmlException)
            {
                return (null, "Malformed XML");
            }
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? (OfJson(document.RootElement), null) : (null, "Malformed JSON");
        }
        catch (JsonException)
        {
            return (null, "Malformed JSON");
        }
    }

    private static ReportRequest OfJson(JsonElement body)
    {
        var title = body.TryGetProperty("title", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        List<string> fields = body.TryGetProperty("fields", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(Word)]
            : [];
        FrozenSet<string>? ids = null;
        DateTimeOffset? since = null;
        if (body.TryGetProperty("filters", out var filters) && filters.ValueKind == JsonValueKind.Object)
        {
            if (filters.TryGetProperty("employeeIds", out var wanted) && wanted.ValueKind == JsonValueKind.Array)
            {
                ids = wanted.EnumerateArray().Select(Word).ToFrozenSet(StringComparer.Ordinal);
            }

            if (filters.TryGetProperty("lastChanged", out var changed) && changed.ValueKind == JsonValueKind.Object && changed.TryGetProperty("value", out var value))
            {
                since = Instant(value.GetString());
            }
        }

        return new ReportRequest(title, fields, ids, since);
    }

    private static ReportRequest OfXml(XDocument document)
    {
        var root = document.Root!;
        var filters = root.Element("filters");
        return new ReportRequest(
            root.Element("title")?.Value ?? "",
            [.. root.Element("fields")?.Elements("field").Select(field => (string?)field.Attribute("id") ?? "") ?? []],
            filters?.Element("employeeIds")?.Elements("employeeId").Select(id => id.Value).ToFrozenSet(StringComparer.Ordinal),
            Instant(filters?.Element("lastChanged")?.Value));
    }

    private static string Word(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
