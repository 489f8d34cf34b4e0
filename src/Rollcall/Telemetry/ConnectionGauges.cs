using System.Diagnostics.Metrics;
using Rollcall.Core.Runs;
using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Telemetry;

/// <summary>How connections stand, read from the database now and then: a meter is read on a thread that must not wait for it.</summary>
internal sealed partial class ConnectionGauges : RepeatingService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly Meter meter = new(RunTelemetry.Name);
    private readonly WorkspaceStore workspaces;
    private readonly ConnectionStore connections;
    private readonly RunStore runs;
    private readonly WebhookStore webhooks;
    private readonly TimeProvider time;
    private readonly ILogger<ConnectionGauges> logger;
    private IReadOnlyList<Standing> standings = [];

    public ConnectionGauges(
        WorkspaceStore workspaces, ConnectionStore connections, RunStore runs, WebhookStore webhooks, TimeProvider time, ILogger<ConnectionGauges> logger)
    {
        (this.workspaces, this.connections, this.runs, this.webhooks, this.time, this.logger) = (workspaces, connections, runs, webhooks, time, logger);
        meter.CreateObservableGauge("rollcall.connection.age", Ages, "s", "Time since the last read that was applied began. None before the first.");
        meter.CreateObservableGauge("rollcall.connection.follow_up", () => standings.Select(s => new Measurement<long>(s.IsLeft ? 1 : 0, s.Tags)), "{run}", "Runs that are due and that nobody has begun.");
        meter.CreateObservableGauge("rollcall.webhook.waiting", () => standings.Select(s => new Measurement<long>(s.Waiting, s.Tags)), "{delivery}", "Deliveries that no read has seen to yet.");
        meter.CreateObservableGauge("rollcall.findings", () => standings.SelectMany(s => s.Findings.Select(f => new Measurement<long>(f.Value, [.. s.Tags, new("rollcall.code", f.Key)]))), "{finding}", "What is held or wrong now, by code.");
    }

    /// <summary>Reads how they stand now.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = new List<Standing>();
        var left = (await runs.LeftFollowUpsAsync(cancellationToken)).Select(l => l.Connection).ToHashSet();
        foreach (var workspace in await workspaces.ListAsync(cancellationToken))
        {
            foreach (var connection in await connections.ListAsync(workspace.Id, cancellationToken))
            {
                var findings = await runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken);
                now.Add(new Standing(
                    [
                        new("rollcall.workspace.id", workspace.Id.ToString()), new("rollcall.connection.id", connection.Id.ToString()),
                        new("rollcall.connection.name", connection.Config.Name), new("rollcall.provider", connection.Config.Provider),
                    ],
                    connection.LastReadAt,
                    (await webhooks.FindAsync(workspace.Id, connection.Id, cancellationToken))?.Waiting ?? 0,
                    left.Contains(connection.Id),
                    findings.CountBy(f => f.Code).ToDictionary()));
            }
        }

        standings = now;
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Every, time, cancellationToken);

    protected override void Failed(string exception)
    {
        // Not known: nothing is said of it rather than what was true before.
        standings = [];
        Log.NotLooked(logger, exception);
    }

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = time.GetUtcNow();
        return standings.Where(s => s.ReadAt is not null).Select(s => new Measurement<double>((now - s.ReadAt!.Value).TotalSeconds, s.Tags));
    }

    private sealed record Standing(KeyValuePair<string, object?>[] Tags, DateTimeOffset? ReadAt, int Waiting, bool IsLeft, IReadOnlyDictionary<string, int> Findings);

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Warning, "How connections stand could not be read for metrics: {Exception}. It is tried again.")]
        public static partial void NotLooked(ILogger logger, string exception);
    }
}
