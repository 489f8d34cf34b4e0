using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Rollcall.Core.Runs;

namespace Rollcall.Connectors.Http;

/// <summary>Each call to a vendor as a span and in counts, by host alone: paths and queries name people.</summary>
internal sealed class MeasuredCalls : DelegatingHandler
{
    private static readonly Counter<long> s_calls = RunTelemetry.Meter.CreateCounter<long>("rollcall.vendor.calls", "{call}", "Calls to HR systems, each attempt, by class of status.");
    private static readonly Histogram<double> s_waits = RunTelemetry.Meter.CreateHistogram<double>("rollcall.vendor.wait.duration", "s", "Waits to keep a vendor's limit: of our own pace, or asked for.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] });

    /// <summary>A wait that a limit makes.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="reason"><c>pace</c> of our own, or <c>asked</c> by the vendor.</param>
    public static void Waited(TimeSpan wait, string reason) => s_waits.Record(wait.TotalSeconds, new KeyValuePair<string, object?>("rollcall.reason", reason));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri?.Host;
        using var span = RunTelemetry.Source.StartActivity($"{request.Method} vendor", ActivityKind.Client);
        span?.SetTag("http.request.method", request.Method.Method);
        span?.SetTag("server.address", host);
        var status = "none";
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode / 100}xx");
            span?.SetTag("http.response.status_code", (int)response.StatusCode);
            return response;
        }
        finally
        {
            if (status is not ("2xx" or "3xx"))
            {
                span?.SetStatus(ActivityStatusCode.Error);
            }

            s_calls.Add(1, new("server.address", host), new("rollcall.status", status));
        }
    }
}
