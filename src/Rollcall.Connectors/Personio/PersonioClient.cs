using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Personio;

/// <summary>Which people to ask for.</summary>
internal sealed record PersonioQuery(IReadOnlyList<string> Attributes, string? UpdatedSince);

/// <summary>Personio over HTTP: token, paging, envelope. Knows nothing of mappings.</summary>
internal sealed class PersonioClient(VendorCall call, Uri address, PersonioToken token, RequestPace pace)
{
    /// <summary>The documented maximum since 2025-01-31.</summary>
    private const int PageSize = 100;

    /// <summary>GET /v1/company/employees/attributes; null when the credential may not list them (customer reports of 403).</summary>
    public async Task<JsonDocument?> ReadAttributesAsync(CancellationToken cancellationToken)
    {
        using var response = await GetAsync("v1/company/employees/attributes", cancellationToken, HttpStatusCode.Forbidden);
        return response.StatusCode == HttpStatusCode.Forbidden ? null : await ParseAsync(response, cancellationToken);
    }

    /// <summary>GET /v1/company/employees/{id}; null when there is nobody visible under it.</summary>
    public async Task<JsonDocument?> ReadOneAsync(string id, IReadOnlyList<string> attributes, CancellationToken cancellationToken)
    {
        using var response = await GetAsync($"v1/company/employees/{Uri.EscapeDataString(id)}{Projection('?', attributes)}", cancellationToken, HttpStatusCode.NotFound);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ParseAsync(response, cancellationToken);
    }

    /// <summary>How many people there are, by asking for one.</summary>
    public async Task<int?> CountAsync(CancellationToken cancellationToken)
    {
        using var response = await GetAsync("v1/company/employees?limit=1&offset=0", cancellationToken);
        using var document = await ParseAsync(response, cancellationToken);
        return TotalOf(document.RootElement.TryGetProperty("metadata", out var metadata) ? metadata : default);
    }

    /// <summary>GET /v1/company/employees, page by page; the next page is asked for while this one is parsed.</summary>
    /// <param name="query">What to ask for.</param>
    /// <param name="read">Reads one employee as a whole; the bytes are valid during the call only.</param>
    /// <param name="notes">What is odd about the answers.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<T> ReadAsync<T>(PersonioQuery query, Func<ReadOnlyMemory<byte>, T> read, ReadNotes notes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var offset = 0;
        var next = PageAsync(query, offset, cancellationToken);
        int? total = null;
        var came = 0;
        try
        {
            while (next is not null)
            {
                using var response = await next;
                next = total > offset + PageSize ? PageAsync(query, offset + PageSize, cancellationToken) : null;
                var rows = 0;
                var page = new JsonPage(await response.Content.ReadAsStreamAsync(cancellationToken), "data");
                await foreach (var element in ElementsAsync(page, read, response, cancellationToken))
                {
                    rows++;
                    yield return element;
                }

                var now = Check(page, response);
                if (now < total)
                {
                    notes.MarkUnproven("the total shrank between pages");
                }

                total = now ?? total;
                came += rows;
                offset += PageSize;
                if (rows == 0 || (total is not null && offset >= total))
                {
                    break;
                }

                next ??= PageAsync(query, offset, cancellationToken);
            }

            if (came < total)
            {
                notes.MarkUnproven("fewer people came than were announced");
            }
        }
        finally
        {
            await DropAsync(next);
        }
    }

    /// <summary>A page that was asked for ahead and is not wanted any more.</summary>
    private static async Task DropAsync(Task<HttpResponseMessage>? page)
    {
        if (page is not { IsCompleted: false })
        {
            return;
        }

        try
        {
            (await page).Dispose();
        }
        catch (Exception exception) when (exception is ConnectorException or OperationCanceledException)
        {
            // Nobody waits for this answer any more.
        }
    }

    private static string Projection(char first, IReadOnlyList<string> attributes) =>
        attributes.Count == 0 ? "" : first + string.Join('&', attributes.Select(a => $"attributes[]={Uri.EscapeDataString(a)}"));

    private static int? TotalOf(JsonElement metadata) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty("total_elements", out var total)
            ? total.ValueKind switch
            {
                JsonValueKind.Number when total.TryGetInt32(out var number) => number,
                JsonValueKind.String when int.TryParse(total.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                _ => null,
            }
            : null;

    private Task<HttpResponseMessage> PageAsync(PersonioQuery query, int offset, CancellationToken cancellationToken)
    {
        var since = query.UpdatedSince is null ? "" : $"&updated_since={Uri.EscapeDataString(query.UpdatedSince)}";
        return GetAsync(string.Create(CultureInfo.InvariantCulture, $"v1/company/employees?limit={PageSize}&offset={offset}{since}{Projection('&', query.Attributes)}"), cancellationToken);
    }

    private async IAsyncEnumerable<T> ElementsAsync<T>(JsonPage page, Func<ReadOnlyMemory<byte>, T> read, HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var elements = page.ReadAsync(read, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await elements.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException)
            {
                throw call.Broken("sent a page that ends in the middle or is no JSON", response, exception);
            }

            yield return elements.Current;
        }
    }

    /// <summary>The envelope: a failure with status 200 says success: false.</summary>
    private int? Check(JsonPage page, HttpResponseMessage response)
    {
        if (page.Envelope.TryGetValue("success", out var success) && success.AsSpan().SequenceEqual("false"u8))
        {
            throw call.Broken("answered with “success: false”", response);
        }

        if (!page.HasArray)
        {
            throw call.Broken("sent a page without people", response);
        }

        if (!page.Envelope.TryGetValue("metadata", out var metadata))
        {
            return null;
        }

        using var document = JsonDocument.Parse(metadata);
        return TotalOf(document.RootElement);
    }

    /// <summary>Sends with the token; a refused token is renewed once. Both 401 and 403 are seen for a token that is no longer valid.</summary>
    private async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken, params HttpStatusCode[] alsoTake)
    {
        for (var attempt = 1; ; attempt++)
        {
            await pace.WaitAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token.GetAsync(cancellationToken));
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Add("X-Personio-App-ID", "ROLLCALL");
            HttpStatusCode[] take = attempt == 1 ? [.. alsoTake, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden] : alsoTake;
            var response = await call.SendAsync(request, cancellationToken, take);
            if (attempt > 1 || response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                return response;
            }

            response.Dispose();
            token.Forget();
        }
    }

    private async Task<JsonDocument> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            var isGood = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("data", out _)
                && (!document.RootElement.TryGetProperty("success", out var success) || success.ValueKind != JsonValueKind.False);
            if (!isGood)
            {
                document.Dispose();
                throw call.Broken("answered without data", response);
            }

            return document;
        }
        catch (JsonException exception)
        {
            throw call.Broken("sent an answer that is no JSON", response, exception);
        }
    }
}
