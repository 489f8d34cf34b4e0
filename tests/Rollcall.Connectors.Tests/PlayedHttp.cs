using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Rollcall.Connectors.Tests;

/// <summary>Answers requests from a script and keeps them. A request nobody scripted fails the test.</summary>
internal sealed class PlayedHttp : HttpMessageHandler
{
    private readonly List<(string Method, string Address, Func<PlayedRequest, HttpResponseMessage> Answer)> script = [];

    public List<PlayedRequest> Requests { get; } = [];

    public HttpClient Client => new(this, disposeHandler: false);

    /// <summary>Answers every request whose address contains <paramref name="address"/>; what was scripted last counts.</summary>
    public PlayedHttp On(string method, string address, Func<PlayedRequest, HttpResponseMessage> answer)
    {
        script.Insert(0, (method, address, answer));
        return this;
    }

    public PlayedHttp On(string method, string address, string json) => On(method, address, _ => Json(json));

    public PlayedHttp On(string method, string address, HttpStatusCode status, string? errorHeader = null) => On(method, address, _ => Empty(status, errorHeader));

    public static HttpResponseMessage Json(string json)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return response;
    }

    /// <summary>An empty body, as BambooHR and others send with a refusal.</summary>
    public static HttpResponseMessage Empty(HttpStatusCode status, string? errorHeader = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "text/html; charset=UTF-8");
        if (errorHeader is not null)
        {
            response.Headers.TryAddWithoutValidation("X-BambooHR-Error-Message", errorHeader);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var played = new PlayedRequest(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Headers.Accept.ToString(),
            request.Content?.Headers.NonValidated["Content-Type"].ToString(),
            body);
        Requests.Add(played);
        foreach (var (method, address, answer) in script)
        {
            if (method == played.Method && played.Address.AbsoluteUri.Contains(address, StringComparison.Ordinal))
            {
                return answer(played);
            }
        }

        throw new InvalidOperationException($"Nobody scripted {played.Method} {played.Address}.");
    }
}

/// <summary>One request as it was sent.</summary>
internal sealed record PlayedRequest(string Method, Uri Address, string? Authorization, string? Accept, string? ContentType, string? Body)
{
    public JsonNode Json => JsonNode.Parse(Body!)!;

    public List<string> Names(string array) => [.. Json[array]!.AsArray().Select(n => n!.GetValue<string>())];
}
