using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Storage;

/// <summary>How one run ended.</summary>
public sealed record EndedRun(RunId Id, RunState State, IReadOnlyList<Finding> Findings, string? Reason);

/// <summary>What the runs of a connection say about how it is doing. Each question is put to the newest run that can answer it: a read of one person
/// knows nothing of the others, and one that failed nothing of what it would have found.</summary>
/// <param name="IsGoing">Whether one is going on, or about to be carried on.</param>
/// <param name="LastRead">The newest that was to read everybody, or all that changed, and is over.</param>
/// <param name="LastPeople">The newest of single people, if it came after that one.</param>
/// <param name="Waiting">The one that the guard stopped and nobody has decided on.</param>
/// <param name="OfRead">What the newest good read of all, or of what changed, found.</param>
/// <param name="OfFullRead">What the newest good read of everybody found.</param>
public sealed record RunWatch(
    bool IsGoing, EndedRun? LastRead, EndedRun? LastPeople, EndedRun? Waiting, IReadOnlyList<Finding> OfRead, IReadOnlyList<Finding> OfFullRead);

/// <summary>Reads how connections are doing, for those who are told.</summary>
public sealed class RunWatchQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    public async Task<RunWatch> OfAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var all = context.Runs.AsNoTracking().Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value);
        var over = all.Where(r => r.ActiveConnectionId == null && r.State != (int)RunState.Running && r.State != (int)RunState.Previewed);
        var reads = over.Where(r => r.Reading == (int)ReadingKind.Full || r.Reading == (int)ReadingKind.Delta);
        var good = reads.Where(r => r.Findings != null && (r.State == (int)RunState.Succeeded || r.State == (int)RunState.AwaitingApproval || r.State == (int)RunState.Undone));
        var isGoing = await all.AnyAsync(r => r.ActiveConnectionId != null, cancellationToken)
            || await context.Connections.AnyAsync(c => c.Id == connection.Value && c.FollowUp && !c.Paused, cancellationToken);
        var lastRead = await NewestAsync(reads, cancellationToken);
        var after = lastRead?.StartedAt ?? default;
        return new RunWatch(
            isGoing,
            lastRead?.Run,
            (await NewestAsync(over.Where(r => r.Reading == (int)ReadingKind.Single && r.StartedAt > after), cancellationToken))?.Run,
            (await NewestAsync(over.Where(r => r.State == (int)RunState.AwaitingApproval), cancellationToken))?.Run,
            (await NewestAsync(good, cancellationToken))?.Run.Findings ?? [],
            (await NewestAsync(good.Where(r => r.Reading == (int)ReadingKind.Full), cancellationToken))?.Run.Findings ?? []);
    }

    private static async Task<(EndedRun Run, DateTimeOffset StartedAt)?> NewestAsync(IQueryable<RunRow> runs, CancellationToken cancellationToken) =>
        await runs.OrderByDescending(r => r.StartedAt).Select(r => new { r.Id, r.State, r.Findings, r.Reason, r.StartedAt }).FirstOrDefaultAsync(cancellationToken) is { } row
            ? (new EndedRun(new RunId(row.Id), (RunState)row.State, RunJson.ReadFindings(row.Findings), row.Reason), row.StartedAt) : null;
}
