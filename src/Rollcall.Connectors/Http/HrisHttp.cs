using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace Rollcall.Connectors.Http;

/// <summary>The one way out to an HRIS: no cookies, no redirects (credentials never follow a link to another host), patient retries.</summary>
public static class HrisHttp
{
    /// <summary>A vendor that asks for a longer wait is left alone until the next run.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>How long a body may stand still.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Set on a POST that only asks a question and may therefore be repeated.</summary>
    internal static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("rollcall.repeatable");

    /// <param name="time">The clock of waits between attempts.</param>
    /// <param name="firstWait">The first wait; each next one doubles, unless the vendor says how long. Default one second.</param>
    public static HttpClient CreateClient(TimeProvider time, TimeSpan? firstWait = null)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(Retries(time, firstWait ?? TimeSpan.FromSeconds(1)))
            .AddTimeout(TimeSpan.FromSeconds(120))
            .Build();
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 4,
            MaxResponseHeadersLength = 64,
        };
#pragma warning disable RS0030 // The one place where a client is made by hand: its handler is this pipeline.
        return new HttpClient(new StallGuard(time, LongestPause) { InnerHandler = new ResilienceHandler(pipeline) { InnerHandler = sockets } }, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retries(TimeProvider time, TimeSpan firstWait)
    {
        var options = new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 4,
            Delay = firstWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = TimeSpan.FromSeconds(60),
            ShouldRetryAfterHeader = true,
        };
        var transient = options.ShouldHandle;
        options.ShouldHandle = async arguments =>
            await transient(arguments) && IsSafe(arguments.Context.GetRequestMessage()) && WaitAskedFor(arguments.Outcome.Result, time) <= LongestWait;
        return options;
    }

    private static bool IsSafe(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || (request.Options.TryGetValue(IsRepeatable, out var repeatable) && repeatable));

    private static TimeSpan WaitAskedFor(HttpResponseMessage? response, TimeProvider time) => response?.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } moment } => moment - time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };
}
