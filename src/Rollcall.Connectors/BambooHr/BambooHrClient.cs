using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>BambooHR over HTTP: authentication, requests, JSON shapes. Knows nothing of mappings.</summary>
internal sealed class BambooHrClient(VendorCall call, Uri address, string apiKey)
{
    /// <summary>More fields in one request are refused (documentation.bamboohr.com, since 2023-01).</summary>
    public const int MaxFields = 400;

    private readonly AuthenticationHeaderValue authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{apiKey}:x")));

    /// <summary>GET /employees/0: the key is accepted, whatever it may see (documentation.bamboohr.com, getting started, 2026-09).</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        using var response = await call.SendAsync(Get("api/v1/employees/0"), cancellationToken, HttpStatusCode.NotFound);
    }

    /// <summary>GET /meta/fields and /meta/lists. Twins that are deprecated are left out; sub-fields keep their dotted id as key.</summary>
    public async Task<IReadOnlyList<BambooHrField>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var lists = await ReadListsAsync(cancellationToken);
        var fields = new Dictionary<string, BambooHrField>(StringComparer.Ordinal);
        using var response = await call.SendAsync(Get("api/v1/meta/fields"), cancellationToken);
        await foreach (var element in ElementsAsync(response, array: null, cancellationToken))
        {
            if (ReadField(element, lists) is { } field)
            {
                fields.TryAdd(field.Key, field);
            }
        }

        foreach (var unlisted in BambooHrField.Unlisted)
        {
            fields.TryAdd(unlisted.Key, unlisted);
        }

        return [.. fields.Values];
    }

    /// <summary>POST /reports/custom: everybody the key sees, active or not, in one unpaged answer; with ids, only those.</summary>
    public async IAsyncEnumerable<JsonElement> ReadReportAsync(
        IReadOnlyList<string> fields, IReadOnlyList<string>? ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await call.SendAsync(Report(fields, ids), cancellationToken);
        await foreach (var element in ElementsAsync(response, "employees", cancellationToken))
        {
            using var document = JsonDocument.Parse(element);
            yield return document.RootElement;
        }
    }

    /// <summary>GET /employees/{id}; null when there is nobody visible under it.</summary>
    public async Task<JsonDocument?> ReadOneAsync(string id, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var request = Get($"api/v1/employees/{Uri.EscapeDataString(id)}?fields={Uri.EscapeDataString(string.Join(',', fields))}&onlyCurrent=true");
        using var response = await call.SendAsync(request, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return null;
        }

        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw call.Broken("sent an answer that is no JSON", response, exception);
        }
    }

    /// <summary>GET /employees/changed: ids only. Deleted people are left out, a complete read finds out about them.</summary>
    public async Task<IReadOnlyList<string>> ReadChangedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var moment = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using var response = await call.SendAsync(Get($"api/v1/employees/changed?since={Uri.EscapeDataString(moment)}&type=all"), cancellationToken);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            if (!document.RootElement.TryGetProperty("employees", out var employees))
            {
                throw call.Broken("sent a list of changes without people", response);
            }

            // An empty map arrives as an empty list.
            return employees.ValueKind == JsonValueKind.Array
                ? []
                : [.. employees.EnumerateObject().Where(e => !IsDeleted(e.Value)).Select(e => e.Name).Order(StringComparer.Ordinal)];
        }
        catch (JsonException exception)
        {
            throw call.Broken("sent an answer that is no JSON", response, exception);
        }
    }

    private static bool IsDeleted(JsonElement change) =>
        change.ValueKind == JsonValueKind.Object && change.TryGetProperty("action", out var action)
        && action.ValueKind == JsonValueKind.String && string.Equals(action.GetString(), "Deleted", StringComparison.OrdinalIgnoreCase);

    private static BambooHrField? ReadField(ReadOnlyMemory<byte> element, Dictionary<string, (ValueList<SourceItem> Options, bool IsMultiple)> lists)
    {
        using var document = JsonDocument.Parse(element);
        var field = document.RootElement;
        if (field.ValueKind != JsonValueKind.Object || !field.TryGetProperty("id", out var idElement)
            || (field.TryGetProperty("deprecated", out var deprecated) && deprecated.ValueKind == JsonValueKind.True))
        {
            return null;
        }

        var id = idElement.ToString();
        var alias = TextOf(field, "alias");
        var isSubField = id.Contains('.', StringComparison.Ordinal);
        var (options, isMultiple) = lists.GetValueOrDefault(id, ([], false));
        return new BambooHrField(alias is null || isSubField ? id : alias, id, TextOf(field, "name") ?? id, TextOf(field, "type") ?? "text", options ?? [], isMultiple);
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Options by field id. A key whose user may not see lists still reads people.</summary>
    private async Task<Dictionary<string, (ValueList<SourceItem> Options, bool IsMultiple)>> ReadListsAsync(CancellationToken cancellationToken)
    {
        var lists = new Dictionary<string, (ValueList<SourceItem>, bool)>(StringComparer.Ordinal);
        using var response = await call.SendAsync(Get("api/v1/meta/lists"), cancellationToken, HttpStatusCode.Forbidden);
        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            return lists;
        }

        await foreach (var element in ElementsAsync(response, array: null, cancellationToken))
        {
            using var document = JsonDocument.Parse(element);
            var list = document.RootElement;
            if (list.TryGetProperty("fieldId", out var fieldId) && list.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Array)
            {
                var items = options.EnumerateArray().Where(o => TextOf(o, "name") is not null)
                    .Select(o => new SourceItem(o.TryGetProperty("id", out var id) ? id.ToString() : null, TextOf(o, "name")!)).ToValueList();
                lists[fieldId.ToString()] = (items, TextOf(list, "multiple") == "yes");
            }
        }

        return lists;
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ElementsAsync(
        HttpResponseMessage response, string? array, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var page = new JsonPage(stream, array);
        await using var elements = page.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await elements.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException)
            {
                throw call.Broken("sent an answer that ends in the middle or is no JSON", response, exception);
            }

            yield return elements.Current;
        }

        if (!page.HasArray)
        {
            throw call.Broken("sent an answer without the list that was asked for", response);
        }
    }

    private HttpRequestMessage Get(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private HttpRequestMessage Report(IReadOnlyList<string> fields, IReadOnlyList<string>? ids)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("title", "Rollcall");
            if (ids is not null)
            {
                json.WriteStartObject("filters");
                json.WriteStartArray("employeeIds");
                foreach (var id in ids)
                {
                    json.WriteStringValue(id);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteStartArray("fields");
            foreach (var field in fields)
            {
                json.WriteStringValue(field);
            }

            json.WriteEndArray();
            json.WriteString("filterDuplicates", "yes");
            json.WriteEndObject();
        }

        var request = Get("api/v1/reports/custom?format=JSON&onlyCurrent=true");
        request.Method = HttpMethod.Post;
        request.Options.Set(HrisHttp.IsRepeatable, true);
        request.Content = new ByteArrayContent(body.ToArray());

        // Exactly this: with a charset behind it the body is read as XML (official specification, 2026-04).
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }
}
