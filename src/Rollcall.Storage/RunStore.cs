using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Storage;

/// <summary>A run as the program sees it.</summary>
public sealed record RunEntry(
    RunId Id, ConnectionId Connection, RunState State, RunTrigger Trigger, ReadingKind Reading, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    string? Digest, PlanCounts? Counts, int Applied, IReadOnlyList<Finding> Findings, string? Reason, string? ApprovedBy, RunId? UndoneBy, bool HasPlan)
{
    /// <summary>What it found is not kept any more.</summary>
    public bool AreFindingsRemoved { get; init; }
}

/// <summary>What came of wanting to begin a run.</summary>
public abstract record RunStart
{
    private RunStart()
    {
    }

    public sealed record Begun(RunId Run) : RunStart;

    /// <summary>Another run of the connection is going on.</summary>
    public sealed record Busy(RunId Run) : RunStart;
}

/// <summary>Runs: one at a time per connection, across processes and nodes (R16), by a unique index and a heartbeat.</summary>
public sealed class RunStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    /// <summary>A run on another machine that has been silent for so long is dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <summary>How often it is tried again when a connection was busy and is free a moment later.</summary>
    private const int Attempts = 20;

    private static readonly string Owner = ProcessIdentity.Current;

    /// <summary>Takes a connection for a run, unless one is going on.</summary>
    public async Task<RunStart> BeginAsync(
        WorkspaceId workspace, ConnectionId connection, RunTrigger trigger, ReadingKind reading, CancellationToken cancellationToken)
    {
        await InterruptDeadAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var row = NewRun(workspace, connection, trigger, reading);
            context.Runs.Add(row);
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return new RunStart.Begun(new RunId(row.Id));
            }
            catch (DbUpdateException exception) when (exception.InnerException is DbException)
            {
                context.ChangeTracker.Clear();
                var active = await context.Runs.AsNoTracking().Where(r => r.ActiveConnectionId == connection.Value).Select(r => r.Id).FirstOrDefaultAsync(cancellationToken);
                if (active == Guid.Empty && attempt == Attempts)
                {
                    throw;
                }

                if (active == Guid.Empty)
                {
                    // The other one ended between the two questions.
                    continue;
                }

                return new RunStart.Busy(new RunId(active));
            }
        }
    }

    /// <summary>Takes a connection for the run that it was told to do once more. One transaction with the mark: a process that dies at this moment has
    /// either begun the run, which is then found dead, or left the mark. Null when nobody asked, another process was first, a run goes on, or the connection
    /// is paused: the mark stays until it is resumed.</summary>
    public async Task<RunStart.Begun?> BeginFollowUpAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isAsked = await context.Connections.Where(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value && c.FollowUp && !c.Paused)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.FollowUp, false), cancellationToken) == 1;
        if (!isAsked)
        {
            return null;
        }

        var row = NewRun(workspace, connection, RunTrigger.FollowUp, ReadingKind.Full);
        context.Runs.Add(row);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new RunStart.Begun(new RunId(row.Id));
        }
        catch (DbUpdateException exception) when (exception.InnerException is DbException)
        {
            return null;
        }
    }

    private RunRow NewRun(WorkspaceId workspace, ConnectionId connection, RunTrigger trigger, ReadingKind reading)
    {
        var now = time.GetUtcNow();
        return new RunRow
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = workspace.Value,
            ConnectionId = connection.Value,
            State = (int)RunState.Running,
            Trigger = (int)trigger,
            Reading = (int)reading,
            ActiveConnectionId = connection.Value,
            Owner = Owner,
            HeartbeatAt = now,
            StartedAt = now,
        };
    }

    /// <summary>Connections that were told to run once more while nothing of them is running: the process that was to do it is gone.</summary>
    public async Task<IReadOnlyList<(WorkspaceId Workspace, ConnectionId Connection)>> LeftFollowUpsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Connections.Where(c => c.FollowUp && !c.Paused && !context.Runs.Any(r => r.ActiveConnectionId == c.Id))
            .Select(c => new { c.WorkspaceId, c.Id }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (new WorkspaceId(r.WorkspaceId), new ConnectionId(r.Id)))];
    }

    /// <summary>Says that the run is alive and where it stands. False when somebody declared it dead meanwhile.</summary>
    public async Task<bool> BeatAsync(RunId run, RunProgress? at, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, stage, done, total, since) = (time.GetUtcNow(), (int?)at?.Stage, at?.Done, at?.Total, at?.StageSince);
        return await context.Runs.Where(r => r.Id == run.Value && r.ActiveConnectionId != null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.HeartbeatAt, now).SetProperty(r => r.Stage, stage).SetProperty(r => r.StageDone, done)
                .SetProperty(r => r.StageTotal, total).SetProperty(r => r.StageSince, since), cancellationToken) == 1;
    }

    /// <summary>Where the runs of other processes stand, by their last heartbeat.</summary>
    public async Task<IReadOnlyList<RunProgress>> ElsewhereAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs.AsNoTracking().Where(r => r.ActiveConnectionId != null && r.Owner != Owner)
            .Select(r => new { r.Id, r.Stage, r.StageDone, r.StageTotal, r.StageSince, r.StartedAt }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new RunProgress(new RunId(r.Id), (RunStage)(r.Stage ?? 0), r.StageDone ?? 0, r.StageTotal, r.StageSince ?? r.StartedAt))];
    }

    /// <summary>Runs whose process is gone become interrupted; the schedule carries on (R14).</summary>
    public async Task<int> InterruptDeadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var active = await context.Runs.AsNoTracking().Where(r => r.ActiveConnectionId != null)
            .Select(r => new { r.Id, r.Owner, r.HeartbeatAt, r.Trigger, r.ConnectionId }).ToListAsync(cancellationToken);
        var silentSince = time.GetUtcNow() - Silence;
        var interrupted = 0;
        foreach (var dead in active.Where(r => ProcessIdentity.IsDead(r.Owner) ?? r.HeartbeatAt < silentSince))
        {
            // One that beat or ended since it was looked at is not dead.
            var isTaken = await context.Runs.Where(r => r.Id == dead.Id && r.ActiveConnectionId != null && r.HeartbeatAt == dead.HeartbeatAt).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.State, (int)RunState.Interrupted).SetProperty(r => r.ActiveConnectionId, (Guid?)null)
                    .SetProperty(r => r.FinishedAt, time.GetUtcNow()).SetProperty(r => r.Reason, "The process ended in the middle. Nothing of this run was written."), cancellationToken) == 1;
            if (isTaken && (RunTrigger)dead.Trigger is RunTrigger.Schedule or RunTrigger.FollowUp)
            {
                // Nobody watches these: another process, or this one later, carries on.
                await context.Connections.Where(c => c.Id == dead.ConnectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.FollowUp, true), cancellationToken);
            }

            interrupted += isTaken ? 1 : 0;
        }

        return interrupted;
    }

    /// <summary>Ends a run. One that was applied has its end already, in the transaction that applied it.</summary>
    public async Task FinishAsync(RunReport report, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Runs.SingleAsync(r => r.Id == report.Run.Value, cancellationToken);
        if (row.State == (int)RunState.Succeeded)
        {
            return;
        }

        row.State = (int)report.State;
        row.ActiveConnectionId = null;
        row.FinishedAt = time.GetUtcNow();
        row.Digest = report.Plan?.Digest;
        row.Counts = report.Plan is null ? null : JsonSerializer.Serialize(report.Plan.Counts);
        row.Findings = RunJson.Write(report.Findings);
        row.Reason = report.Fault is { } fault ? $"{fault.What} {fault.Fix}" : report.GuardReasons.Count > 0 ? string.Join(" ", report.GuardReasons) : null;
        row.Plan = report is { State: RunState.AwaitingApproval or RunState.Previewed, Plan: { } plan } ? PlanJson.Write(plan) : null;
        if (row.Plan is not null)
        {
            // Plans are large, and only the newest of a connection can still be what the directory expects.
            await context.Runs.Where(r => r.ConnectionId == row.ConnectionId && r.Id != row.Id && r.State == (int)RunState.Previewed && r.Plan != null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Plan, (byte[]?)null), cancellationToken);
        }

        if (report.State == RunState.AwaitingApproval)
        {
            // A newer stopped plan replaces an older one: only the latest can still be what the directory expects.
            await context.Runs.Where(r => r.ConnectionId == row.ConnectionId && r.Id != row.Id && r.State == (int)RunState.AwaitingApproval)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, (int)RunState.Rejected).SetProperty(r => r.Plan, (byte[]?)null)
                    .SetProperty(r => r.Reason, "Replaced by a newer plan."), cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends a run that ended in an unexpected error.</summary>
    public async Task FailAsync(RunId run, string reason, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Runs.Where(r => r.Id == run.Value && r.State == (int)RunState.Running).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, (int)RunState.Failed).SetProperty(r => r.ActiveConnectionId, (Guid?)null)
                .SetProperty(r => r.FinishedAt, time.GetUtcNow()).SetProperty(r => r.Reason, reason), cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RunEntry>> ListAsync(WorkspaceId workspace, ConnectionId? connection, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var only = connection?.Value;
        var rows = await context.Runs.AsNoTracking().Where(r => r.WorkspaceId == workspace.Value && (only == null || r.ConnectionId == only))
            .OrderByDescending(r => r.StartedAt).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(ToEntry)];
    }

    /// <summary>By id or its first characters; null when there is none or several.</summary>
    public async Task<RunEntry?> FindAsync(WorkspaceId workspace, string id, CancellationToken cancellationToken)
    {
        var runs = await ListAsync(workspace, connection: null, take: 1000, cancellationToken);
        var found = runs.Where(r => r.Id.ToString().StartsWith(id, StringComparison.OrdinalIgnoreCase) || r.Digest?.StartsWith(id, StringComparison.OrdinalIgnoreCase) == true).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => null,
            _ => found.Find(r => r.State == RunState.AwaitingApproval) ?? found.Find(r => r.HasPlan),
        };
    }

    /// <summary>Null when the workspace has no such run.</summary>
    public async Task<RunEntry?> GetAsync(WorkspaceId workspace, RunId run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == workspace.Value && r.Id == run.Value, cancellationToken);
        return row is null ? null : ToEntry(row);
    }

    /// <summary>The connection's newest run that was to change something: neither a preview nor an undo. Null before the first.</summary>
    public async Task<RunEntry?> LastSyncAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Runs.AsNoTracking()
            .Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value && r.State != (int)RunState.Previewed && r.Reading != (int)ReadingKind.Undo)
            .OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : ToEntry(row);
    }

    /// <summary>Those that the guard stopped and nobody has decided on, newest first.</summary>
    public async Task<IReadOnlyList<RunEntry>> WaitingAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs.AsNoTracking().Where(r => r.WorkspaceId == workspace.Value && r.State == (int)RunState.AwaitingApproval)
            .OrderByDescending(r => r.StartedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(ToEntry)];
    }

    /// <summary>The plan of a run that waits for approval, or of the newest preview of a connection; null when there is none.</summary>
    public async Task<Plan?> LoadPlanAsync(WorkspaceId workspace, RunId run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var bytes = await context.Runs.Where(r => r.WorkspaceId == workspace.Value && r.Id == run.Value).Select(r => r.Plan).SingleOrDefaultAsync(cancellationToken);
        return bytes is null ? null : PlanJson.Read(bytes);
    }

    /// <summary>False when the run does not wait for approval.</summary>
    public async Task<bool> RejectAsync(WorkspaceId workspace, RunId run, string reason, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Runs.Where(r => r.WorkspaceId == workspace.Value && r.Id == run.Value && r.State == (int)RunState.AwaitingApproval).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, (int)RunState.Rejected).SetProperty(r => r.Plan, (byte[]?)null).SetProperty(r => r.Reason, reason), cancellationToken) == 1;
    }

    public async Task MarkUndoneAsync(WorkspaceId workspace, RunId run, RunId by, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Runs.Where(r => r.WorkspaceId == workspace.Value && r.Id == run.Value).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, (int)RunState.Undone).SetProperty(r => r.UndoneBy, by.Value), cancellationToken);
    }

    /// <summary>Removes runs that ended before a moment and wrote nothing. Those that wrote stay, because history and undo need them;
    /// so do those that wait for somebody, and each connection's newest, which says how it is doing.</summary>
    public async Task<int> PruneAsync(WorkspaceId workspace, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SmallSteps.DeleteAsync(Prunable(context, workspace, before, await NewestAsync(context, workspace, cancellationToken)).OrderBy(r => r.Id), time, cancellationToken);
    }

    /// <summary>Removes what runs found that ended before a moment; the runs stay. What is current stays: everything from each connection's newest
    /// good read of everybody on. Returns how many runs lost it.</summary>
    public async Task<int> RemoveFindingsAsync(WorkspaceId workspace, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SmallSteps.RepeatAsync(
            () => WithOldFindings(context, workspace, before).OrderBy(r => r.Id).Take(SmallSteps.Size)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Findings, (string?)null).SetProperty(r => r.FindingsRemoved, true), cancellationToken), time, cancellationToken);
    }

    internal static IQueryable<RunRow> WithOldFindings(RollcallDbContext context, WorkspaceId workspace, DateTimeOffset before) => context.Runs.Where(
        r => r.WorkspaceId == workspace.Value && r.FinishedAt != null && r.FinishedAt < before && r.Findings != null && r.Findings != RunJson.None && r.State != (int)RunState.AwaitingApproval
            && context.Runs.Any(n => n.WorkspaceId == workspace.Value && n.ConnectionId == r.ConnectionId && n.StartedAt > r.StartedAt && n.Findings != null
                && n.Reading == (int)ReadingKind.Full && (n.State == (int)RunState.Succeeded || n.State == (int)RunState.Undone)));

    internal static IQueryable<RunRow> Prunable(RollcallDbContext context, WorkspaceId workspace, DateTimeOffset before, IReadOnlyList<DateTimeOffset> newest) => context.Runs
        .Where(r => r.WorkspaceId == workspace.Value && r.Applied == 0 && r.FinishedAt != null && r.FinishedAt < before
            && r.State != (int)RunState.AwaitingApproval && r.State != (int)RunState.Running && !newest.Contains(r.StartedAt));

    internal static async Task<IReadOnlyList<DateTimeOffset>> NewestAsync(RollcallDbContext context, WorkspaceId workspace, CancellationToken cancellationToken) =>
        await context.Runs.Where(r => r.WorkspaceId == workspace.Value && r.State != (int)RunState.Previewed && r.Findings != null)
            .GroupBy(r => r.ConnectionId).Select(g => g.Max(r => r.StartedAt)).ToListAsync(cancellationToken);

    /// <summary>Tells the connection to run once more: whichever process looks first does it.</summary>
    public async Task FollowUpAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Connections.Where(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.FollowUp, true), cancellationToken);
    }

    /// <summary>What the connection's last run that was no preview found.</summary>
    public async Task<IReadOnlyList<Finding>> CurrentFindingsAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var text = await context.Runs
            .Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value && r.Reading != (int)ReadingKind.Undo && r.Findings != null
                && r.State != (int)RunState.Previewed && r.State != (int)RunState.Rejected)
            .OrderByDescending(r => r.StartedAt).Select(r => r.Findings).FirstOrDefaultAsync(cancellationToken);
        return RunJson.ReadFindings(text);
    }

    private static RunEntry ToEntry(RunRow row) => new(
        new RunId(row.Id), new ConnectionId(row.ConnectionId), (RunState)row.State, (RunTrigger)row.Trigger, (ReadingKind)row.Reading, row.StartedAt,
        row.FinishedAt, row.Digest, RunJson.ReadCounts(row.Counts), row.Applied, RunJson.ReadFindings(row.Findings), row.Reason, row.ApprovedBy,
        row.UndoneBy is { } undone ? new RunId(undone) : null, row.Plan is not null) { AreFindingsRemoved = row.FindingsRemoved };
}

/// <summary>Names this process so that another one on the same machine can tell whether it still lives.</summary>
internal static class ProcessIdentity
{
    /// <summary>Where process ids mean the same: two containers may share the machine's name and number their processes each for itself.</summary>
    private static readonly string Place = Environment.MachineName.Replace('/', '-') + (new FileInfo("/proc/self/ns/pid").LinkTarget ?? "");

    public static string Current { get; } = Of(System.Diagnostics.Process.GetCurrentProcess());

    /// <summary>Null when the owner runs on another machine: only its heartbeat can tell.</summary>
    public static bool? IsDead(string owner)
    {
        var parts = owner.Split('/');
        if (parts.Length != 3 || parts[0] != Place || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return Of(process) != owner;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static string Of(System.Diagnostics.Process process) =>
        string.Create(CultureInfo.InvariantCulture, $"{Place}/{process.Id}/{process.StartTime.ToUniversalTime():yyyyMMddHHmmss}");
}
