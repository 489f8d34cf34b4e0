using System.Threading.Channels;
using Quartz;
using Rollcall.Background;
using Rollcall.Core.Directory;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Scheduling;

/// <summary>Keeps one trigger per connection in step with what is configured, whoever changed it: a page, the terminal, another node.</summary>
internal sealed partial class SyncScheduler(
    ISchedulerFactory schedulers, WorkspaceStore workspaces, ConnectionStore connections, RunStore runs, LiveRuns live, RunPlaces places, TimeProvider time, ILogger<SyncScheduler> logger) : RepeatingService
{
    /// <summary>What a killed node left is carried on after this at most.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Schedules that were changed elsewhere are followed after this at most.</summary>
    private static readonly TimeSpan ReconcileAgain = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim one = new(1, 1);
    private Task carryingOn = Task.CompletedTask;
    private DateTimeOffset reconcileAt;
    private HashSet<TriggerKey> standing = [];

    /// <summary>A connection was changed: its trigger is looked at now, not in a while.</summary>
    public void Changed() => changes.Writer.TryWrite(true);

    /// <summary>When the connection syncs next by itself; null when it does not. Where another process keeps the schedules, what they come to.</summary>
    public async Task<DateTimeOffset?> NextRunAsync(Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken)
    {
        if (await (await schedulers.GetScheduler(cancellationToken)).GetTrigger(TriggerOf(connection.Id), cancellationToken) is { } trigger)
        {
            return trigger.NextFireTimeUtc;
        }

        return ExecuteTask is null && ScheduledSync.MayRun(connection) ? FirstOf(workspace, connection, time.GetUtcNow()).First : null;
    }

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= reconcileAt)
        {
            await ReconcileAsync(cancellationToken);
            reconcileAt = time.GetUtcNow() + ReconcileAgain;
        }

        if (carryingOn.IsCompleted)
        {
            // Beside the looks: it lasts as long as its runs.
            carryingOn = TryCarryOnAsync(cancellationToken);
        }
    }

    protected override async Task PauseAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(changes.Reader.WaitToReadAsync(cancellationToken).AsTask(), Task.Delay(LookAgain, time, cancellationToken));
        while (changes.Reader.TryRead(out _))
        {
            // Many changes are one reason to look.
            reconcileAt = default;
        }
    }

    protected override void Failed(string exception) => Log.NotReconciled(logger, exception);

    protected override Task StillGoingAsync() => carryingOn;

    private async Task TryCarryOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CarryOnAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The marks stand; the next look tries again.
            Failed(exception.GetType().Name);
        }
    }

    /// <summary>Sets, moves and removes triggers until they are what the connections say.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            await SetAllAsync(cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Carries on with what a process that is gone was to do.</summary>
    public async Task CarryOnAsync(CancellationToken cancellationToken)
    {
        await runs.InterruptDeadAsync(cancellationToken);
        var left = (await runs.LeftFollowUpsAsync(cancellationToken)).ToArray();

        // Each node in an order of its own, so that they do not meet at every one.
        new Random(Environment.ProcessId).Shuffle(left);
        await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = places.AtOnce, CancellationToken = cancellationToken }, async (each, token) =>
        {
            if (await workspaces.FindAsync(each.Workspace, token) is { } workspace
                && await connections.FindAsync(each.Workspace, each.Connection, token) is { Config.Enabled: true, LastFullReadAt: not null } connection)
            {
                await live.FollowUpAsync(workspace, connection, token);
            }
        });
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    private async Task SetAllAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var wanted = new HashSet<TriggerKey>();
        var all = (await workspaces.ListAsync(cancellationToken)).ToDictionary(w => w.Id);
        foreach (var (workspace, connection) in (await connections.ListAllAsync(cancellationToken)).Where(c => ScheduledSync.MayRun(c.Connection) && all.ContainsKey(c.Workspace)))
        {
            wanted.Add(TriggerOf(connection.Id));
            await SetAsync(scheduler, all[workspace], connection, cancellationToken);
        }

        foreach (var gone in standing.Except(wanted).ToList())
        {
            await scheduler.UnscheduleJob(gone, cancellationToken);
        }

        standing = wanted;
    }

    private async Task SetAsync(IScheduler scheduler, Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken)
    {
        var key = TriggerOf(connection.Id);
        var described = $"{connection.Config.Schedule} {workspace.TimeZone}";
        if ((await scheduler.GetTrigger(key, cancellationToken))?.Description == described)
        {
            return;
        }

        var schedule = connection.Config.Schedule;
        var now = time.GetUtcNow();
        var (due, first) = FirstOf(workspace, connection, now);
        var trigger = TriggerBuilder.Create(time).WithIdentity(key).WithDescription(described).StartAt(first);
        trigger = schedule.EveryMinutes is { } minutes
            ? trigger.WithSimpleSchedule(simple => simple.WithInterval(TimeSpan.FromMinutes(minutes)).RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithRemainingCount))
            : trigger.WithCronSchedule(
                CronExpression.Parse(schedule.Crontab!, CronFormat.Unix).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(workspace.TimeZone)),
                cron => cron.WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed));
        var job = JobBuilder.Create<ScheduledSync>().WithIdentity(connection.Id.ToString())
            .UsingJobData(ScheduledSync.WorkspaceKey, workspace.Id.ToString()).UsingJobData(ScheduledSync.ConnectionKey, connection.Id.ToString()).Build();
        await scheduler.ScheduleJob(job, [trigger.Build()], ScheduleJobOptions.Replacing, cancellationToken);
        if (schedule.Crontab is not null && due < now)
        {
            await scheduler.TriggerJob(job.Key, new JobDataMap(), cancellationToken);
        }
    }

    /// <summary>The next moment of the schedule, and when it is kept: what was missed while nothing ran is made up for once.</summary>
    private static (DateTimeOffset Due, DateTimeOffset First) FirstOf(Workspace workspace, ConnectionEntry connection, DateTimeOffset now)
    {
        var schedule = connection.Config.Schedule;
        var due = ScheduleRules.Next(schedule, connection.LastReadAt ?? now, workspace.TimeZone, 1)[0];
        return (due, (due < now ? now : due) + ScheduleRules.JitterOf(connection.Id.Value, schedule));
    }

    private static TriggerKey TriggerOf(ConnectionId connection) => new(connection.ToString(), "syncs");

    private static partial class Log
    {
        [LoggerMessage(31, LogLevel.Warning, "Schedules could not be looked at: {Exception}. They are tried again.")]
        public static partial void NotReconciled(ILogger logger, string exception);
    }
}
