using System.Diagnostics.Metrics;
using Rollcall.Core.Runs;

namespace Rollcall.Webhooks;

/// <summary>Counts what comes through webhooks.</summary>
internal static class WebhookTelemetry
{
    private static readonly Counter<long> s_deliveries = RunTelemetry.Meter.CreateCounter<long>("rollcall.webhook.deliveries", "{delivery}", "Deliveries of HR systems, by outcome.");

    /// <param name="outcome">What became of it.</param>
    /// <param name="provider">Whose; null when its address is none.</param>
    public static void Received(string outcome, string? provider = null) =>
        s_deliveries.Add(1, new("rollcall.outcome", outcome), new("rollcall.provider", provider ?? "none"));
}
