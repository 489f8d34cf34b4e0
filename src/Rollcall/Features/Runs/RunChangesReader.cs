using Microsoft.Extensions.Localization;
using Rollcall.Core.Planning;
using Rollcall.Features.Mapping;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Runs;

/// <summary>What a run would change or has changed.</summary>
/// <param name="Lines">For people to read.</param>
/// <param name="Changes">How many changes there are.</param>
/// <param name="ReadAt">When the HRIS was read, for a plan that is not applied.</param>
public sealed record RunChanges(IReadOnlyList<PlanLine> Lines, int Changes, DateTimeOffset? ReadAt)
{
    /// <summary>How many employees are concerned.</summary>
    public int People { get; } = ChangeGroups.PeopleOf(Lines);

    /// <summary>Each change on its own, with its words: what lines put together.</summary>
    public IReadOnlyList<(Change Change, ChangeLine Words)> Each { get; init; } = [];

    /// <summary>Why the guard would not let the plan pass.</summary>
    public IReadOnlyList<string> Guard { get; init; } = [];
    /// <summary>Since when history is kept, when what the run wrote is from before; null when all of it is here.</summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Which configuration the plan was made under; null without a plan.</summary>
    public string? ConfigDigest { get; init; }

    /// <summary>Whether the mapping it was made with is saved.</summary>
    public PreviewedWith Mapping { get; init; }

    public override string ToString() => nameof(RunChanges);
}

/// <summary>Reads the changes of a run: of its plan while it has one, else of the change log. Asks for no role: its callers do.</summary>
internal sealed class RunChangesReader(SyncService sync, RunStore runs, EmployeeQueries employees, ConnectionStore connections, HistoryQueries history, IStringLocalizer<RunTexts> texts)
{
    public async Task<RunChanges> OfRunAsync(Workspace workspace, RunEntry run, CancellationToken cancellationToken)
    {
        var plan = run.HasPlan ? await runs.LoadPlanAsync(workspace.Id, run.Id, cancellationToken) : null;
        var changes = plan?.Changes ?? await sync.DirectoryOf(workspace).ReadChangesAsync(run.Id, cancellationToken).ToListAsync(cancellationToken);
        if (plan is null && await history.CutOfRunAsync(workspace.Id, run, cancellationToken) is { } since)
        {
            return new RunChanges([], 0, null) { KeptSince = since };
        }

        var limits = plan is null ? null : (await connections.ListAsync(workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == run.Connection)?.Config.Limits;
        return await OfAsync(workspace, changes, plan?.ReadAt, cancellationToken) with
        {
            ConfigDigest = plan?.ConfigDigest,
            Guard = limits is not null && PlanGuard.Review(plan!, limits) is GuardVerdict.NeedsApproval stopped ? stopped.Reasons : [],
        };
    }

    public async Task<RunChanges> OfAsync(Workspace workspace, IReadOnlyList<Change> changes, DateTimeOffset? readAt, CancellationToken cancellationToken)
    {
        var schema = await sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var words = await ChangeLines.OfAsync(employees, workspace, schema, changes, cancellationToken);
        var configs = (await connections.ListAsync(workspace.Id, cancellationToken)).Select(c => c.Config);
        return new RunChanges(new PlanLines(schema, configs, texts).Of(changes, words.Lines), changes.Count, readAt) { Each = [.. changes.Zip(words.Lines)] };
    }
}
