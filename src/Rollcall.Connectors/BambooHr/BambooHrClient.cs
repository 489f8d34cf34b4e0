using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>BambooHR over HTTP: authentication, requests, statuses. Every request says that it wants JSON: XML is the default.</summary>
internal sealed class BambooHrClient(VendorCall call, Uri address, string apiKey)
{
    private const int DatasetFieldsPerPage = 1000;
    private const int MaxSmallAnswer = 64 * 1024 * 1024;

    // Without the dataset (403), invisible to the key (404), or not of this account (422).
    private static readonly HttpStatusCode[] NoDataset = [HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity];

    // Not permitted (403), or no longer there (404, 410): reports are deprecated without a date (past changes, 2026-08).
    private static readonly HttpStatusCode[] NoReports = [HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Gone];

    private readonly AuthenticationHeaderValue authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(apiKey + ":x")));

    /// <summary>GET employees/0, the key's own user, which needs no right on any field: a refusal here is about the key, unless it says
    /// that the user may not see themselves.</summary>
    /// <returns>Whether the key was accepted; false when BambooHR denies everything. A wrong key is a fault.</returns>
    public async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        using var response = await call.SendAsync(Get("v1/employees/0"), cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        return response.StatusCode != HttpStatusCode.Forbidden || IsAboutThisEmployee(response);
    }

    public async Task<List<ListedField>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        using var answer = new JsonAnswer(call, await call.SendAsync(Get("v1/meta/fields"), cancellationToken), array: null);
        return await ListAsync(answer, BambooHrMetadata.Field, cancellationToken);
    }

    /// <summary>GET meta/lists; none when the key's user may not see the fields' options.</summary>
    public async Task<List<ListedOptions>> ReadListsAsync(CancellationToken cancellationToken)
    {
        var response = await call.SendAsync(Get("v1/meta/lists"), cancellationToken, HttpStatusCode.Forbidden);
        using var answer = new JsonAnswer(call, response, array: null);
        return response.StatusCode == HttpStatusCode.Forbidden ? [] : await ListAsync(answer, BambooHrMetadata.Options, cancellationToken);
    }

    /// <summary>The fields of the employee dataset; none when the key's user may not use datasets.</summary>
    public async Task<List<DatasetField>> ReadDatasetFieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new List<DatasetField>();
        for (var page = 1; ; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"v1_2/datasets/employee/fields?page={page}&page_size={DatasetFieldsPerPage}");
            var response = await call.SendAsync(Get(path), cancellationToken, NoDataset);
            using var answer = new JsonAnswer(call, response, "fields");
            if (Array.IndexOf(NoDataset, response.StatusCode) >= 0)
            {
                return [];
            }

            var known = fields.Count;
            fields.AddRange(await ListAsync(answer, BambooHrMetadata.DatasetField, cancellationToken));

            // A page number beyond the last is answered with the last page, so a page that is full must bring something new.
            if (fields.Count - known < DatasetFieldsPerPage)
            {
                return fields;
            }

            if (fields.DistinctBy(f => f.Name).Count() < fields.Count)
            {
                throw answer.Broken("sent the same page of dataset fields twice");
            }
        }
    }

    /// <summary>POST reports/custom; null when the key's user may run no reports.</summary>
    /// <param name="body">From <see cref="BambooHrBodies"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<JsonAnswer?> OpenReportAsync(byte[] body, CancellationToken cancellationToken)
    {
        var response = await call.SendAsync(Post("v1/reports/custom?format=JSON&onlyCurrent=true", body), cancellationToken, NoReports);
        if (Array.IndexOf(NoReports, response.StatusCode) < 0)
        {
            return new JsonAnswer(call, response, "employees");
        }

        response.Dispose();
        return null;
    }

    /// <summary>POST datasets/employee/data, version 2.</summary>
    public async Task<JsonAnswer> OpenDatasetAsync(byte[] body, CancellationToken cancellationToken) =>
        new(call, await call.SendAsync(Post("v2/datasets/employee/data", body), cancellationToken), "data");

    /// <summary>GET employees/{id}: one object; null when nobody is visible under the id.</summary>
    public async Task<byte[]?> ReadOneAsync(string id, IEnumerable<string> fields, CancellationToken cancellationToken)
    {
        var path = $"v1/employees/{Uri.EscapeDataString(id)}?fields={Uri.EscapeDataString(string.Join(',', fields))}&onlyCurrent=true";
        using var response = await call.SendAsync(Get(path), cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        if (response.StatusCode == HttpStatusCode.NotFound || (response.StatusCode == HttpStatusCode.Forbidden && IsAboutThisEmployee(response)))
        {
            return null;
        }

        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new ConnectorException(Forbidden(call.TraceOf(response)));
        }

        return await BytesAsync(response, cancellationToken);
    }

    /// <summary>GET employees/changed: the ids of those inserted or updated. Deleted ones are left out: a complete read finds out about them.</summary>
    public async Task<List<string>> ReadChangedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        // A plus sign in an offset would arrive as a space, so the time is written with Z.
        var moment = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        using var response = await call.SendAsync(Get($"v1/employees/changed?since={Uri.EscapeDataString(moment)}&type=all"), cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(await BytesAsync(response, cancellationToken));
            var employees = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("employees", out var found) ? found : default;
            return employees.ValueKind switch
            {
                // An empty map may arrive as an empty list.
                JsonValueKind.Array when employees.GetArrayLength() == 0 => [],
                JsonValueKind.Object => [.. employees.EnumerateObject().Where(e => !IsDeleted(e.Value)).Select(e => e.Name).Order(StringComparer.Ordinal)],
                _ => throw call.Broken("sent a list of changes that names nobody", response),
            };
        }
        catch (JsonException exception)
        {
            throw call.Broken("sent an answer that is no JSON", response, exception);
        }
    }

    public static ConnectorFault Forbidden(string? traceId) => new(
        ConnectorFaultKind.Forbidden,
        "BambooHR lets this API key run neither reports nor dataset queries (403).",
        BambooHrAccess.Reports + " If the key worked before: BambooHR shuts a whole company's API for a while after many requests with unknown keys.",
        403,
        traceId);

    private static async Task<List<T>> ListAsync<T>(JsonAnswer answer, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var list = new List<T>();
        await foreach (var item in answer.ElementsAsync(read, cancellationToken))
        {
            if (item is not null)
            {
                list.Add(item);
            }
        }

        return list;
    }

    private static bool IsDeleted(JsonElement change) => string.Equals(BambooHrMetadata.Word(change, "action"), "Deleted", StringComparison.OrdinalIgnoreCase);

    /// <summary>“Insufficient Permissions to view this employee”; any other refusal is about the key or the company (documents of 2026-09).</summary>
    private static bool IsAboutThisEmployee(HttpResponseMessage response) =>
        (response.Headers.TryGetValues("X-BambooHR-Error-Message", out var messages) || response.Headers.TryGetValues("X-BambooHR-Message", out messages))
        && messages.Any(m => m.Contains("this employee", StringComparison.OrdinalIgnoreCase));

    private async Task<byte[]> BytesAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxSmallAnswer, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ConnectorException(
                new ConnectorFault(ConnectorFaultKind.Unavailable, "BambooHR's answer broke off.", "It is tried again at the next run.", (int)response.StatusCode, call.TraceOf(response)),
                exception);
        }
    }

    private HttpRequestMessage Get(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "api/" + path));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private HttpRequestMessage Post(string path, byte[] body)
    {
        var request = Get(path);
        request.Method = HttpMethod.Post;
        request.Options.Set(HrisHttp.IsRepeatable, true);
        request.Content = new ByteArrayContent(body);

        // Exactly this: with a charset behind it the body is read as XML (official document of 2026-04).
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }
}
