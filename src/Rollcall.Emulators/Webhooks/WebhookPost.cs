using System.Net.Http.Headers;

namespace Rollcall.Emulators.Webhooks;

/// <summary>Posts to webhook targets, and waits so long for an answer.</summary>
internal sealed class WebhookPost(TimeSpan patience) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });

    /// <summary>The status of the answer, or null when there was none in time.</summary>
    /// <exception cref="OperationCanceledException">The emulator is being stopped.</exception>
    public async Task<int?> SendAsync(Uri url, byte[] body, string contentType, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in headers)
        {
            // Verbatim: a token of the customer need not be a well-formed credential.
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // The target is a real one, on real time, whatever clock the company lives by.
        using var late = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
