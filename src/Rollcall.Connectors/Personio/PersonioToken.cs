using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Personio;

/// <summary>The bearer token: the same for 24 hours (changelog “improved bearer token”), asked for again when it is refused.</summary>
internal sealed class PersonioToken(VendorCall call, Uri address, string clientId, string clientSecret, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private string? token;
    private DateTimeOffset until;

    /// <summary>A token that should still be valid.</summary>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (token is null || time.GetUtcNow() >= until)
        {
            await IssueAsync(cancellationToken);
        }

        return token!;
    }

    /// <summary>The token was refused: the next one is a new one.</summary>
    public void Forget() => token = null;

    /// <summary>POST /v1/auth, credentials in the body (developer.personio.de, reference/auth, 2026-09).</summary>
    private async Task IssueAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "v1/auth"));
        request.Options.Set(HrisHttp.IsRepeatable, true);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = JsonContent.Create(new Dictionary<string, string> { ["client_id"] = clientId, ["client_secret"] = clientSecret });
        using var response = await call.SendAsync(request, cancellationToken, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest);
        if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            throw new ConnectorException(new ConnectorFault(
                ConnectorFaultKind.Unauthorized, $"Personio refused the client ID or secret ({(int)response.StatusCode}).", "Enter a valid client ID and secret and test the connection.",
                (int)response.StatusCode, call.TraceOf(response)));
        }

        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            var data = document.RootElement.GetProperty("data");
            token = data.GetProperty("token").GetString() ?? throw new KeyNotFoundException();
            var seconds = data.TryGetProperty("expires_in", out var left) && left.TryGetInt32(out var number) ? number : 3600;
            until = time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Margin;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw call.Broken("answered a token request without a token", response, exception);
        }
    }
}
