using Rollcall.Cli.Asking;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli.Local;

/// <summary>Runs in this process.</summary>
internal sealed class LocalRuns(CliSession session) : ICompanyRuns
{
    private Plan? undoing;

    public async Task<RunOutcome> PreviewAsync(string connection, ProgressBars bars, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var entry = await session.ConnectionAsync(workspace, connection, cancellationToken);
        var report = Checked(await session.Sync.RunAsync(workspace, entry, new ReadMode.Full(), new ApplyMode.Preview(), RunTrigger.Manual, bars, cancellationToken));
        return Of(report, connection) with { Lines = report.Plan is { } plan ? await LinesAsync(workspace, plan.Changes, cancellationToken) : [] };
    }

    public async Task<RunOutcome> SyncAsync(string connection, SyncWish wish, ProgressBars bars, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var entry = await session.ConnectionAsync(workspace, connection, cancellationToken);
        if (LocalConnections.Of(entry).Stopped is { } stopped)
        {
            throw stopped;
        }

        var mode = await session.Get<AskedReadings>().OfAsync(workspace, entry, wish.Employee, wish.OnlyChanges, cancellationToken) switch
        {
            AskedReading.Fits fits => fits.Mode,
            AskedReading.NotCarried => throw new CommandError(ExitCodes.NotFound, $"{connection} does not carry this person.", "Give the id that the HRIS has for them."),
            _ => throw new CommandError(ExitCodes.Usage, $"{entry.Config.Provider} cannot say what changed since the last read.", "Leave --delta out; unchanged people cost next to nothing."),
        };
        ApplyMode apply = wish.Digest is { } digest ? new ApplyMode.Exactly(digest, Environment.UserName) : new ApplyMode.Apply();
        return Of(Checked(await session.Sync.RunAsync(workspace, entry, mode, apply, RunTrigger.Manual, bars, cancellationToken)), connection);
    }

    public async Task<IReadOnlyList<RunLine>> ListAsync(int take, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        await session.Runs.InterruptDeadAsync(cancellationToken);
        var names = await NamesAsync(workspace, cancellationToken);
        return [.. (await session.Runs.ListAsync(workspace.Id, null, take, cancellationToken)).Select(r => Of(r, names.GetValueOrDefault(r.Connection)))];
    }

    public async Task<RunLine> FindAsync(string id, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        await session.Runs.InterruptDeadAsync(cancellationToken);
        var run = await session.RunAsync(workspace, id, cancellationToken);
        return Of(run, (await NamesAsync(workspace, cancellationToken)).GetValueOrDefault(run.Connection));
    }

    public async Task<IReadOnlyList<ChangeLine>> ChangesAsync(RunLine run, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var id = new RunId(run.Id);
        var plan = await session.Runs.LoadPlanAsync(workspace.Id, id, cancellationToken);
        var changes = plan?.Changes ?? await session.Sync.DirectoryOf(workspace).ReadChangesAsync(id, cancellationToken).ToListAsync(cancellationToken);
        if (plan is null && await session.Get<HistoryQueries>().CutOfRunAsync(workspace.Id, await EntryAsync(workspace, run, cancellationToken), cancellationToken) is { } since)
        {
            throw new CommandError(ExitCodes.NotFound, $"What run {run.Id} changed is not kept any more: history is kept since {since:yyyy-MM-dd HH:mm} UTC.", "Values that stand still say which run wrote them: “rollcall explain”.");
        }

        return await LinesAsync(workspace, changes, cancellationToken);
    }

    public async Task<int> ApproveAsync(RunLine run, string? reason, ProgressBars bars, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var entry = await EntryAsync(workspace, run, cancellationToken);
        var plan = await session.Runs.LoadPlanAsync(workspace.Id, entry.Id, cancellationToken) ?? throw run.NothingToApply;
        var by = reason is null ? Environment.UserName : $"{Environment.UserName}: {reason}";
        return await session.Sync.ApproveAsync(workspace, entry, plan, by, bars, cancellationToken) is ApplyOutcome.DirectoryChanged changed
            ? throw new CommandError(ExitCodes.Refused, $"Nothing was written: the directory changed since the plan was made ({string.Join(", ", changed.Conflicts.Take(3))}).", "Sync or preview again to get a new plan.", FindingCodes.DirectoryChanged)
            : plan.Changes.Count;
    }

    public async Task RejectAsync(RunLine run, string reason, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        if (!await session.Runs.RejectAsync(workspace.Id, new RunId(run.Id), reason, cancellationToken))
        {
            throw run.NotWaiting;
        }
    }

    public async Task<UndoPlan> PlanUndoAsync(RunLine run, bool each, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var entry = await EntryAsync(workspace, run, cancellationToken);
        if (await session.Get<HistoryQueries>().CutOfRunAsync(workspace.Id, entry, cancellationToken) is { } since)
        {
            throw new CommandError(
                ExitCodes.Refused, $"Run {run.Id} cannot be taken back: history is kept since {since:yyyy-MM-dd HH:mm} UTC, and the run is from before.", "Change values by hand, or correct them in the HRIS and sync again.");
        }

        var undo = undoing = await session.Sync.PlanUndoAsync(workspace, entry, cancellationToken);
        return new UndoPlan(run, undo.Digest, undo.Changes.Count, each ? await LinesAsync(workspace, undo.Changes, cancellationToken) : [], [.. undo.Findings.Select(f => FindingLine.Of(f, run.Connection ?? ""))]);
    }

    public async Task UndoAsync(UndoPlan undo, ProgressBars bars, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var entry = await EntryAsync(workspace, undo.Run, cancellationToken);
        var planned = undoing?.Digest == undo.Digest ? undoing : throw new InvalidOperationException("Only what was planned is taken back.");
        switch (await session.Sync.UndoAsync(workspace, entry, planned, Environment.UserName, bars, cancellationToken))
        {
            case null:
                throw new CommandError(ExitCodes.Busy, "A run of this connection is going on.", "Wait for its end, then undo.");
            case ApplyOutcome.DirectoryChanged:
                throw new CommandError(ExitCodes.Refused, "Nothing was written: the directory changed meanwhile.", "Undo again to see what still stands.", FindingCodes.DirectoryChanged);
        }
    }

    /// <summary>The report, unless it is of a failure, which is thrown.</summary>
    public static RunReport Checked(RunReport? report)
    {
        switch (report)
        {
            case null:
                throw RunFailures.Busy();
            case { Fault: { } fault }:
                throw CliSession.ErrorOf(fault);
            case { State: RunState.Failed, Findings: var findings } when findings.FirstOrDefault(f => f.Severity == FindingSeverity.Failed) is { } failed:
                throw RunFailures.Of(FindingLine.Of(failed, ""));
            default:
                return report;
        }
    }

    public static RunOutcome Of(RunReport report, string connection) => new()
    {
        Run = report.Run.ToString(), State = report.State, Digest = report.Plan?.Digest, Counts = report.Plan?.Counts, ReadAt = report.Plan?.ReadAt, Planned = report.Plan?.Changes.Count ?? 0,
        Applied = report.Applied, Guard = report.GuardReasons, Findings = [.. report.Findings.Select(f => FindingLine.Of(f, connection))],
        Seconds = report.Timings.ToDictionary(t => t.Key.ToString(), t => Math.Round(t.Value.TotalSeconds, 3)),
    };

    private static RunLine Of(RunEntry run, string? connection) => new()
    {
        Id = run.Id.Value, Connection = connection, State = run.State, Reading = run.Reading, StartedAt = run.StartedAt, Read = run.Counts?.Read, Applied = run.Applied,
        Held = (run.Counts?.HeldPeople ?? 0) + (run.Counts?.HeldValues ?? 0), Digest = run.Digest, HasPlan = run.HasPlan, Reason = run.Reason, ApprovedBy = run.ApprovedBy,
        UndoneBy = run.UndoneBy?.Value, AreFindingsRemoved = run.AreFindingsRemoved, Counts = run.Counts, Findings = [.. run.Findings.Select(f => FindingLine.Of(f, connection ?? ""))],
    };

    private async Task<RunEntry> EntryAsync(Workspace workspace, RunLine run, CancellationToken cancellationToken) =>
        await session.Runs.GetAsync(workspace.Id, new RunId(run.Id), cancellationToken) ?? throw RunFailures.Unknown(run.Id.ToString());

    private async Task<IReadOnlyDictionary<ConnectionId, string>> NamesAsync(Workspace workspace, CancellationToken cancellationToken) =>
        (await session.Connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Id, c => c.Config.Name);

    private async Task<IReadOnlyList<ChangeLine>> LinesAsync(Workspace workspace, IReadOnlyList<Change> changes, CancellationToken cancellationToken) =>
        (await ChangeLines.OfAsync(
            session.Get<EmployeeQueries>(), workspace, await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken), changes, cancellationToken)).Lines;
}
