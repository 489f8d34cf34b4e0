using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Access;
using Rollcall.Features.Integrations;
using Rollcall.Features.Mapping;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Runs;

/// <summary>A page of runs.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Connections">Names by connection.</param>
/// <param name="TimeZone">Of the workspace.</param>
/// <param name="MayPreview">Whether the visitor may start one.</param>
public sealed record RunsView(
    IReadOnlyList<RunSummary> Runs, int Total, IReadOnlyDictionary<ConnectionId, string> Connections, string TimeZone, bool MayPreview);

/// <summary>One run as its page shows it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Connection">The connection's name; null when it was removed.</param>
/// <param name="TimeZone">Of the workspace.</param>
/// <param name="MayDecide">Whether the visitor may apply, approve, reject, undo.</param>
/// <param name="Undoes">The run that this one took back.</param>
/// <param name="ExpectedPeople">How many people the last complete read delivered.</param>
public sealed record RunView(RunEntry Run, string? Connection, string TimeZone, bool MayDecide, RunId? Undoes, int? ExpectedPeople);

/// <summary>What taking a run back would do.</summary>
/// <param name="Run">The run.</param>
/// <param name="Connection">The connection's name; null when it was removed.</param>
/// <param name="Digest">Names exactly this undo.</param>
/// <param name="Changes">What would be written.</param>
/// <param name="Kept">What changed since and stays.</param>
public sealed record UndoView(RunEntry Run, string? Connection, string Digest, RunChanges Changes, IReadOnlyList<Finding> Kept)
{
    /// <summary>Since when history is kept, when the run is from before and cannot be taken back; null when it can.</summary>
    public DateTimeOffset? KeptSince => Changes.KeptSince;
}

/// <summary>What became of a decision about a run.</summary>
public enum DecisionOutcome
{
    /// <summary>Everything is written.</summary>
    Done,

    /// <summary>Nothing was written: the directory is not what the plan was made against.</summary>
    DirectoryChanged,

    /// <summary>Nothing was written: somebody else decided meanwhile, or the plan was replaced.</summary>
    Gone,

    /// <summary>Nothing was written: a run of the connection is going on.</summary>
    Busy,

    /// <summary>Nothing was written and nothing saved: the edits that the preview was made with cannot be saved.</summary>
    MappingChanged,
}

/// <summary>A decision's outcome.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Changes">How many changes were written.</param>
/// <param name="Conflicts">Subjects and fields that stood in the way; no values.</param>
public sealed record Decision(DecisionOutcome Outcome, int Changes, IReadOnlyList<string> Conflicts);

/// <summary>Looks at runs and decides about them.</summary>
internal sealed class RunsService(
    Visitor visitor, RunStore runs, RunQueries queries, ConnectionStore connections, MemberStore members, LiveRuns live, SyncService sync, RunChangesReader reader,
    PreviewedMapping previews, HistoryQueries history)
{
    public async Task<RunsView> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var (page, total) = await queries.PageAsync(member.Workspace.Id, filter, cancellationToken);
        return new RunsView(page, total, await NamesAsync(member.Workspace, cancellationToken), member.Workspace.TimeZone, member.Role >= MemberRole.Admin);
    }

    /// <summary>Null when the workspace has no such run.</summary>
    public async Task<RunView?> GetAsync(RunId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var workspace = member.Workspace;
        var run = await runs.GetAsync(workspace.Id, id, cancellationToken);
        if (run is { State: RunState.Running } && live.Of(id) is null && await runs.InterruptDeadAsync(cancellationToken) > 0)
        {
            // Its process is gone, and nobody had noticed.
            run = await runs.GetAsync(workspace.Id, id, cancellationToken);
        }

        return run is null ? null : new RunView(
            run,
            (await NamesAsync(workspace, cancellationToken)).GetValueOrDefault(run.Connection),
            workspace.TimeZone,
            member.Role >= MemberRole.Admin,
            run.Trigger == RunTrigger.Undo ? await queries.UndoneByAsync(workspace.Id, id, cancellationToken) : null,
            run.State == RunState.Running ? await queries.LastReadCountAsync(workspace.Id, run.Connection, cancellationToken) : null);
    }

    /// <summary>One run by its id, its first characters or those of its plan's digest; null when there is none or several.</summary>
    public async Task<(RunEntry Run, string? Connection)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        await runs.InterruptDeadAsync(cancellationToken);
        return await runs.FindAsync(member.Workspace.Id, id, cancellationToken) is { } run
            ? (run, (await NamesAsync(member.Workspace, cancellationToken)).GetValueOrDefault(run.Connection))
            : null;
    }

    /// <summary>What the run would change or has changed; null when the workspace has no such run.</summary>
    public async Task<RunChanges?> ChangesAsync(RunId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        if (await runs.GetAsync(member.Workspace.Id, id, cancellationToken) is not { } run)
        {
            return null;
        }

        var changes = await reader.OfRunAsync(member.Workspace, run, cancellationToken);
        return changes.ConfigDigest is { } digest ? changes with { Mapping = await previews.OfAsync(member, run.Connection, digest, cancellationToken) } : changes;
    }

    /// <summary>Reads everybody and plans, writing nothing.</summary>
    /// <param name="connection">Whom to ask.</param>
    /// <param name="withDraft">With the visitor's unsaved edits of the mapping, when there are some.</param>
    /// <param name="cancellationToken">Stops starting it.</param>
    public async Task<StartOutcome> PreviewAsync(ConnectionId connection, bool withDraft, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await previews.StartAsync(member, connection, withDraft, cancellationToken);
    }

    /// <summary>Applies exactly the plan of a preview with this digest, or refuses.</summary>
    /// <param name="id">The preview.</param>
    /// <param name="digest">Of the plan that was shown.</param>
    /// <param name="savesMapping">Saves the visitor's edits of the mapping first: those that the preview was made with.</param>
    /// <param name="cancellationToken">Stops waiting, not the apply.</param>
    public async Task<Decision> ApplyAsync(RunId id, string digest, bool savesMapping, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await runs.GetAsync(member.Workspace.Id, id, cancellationToken) is not { State: RunState.Previewed, HasPlan: true } run || run.Digest != digest)
        {
            return new Decision(DecisionOutcome.Gone, 0, []);
        }

        if (savesMapping && await previews.SaveAsync(member, run.Connection, cancellationToken) != SaveOutcome.Saved)
        {
            return new Decision(DecisionOutcome.MappingChanged, 0, []);
        }

        return DecisionOf(await live.ApproveAsync(member.Workspace, run, await NameOfAsync(member, cancellationToken), cancellationToken), DecisionOutcome.Gone);
    }

    /// <summary>Applies exactly the plan of a stopped run with this digest, or refuses. The reason stands with the name of who approved it.</summary>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public async Task<Decision> ApproveAsync(RunId id, string digest, string reason, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var run = await runs.GetAsync(member.Workspace.Id, id, cancellationToken);
        return run is { State: RunState.AwaitingApproval, HasPlan: true } && run.Digest == digest
            ? DecisionOf(await live.ApproveAsync(member.Workspace, run, $"{await NameOfAsync(member, cancellationToken)}: {reason.Trim()}", cancellationToken), DecisionOutcome.Gone)
            : new Decision(DecisionOutcome.Gone, 0, []);
    }

    /// <summary>Drops the plan of a stopped run; nothing was written and nothing will be.</summary>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public async Task<Decision> RejectAsync(RunId id, string reason, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var isRejected = await runs.RejectAsync(member.Workspace.Id, id, $"{await NameOfAsync(member, cancellationToken)}: {reason.Trim()}", cancellationToken);
        return new Decision(isRejected ? DecisionOutcome.Done : DecisionOutcome.Gone, 0, []);
    }

    /// <summary>What taking the run back would do; null when there is no such run or nothing to take back.</summary>
    public async Task<UndoView?> UndoPreviewAsync(RunId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await runs.GetAsync(member.Workspace.Id, id, cancellationToken) is not { State: RunState.Succeeded } run)
        {
            return null;
        }

        if (await history.CutOfRunAsync(member.Workspace.Id, run, cancellationToken) is { } since)
        {
            return new UndoView(run, (await NamesAsync(member.Workspace, cancellationToken)).GetValueOrDefault(run.Connection), "", new RunChanges([], 0, null) { KeptSince = since }, []);
        }

        var undo = await sync.PlanUndoAsync(member.Workspace, run, cancellationToken);
        return new UndoView(
            run,
            (await NamesAsync(member.Workspace, cancellationToken)).GetValueOrDefault(run.Connection),
            undo.Digest,
            await reader.OfAsync(member.Workspace, undo.Changes, null, cancellationToken),
            undo.Findings);
    }

    /// <summary>Takes the run back if that still means what was shown, and pauses its connection.</summary>
    public async Task<Decision> UndoAsync(RunId id, string digest, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await runs.GetAsync(member.Workspace.Id, id, cancellationToken) is { State: RunState.Succeeded } run
            && await history.CutOfRunAsync(member.Workspace.Id, run, cancellationToken) is null
            ? DecisionOf(await live.UndoAsync(member.Workspace, run, digest, await NameOfAsync(member, cancellationToken), cancellationToken), DecisionOutcome.Busy)
            : new Decision(DecisionOutcome.Gone, 0, []);
    }

    private static Decision DecisionOf(ApplyOutcome? outcome, DecisionOutcome none) => outcome switch
    {
        ApplyOutcome.Applied applied => new Decision(DecisionOutcome.Done, applied.Changes, []),
        ApplyOutcome.DirectoryChanged changed => new Decision(DecisionOutcome.DirectoryChanged, 0, changed.Conflicts),
        _ => new Decision(none, 0, []),
    };

    private async Task<IReadOnlyDictionary<ConnectionId, string>> NamesAsync(Workspace workspace, CancellationToken cancellationToken) =>
        (await connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Id, c => c.Config.Name);

    private async Task<string> NameOfAsync(Member member, CancellationToken cancellationToken) =>
        member.By ?? await members.NameAsync(member.Account, cancellationToken) ?? member.Account.ToString();
}
