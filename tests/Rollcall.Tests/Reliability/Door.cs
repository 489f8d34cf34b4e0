using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rollcall.Tests.Reliability;

/// <summary>One address before several nodes, as a load balancer is: a delivery goes to one of them, and to another one when that is gone.</summary>
internal sealed class Door : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<Uri, bool> nodes = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private int taken;
    private int turnedAway;
    private int passedOn;
    private int turn;

    private Door(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Deliveries that a node answered with success.</summary>
    public int Taken => taken;

    /// <summary>Deliveries that no node took: the vendor has to come again.</summary>
    public int TurnedAway => turnedAway;

    /// <summary>Deliveries that a second node was asked to take, because the first one was gone or died over them.</summary>
    public int PassedOn => passedOn;

    public static async Task<Door> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var door = new Door(builder.Build());
        door.app.Map("/{**path}", door.PassAsync);
        await door.app.StartAsync(TestContext.Current.CancellationToken);
        return door;
    }

    public void Add(Uri node) => nodes[node] = true;

    public void Remove(Uri node) => nodes.TryRemove(node, out _);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var began = TimeProvider.System.GetTimestamp();
        var attempts = 0;
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            var first = Interlocked.Increment(ref turn);
            var all = nodes.Keys.Order(Comparer<Uri>.Create((a, b) => a.Port.CompareTo(b.Port))).ToList();
            foreach (var node in all.Skip(first % Math.Max(1, all.Count)).Concat(all.Take(first % Math.Max(1, all.Count))))
            {
                if (attempts++ == 1)
                {
                    Interlocked.Increment(ref passedOn);
                }

                if (await TryAsync(context, node, body.ToArray()) is { } status and < 500)
                {
                    Interlocked.Increment(ref status < 300 ? ref taken : ref turnedAway);
                    context.Response.StatusCode = status;
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, context.RequestAborted);
        }

        Interlocked.Increment(ref turnedAway);
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    /// <summary>Null when the node is not there, or dies before it has answered.</summary>
    private async Task<int?> TryAsync(HttpContext context, Uri node, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(node, context.Request.Path + context.Request.QueryString));
        request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in context.Request.Headers.Where(h => h.Key is not ("Host" or "Content-Length" or "Transfer-Encoding" or "Connection")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        try
        {
            using var answer = await http.SendAsync(request, context.RequestAborted);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
