using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollcall.Subscriptions;

namespace Rollcall.Tests.Subscriptions;

/// <summary>What came to the consumer.</summary>
internal sealed record Received(string Id, DateTimeOffset Timestamp, string Signature, byte[] Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public IReadOnlyList<JsonElement> Changes => [.. Json.GetProperty("data").GetProperty("changes").EnumerateArray()];

    /// <summary>Whether it is signed with this secret, by one signature of those it carries.</summary>
    public bool IsSignedWith(string secret) => Signature.Split(' ').Contains(StandardWebhook.Sign([secret], Id, Timestamp, Body));

    public override string ToString() => Id;
}

/// <summary>Another program, on a free port of this machine, that takes what it is told to take.</summary>
internal sealed class Consumer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> all = [];
    private readonly CancellationTokenSource closing = new();
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>Everything that came, taken or not.</summary>
    public IReadOnlyList<Received> All => [.. all];

    /// <summary>The status of an answer; null to never answer.</summary>
    public Func<Received, int?> Answer { get; set; } = _ => 204;

    /// <summary>What was taken, each delivery once, in the order of its first coming.</summary>
    public ConcurrentQueue<Received> Taken { get; } = [];

    /// <summary>Places of the change log that were taken.</summary>
    public IReadOnlyList<long> Cursors => [.. Taken.DistinctBy(t => t.Id).SelectMany(t => t.Changes).Select(c => c.GetProperty("cursor").GetInt64())];

    /// <param name="port">0 for a free one.</param>
    public static async Task<Consumer> StartAsync(int port = 0)
    {
        var consumer = new Consumer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        consumer.app = builder.Build();
        consumer.app.MapPost("/hook", consumer.TakeAsync);
        await consumer.app.StartAsync(TestContext.Current.CancellationToken);
        consumer.Address = new Uri(new Uri(consumer.app.Urls.Single()), "/hook");
        return consumer;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var headers = http.Request.Headers;
        var seconds = long.Parse(headers[StandardWebhook.TimestampHeader].ToString(), CultureInfo.InvariantCulture);
        var received = new Received(headers[StandardWebhook.IdHeader].ToString(), DateTimeOffset.FromUnixTimeSeconds(seconds), headers[StandardWebhook.SignatureHeader].ToString(), body.ToArray());
        all.Enqueue(received);
        if (Answer(received) is not { } status)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, closing.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (status is >= 200 and < 300)
        {
            Taken.Enqueue(received);
        }

        http.Response.StatusCode = status;
        if (status is 307)
        {
            http.Response.Headers.Location = "/hook";
        }
    }
}
