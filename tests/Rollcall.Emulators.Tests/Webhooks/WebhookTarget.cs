using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollcall.Emulators.Tests.Support;

namespace Rollcall.Emulators.Tests.Webhooks;

/// <summary>One request a webhook target got.</summary>
internal sealed record Delivered(byte[] Raw, IReadOnlyDictionary<string, string> Headers)
{
    public string Body => Encoding.UTF8.GetString(Raw);

    public JsonNode Json => JsonNode.Parse(Raw)!;
}

/// <summary>A target on loopback that keeps what it gets and answers as it is told, else with <see cref="Status"/>.</summary>
internal sealed class WebhookTarget : IAsyncDisposable
{
    private readonly ConcurrentQueue<Delivered> _received = new();
    private readonly WebApplication _app;
    private int _count;

    private WebhookTarget(WebApplication app) => _app = app;

    /// <summary>Answers of the next requests, first one first.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public int Status { get; set; } = 200;

    public string Url => _app.Urls.First() + "/hook";

    public int Received => _count;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WebhookTarget> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var target = new WebhookTarget(builder.Build());
        target._app.Urls.Add("http://127.0.0.1:0");
        target._app.MapPost("/hook", target.ReceiveAsync);
        await target._app.StartAsync(Token);
        return target;
    }

    public async Task<Delivered> NextAsync() =>
        (await Eventually.SeeAsync("a delivery", () => Task.FromResult(_received.TryDequeue(out var delivered) ? delivered : null), delivered => delivered is not null))!;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Interlocked.Increment(ref _count);
        http.Response.StatusCode = Answers.TryDequeue(out var status) ? status : Status;
        _received.Enqueue(new Delivered(body.ToArray(), http.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
    }
}
