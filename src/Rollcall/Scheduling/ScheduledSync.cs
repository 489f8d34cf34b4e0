using Quartz;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Scheduling;

/// <summary>Starts the sync of one connection when its time has come. What it reads: what changed, where the HRIS can tell, and everybody at least daily.</summary>
internal sealed partial class ScheduledSync(WorkspaceStore workspaces, ConnectionStore connections, RunStore runs, LiveRuns live, TimeProvider time, ILogger<ScheduledSync> logger) : IJob
{
    public const string WorkspaceKey = "workspace";
    public const string ConnectionKey = "connection";

    /// <summary>A complete read at least so often: only that can tell that somebody is gone.</summary>
    private static readonly TimeSpan FullAtLeast = TimeSpan.FromHours(24);

    /// <summary>So long a person has time to decide on a stopped plan before a newer reading replaces it.</summary>
    private static readonly TimeSpan TimeToDecide = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var workspaceId = new WorkspaceId(Guid.Parse(context.JobDetail.JobDataMap.GetString(WorkspaceKey)!));
        var id = new ConnectionId(Guid.Parse(context.JobDetail.JobDataMap.GetString(ConnectionKey)!));
        if (await workspaces.FindAsync(workspaceId, cancellationToken) is not { } workspace
            || await connections.FindAsync(workspaceId, id, cancellationToken) is not { } connection
            || !MayRun(connection)
            || (await runs.WaitingAsync(workspaceId, cancellationToken)).Any(r => r.Connection == id && time.GetUtcNow() - r.StartedAt < TimeToDecide)
            || !await connections.TakeSlotAsync(id, SlotOf(context.ScheduledFireTimeUtc ?? context.FireTimeUtc, connection.Config.Schedule), cancellationToken))
        {
            return;
        }

        try
        {
            // Until it has ended: the scheduler's places are how many go on at once.
            var (_, end) = await live.BeginAsync(workspace, connection, ModeOf(connection, time.GetUtcNow()), new ApplyMode.Apply(), RunTrigger.Schedule, cancellationToken);
            await end;
        }
        catch (ConnectorException exception)
        {
            Log.NotStarted(logger, id.Value, exception.Fault.Kind);
        }
    }

    /// <summary>What all nodes call one moment of a schedule: their clocks and starts differ by seconds, so it is the minute, or for every n minutes the n-minute part of the hour.</summary>
    internal static DateTimeOffset SlotOf(DateTimeOffset fires, SyncSchedule schedule)
    {
        var length = TimeSpan.FromMinutes(schedule.EveryMinutes ?? 1).Ticks;
        return new DateTimeOffset(fires.UtcTicks - (fires.UtcTicks % length), TimeSpan.Zero);
    }

    /// <summary>The first sync is a person's, who has seen its preview; from then on it goes by itself.</summary>
    public static bool MayRun(ConnectionEntry connection) =>
        connection is { Paused: false, Config: { Enabled: true, Schedule.IsOff: false }, LastFullReadAt: not null };

    /// <summary>Everybody, unless the HRIS can say what changed and the last complete read is fresh.</summary>
    public static ReadMode ModeOf(ConnectionEntry connection, DateTimeOffset now) =>
        connection is { LastReadAt: { } since, LastFullReadAt: { } full } && now - full < FullAtLeast
            && Connectors.Connectors.Find(connection.Config.Provider)?.Capabilities.HasFlag(Capability.Delta) == true
                ? new ReadMode.Changes(since)
                : new ReadMode.Full();

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Warning, "Scheduled sync of connection {Connection} could not start: {Fault}")]
        public static partial void NotStarted(ILogger logger, Guid connection, ConnectorFaultKind fault);
    }
}
