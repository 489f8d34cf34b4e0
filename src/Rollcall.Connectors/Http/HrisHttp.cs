using System.Globalization;
using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace Rollcall.Connectors.Http;

/// <summary>The one way out to an HRIS: no cookies, no redirects (credentials never follow a link to another host),
/// nowhere that an HR system cannot be, patient retries.</summary>
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
            ConnectCallback = AddressGuard.ConnectAsync,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 4,
            MaxResponseHeadersLength = 64,

            // Its own spans would name whole addresses, and vendors have no use for our trace ids.
            ActivityHeadersPropagator = null,
        };
#pragma warning disable RS0030 // The one place where a client is made by hand: its handler is this pipeline.
        return new HttpClient(new StallGuard(time, LongestPause) { InnerHandler = new ResilienceHandler(pipeline) { InnerHandler = new MeasuredCalls { InnerHandler = new AddressGuard { InnerHandler = sockets } } } }, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
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
            OnRetry = arguments =>
            {
                if (arguments.Outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests })
                {
                    MeasuredCalls.Waited(arguments.RetryDelay, "asked");
                }

                return default;
            },
            DelayGenerator = arguments => new ValueTask<TimeSpan?>(WaitAskedFor(arguments.Outcome.Result, time)),
        };
        var transient = options.ShouldHandle;
        options.ShouldHandle = async arguments =>
            await transient(arguments) && IsSafe(arguments.Context.GetRequestMessage()) && !(WaitAskedFor(arguments.Outcome.Result, time) > LongestWait);
        return options;
    }

    private static bool IsSafe(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || (request.Options.TryGetValue(IsRepeatable, out var repeatable) && repeatable));

    /// <summary>How long the vendor says to wait; null when it says nothing, zero when the moment is past.</summary>
    private static TimeSpan? WaitAskedFor(HttpResponseMessage? response, TimeProvider time)
    {
        var moment = response?.Headers.RetryAfter?.Date ?? WindowEnd(response);
        var wait = response?.Headers.RetryAfter?.Delta ?? moment - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Vendors that send no Retry-After say when the window of their limit ends: Unix seconds (HiBob, docs/rate-limit, 2026).</summary>
    private static DateTimeOffset? WindowEnd(HttpResponseMessage? response) =>
        response is { StatusCode: HttpStatusCode.TooManyRequests }
        && response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 1_000_000_000 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
