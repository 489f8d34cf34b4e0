using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Storage;

/// <summary>A run as lists show it: without its findings and its plan, which are large.</summary>
public sealed record RunSummary(
    RunId Id, ConnectionId Connection, RunState State, RunTrigger Trigger, ReadingKind Reading, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    PlanCounts? Counts, int Applied, string? ApprovedBy, string? Digest);

/// <summary>Which runs to list.</summary>
/// <param name="Connection">Only of this connection.</param>
/// <param name="State">Only in this state.</param>
/// <param name="Skip">Runs to leave out at the start.</param>
/// <param name="Take">At most so many.</param>
public sealed record RunFilter(ConnectionId? Connection, RunState? State, int Skip, int Take);

/// <summary>What one run wrote.</summary>
public sealed record RunActivity(DateTimeOffset StartedAt, PlanCounts Counts);

/// <summary>The fill rates that a run left behind.</summary>
public sealed record CoverageMark(DateTimeOffset StartedAt, IReadOnlyList<AttributeCoverage> Coverage);

/// <summary>Reads runs for pages.</summary>
public sealed class RunQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    /// <summary>Newest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<RunSummary> Runs, int Total)> PageAsync(WorkspaceId workspace, RunFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var query = context.Runs.AsNoTracking().Where(r => r.WorkspaceId == workspace.Value);
        if (filter.Connection is { } connection)
        {
            query = query.Where(r => r.ConnectionId == connection.Value);
        }

        if (filter.State is { } state)
        {
            query = query.Where(r => r.State == (int)state);
        }

        var total = await query.CountAsync(cancellationToken);
        var rows = await query.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Skip(filter.Skip).Take(filter.Take)
            .Select(r => new { r.Id, r.ConnectionId, r.State, r.Trigger, r.Reading, r.StartedAt, r.FinishedAt, r.Counts, r.Applied, r.ApprovedBy, r.Digest })
            .ToListAsync(cancellationToken);
        return ([.. rows.Select(r => new RunSummary(
            new RunId(r.Id), new ConnectionId(r.ConnectionId), (RunState)r.State, (RunTrigger)r.Trigger, (ReadingKind)r.Reading, r.StartedAt, r.FinishedAt,
            RunJson.ReadCounts(r.Counts), r.Applied, r.ApprovedBy, r.Digest))], total);
    }

    /// <summary>The run that this one undid; null when it is no undo.</summary>
    public async Task<RunId?> UndoneByAsync(WorkspaceId workspace, RunId undo, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var undone = await context.Runs.Where(r => r.WorkspaceId == workspace.Value && r.UndoneBy == undo.Value)
            .Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellationToken);
        return undone is { } id ? new RunId(id) : null;
    }

    /// <summary>How many people the connection's last complete read delivered; null before the first.</summary>
    public async Task<int?> LastReadCountAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await context.Runs
            .Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value && r.Reading == (int)ReadingKind.Full && r.Counts != null)
            .OrderByDescending(r => r.StartedAt).Select(r => r.Counts).FirstOrDefaultAsync(cancellationToken);
        return RunJson.ReadCounts(counts)?.Read;
    }

    /// <summary>Counts of the connection's newest complete read that was applied; null before the first.</summary>
    public async Task<PlanCounts?> LastFullCountsAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await context.Runs
            .Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value && r.Reading == (int)ReadingKind.Full && r.State == (int)RunState.Succeeded && r.Counts != null)
            .OrderByDescending(r => r.StartedAt).Select(r => r.Counts).FirstOrDefaultAsync(cancellationToken);
        return RunJson.ReadCounts(counts);
    }

    /// <summary>Syncs since a moment that wrote something and still stand, oldest first; at most the newest <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<RunActivity>> ActivityAsync(WorkspaceId workspace, DateTimeOffset since, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs
            .Where(r => r.WorkspaceId == workspace.Value && r.StartedAt >= since && r.State == (int)RunState.Succeeded && r.Applied > 0 && r.Reading != (int)ReadingKind.Undo && r.Counts != null)
            .OrderByDescending(r => r.StartedAt).Take(take).Select(r => new { r.StartedAt, r.Counts }).ToListAsync(cancellationToken);
        rows.Reverse();
        return [.. rows.Select(r => new RunActivity(r.StartedAt, RunJson.ReadCounts(r.Counts)!))];
    }

    /// <summary>The connection's fill rates at each run that moved them, oldest first; at most the newest <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<CoverageMark>> CoverageTrendAsync(WorkspaceId workspace, ConnectionId connection, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs
            .Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value && r.Coverage != null)
            .OrderByDescending(r => r.StartedAt).Take(take).Select(r => new { r.StartedAt, r.Coverage }).ToListAsync(cancellationToken);
        rows.Reverse();
        return [.. rows.Select(r => new CoverageMark(r.StartedAt, RunJson.ReadCoverage(r.Coverage)))];
    }
}
