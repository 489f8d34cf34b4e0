using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Integrations;
using Rollcall.Features.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Api;

/// <summary>Runs, their changes, and decisions about them. A decision names the digest of what was looked at.</summary>
internal static class RunsApi
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", ListAsync).ProducesProblem(400).ProducesProblem(404).As("listRuns", ApiScope.Read, "List runs, the newest first");
        runs.MapGet("/{id:guid}", GetAsync).ProducesProblem(404).As("getRun", ApiScope.Read, "Look at one run");
        runs.MapGet("/{id:guid}/changes", ChangesAsync).ProducesProblem(404).ProducesProblem(410).As("getRunChanges", ApiScope.Read, "See what a run changes or has changed");
        runs.MapPost("/{id:guid}/apply", ApplyAsync).ProducesProblem(404).ProducesProblem(409).Once().As("applyPreview", ApiScope.Sync, "Apply exactly the plan of a preview");
        runs.MapPost("/{id:guid}/approve", ApproveAsync).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Once().As("approveRun", ApiScope.Sync, "Apply exactly the plan that the guard stopped");
        runs.MapPost("/{id:guid}/reject", RejectAsync).ProducesProblem(400).ProducesProblem(404).Once().As("rejectRun", ApiScope.Sync, "Drop the plan that the guard stopped");
        runs.MapGet("/{id:guid}/undo", PreviewUndoAsync).ProducesProblem(404).ProducesProblem(410).As("previewUndo", ApiScope.Sync, "See what taking a run back would change");
        runs.MapPost("/{id:guid}/undo", UndoAsync).ProducesProblem(404).ProducesProblem(409).Once().As("undoRun", ApiScope.Sync, "Take a run back exactly as previewed");
    }

    private static async Task<Results<Ok<ApiPage<ApiRun>>, ProblemHttpResult>> ListAsync(
        RunsService service, IntegrationService connections, CancellationToken cancellationToken, string? connection = null, string? id = null, int skip = 0, int take = 50)
    {
        if (skip < 0 || take is < 1 or > Most)
        {
            return TypedResults.Problem(ApiProblems.Page(Most));
        }

        if (id is not null)
        {
            return TypedResults.Ok(await service.FindAsync(id, cancellationToken) is { } found ? new ApiPage<ApiRun>([Of(found.Run, found.Connection)], 1) : new ApiPage<ApiRun>([], 0));
        }

        ConnectionId? only = null;
        if (connection is not null)
        {
            only = (await connections.FindAsync(connection, cancellationToken))?.Entry.Id;
            if (only is null)
            {
                return TypedResults.Problem(ApiProblems.Gone("connection"));
            }
        }

        var page = await service.ListAsync(new RunFilter(only, null, skip, take), cancellationToken);
        return TypedResults.Ok(new ApiPage<ApiRun>(
            [.. page.Runs.Select(r => Of(r.Id, page.Connections.GetValueOrDefault(r.Connection), r.State, r.Trigger, r.Reading, r.StartedAt, r.FinishedAt, r.Counts, r.Applied) with { Digest = r.Digest })], page.Total));
    }

    private static async Task<Results<Ok<ApiRun>, ProblemHttpResult>> GetAsync(Guid id, RunsService service, LiveRuns live, CancellationToken cancellationToken) =>
        await service.GetAsync(new RunId(id), cancellationToken) is { } view
            ? TypedResults.Ok(Of(view.Run, view.Connection) with
            {
                Progress = view.Run.State == RunState.Running && live.Of(view.Run.Id) is { } at ? new ApiProgress(RollcallApi.Word(at.Stage), at.Done, at.Total) : null,
            })
            : Gone();

    private static async Task<Results<Ok<ApiChanges>, ProblemHttpResult>> ChangesAsync(Guid id, RunsService service, CancellationToken cancellationToken, bool each = false) =>
        await service.GetAsync(new RunId(id), cancellationToken) is { } view && await service.ChangesAsync(new RunId(id), cancellationToken) is { } changes
            ? changes.KeptSince is { } since ? TypedResults.Problem(ApiProblems.Cut($"What the run changed is not kept any more: history is kept since {since:O}.", "Values that stand still say which run wrote them.")) : TypedResults.Ok(Of(view.Run.Digest, changes, each))
            : Gone();

    private static async Task<Results<Ok<ApiDecided>, ProblemHttpResult>> ApplyAsync(Guid id, ApiDecision body, RunsService service, CancellationToken cancellationToken) =>
        Decided(await service.ApplyAsync(new RunId(id), body.Digest, savesMapping: false, cancellationToken));

    private static async Task<Results<Ok<ApiDecided>, ProblemHttpResult>> ApproveAsync(Guid id, ApiDecision body, RunsService service, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.Reason)
            ? TypedResults.Problem(ApiProblems.Wrong("An approval needs a reason.", "Say in reason why the plan may be applied; it stands in the run."))
            : Decided(await service.ApproveAsync(new RunId(id), body.Digest, body.Reason, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RejectAsync(Guid id, ApiRejection body, RunsService service, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.Reason) ? TypedResults.Problem(ApiProblems.Wrong("A rejection needs a reason.", "Say in reason why; it stands in the run."))
        : await service.RejectAsync(new RunId(id), body.Reason, cancellationToken) is { Outcome: not DecisionOutcome.Done } refused ? Refused(refused) : TypedResults.NoContent();

    private static async Task<Results<Ok<ApiChanges>, ProblemHttpResult>> PreviewUndoAsync(Guid id, RunsService service, CancellationToken cancellationToken, bool each = false) =>
        await service.UndoPreviewAsync(new RunId(id), cancellationToken) is not { } undo ? Gone()
        : undo.KeptSince is { } since ? TypedResults.Problem(ApiProblems.Cut($"The run cannot be taken back: history is kept since {since:O}, and it is from before.", "Change values by hand, or correct them in the HRIS and sync again."))
        : TypedResults.Ok(Of(undo.Digest, undo.Changes, each) with { Kept = [.. undo.Kept.Select(f => ApiFindings.Of(f, undo.Connection ?? ""))] });

    private static async Task<Results<Ok<ApiDecided>, ProblemHttpResult>> UndoAsync(Guid id, ApiDecision body, RunsService service, CancellationToken cancellationToken) =>
        Decided(await service.UndoAsync(new RunId(id), body.Digest, cancellationToken));

    private static Results<Ok<ApiDecided>, ProblemHttpResult> Decided(Decision decision) =>
        decision.Outcome == DecisionOutcome.Done ? TypedResults.Ok(new ApiDecided(decision.Changes)) : Refused(decision);

    private static ProblemHttpResult Refused(Decision decision) => decision.Outcome switch
    {
        DecisionOutcome.DirectoryChanged => TypedResults.Problem(ApiProblems.Of(409, FindingCodes.DirectoryChanged, $"Nothing was written: the directory changed since the plan was made ({string.Join(", ", decision.Conflicts.Take(3))}).", "Ask for a new preview.")),
        DecisionOutcome.Busy => TypedResults.Problem(ApiProblems.Of(409, "busy", "Nothing was written: a run of the connection is going on.", "Ask again when it has ended.")),
        DecisionOutcome.MappingChanged => TypedResults.Problem(ApiProblems.Of(
            409, "changed-meanwhile", "Nothing was written: the mapping was changed since the plan was made with another one that is not saved.", "Ask for a new preview.")),
        DecisionOutcome.Gone => Gone(),
        DecisionOutcome.Done => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("run, or it has no such plan"));

    private static ApiRun Of(
        RunId id, string? connection, RunState state, RunTrigger trigger, ReadingKind reading, DateTimeOffset startedAt, DateTimeOffset? finishedAt, PlanCounts? counts, int applied) =>
        new(id.Value, connection, RollcallApi.Word(state), RollcallApi.Word(trigger), RollcallApi.Word(reading), startedAt, finishedAt, null, applied,
            counts?.Created, counts?.Updated, counts?.Deactivated, counts?.HeldPeople, counts?.HeldValues, null, HasPlan: null, null) { Read = counts?.Read };

    private static ApiRun Of(RunEntry run, string? connection) => Of(run.Id, connection, run.State, run.Trigger, run.Reading, run.StartedAt, run.FinishedAt, run.Counts, run.Applied) with
    {
        Digest = run.Digest, Reason = run.Reason, HasPlan = run.HasPlan, UndoneBy = run.UndoneBy?.Value, Counts = run.Counts, ApprovedBy = run.ApprovedBy,
        FindingsRemoved = run.AreFindingsRemoved,
        Findings = run.AreFindingsRemoved ? null : [.. run.Findings.Select(f => ApiFindings.Of(f, connection ?? ""))],
    };

    /// <summary>One change on its own.</summary>
    public static ApiChange Of(Change change, ChangeLine words) => new(
        RollcallApi.Word(change.Subject), change.SubjectId, words.Who, words.Field.Length == 0 ? RollcallApi.Word(change.Verb) : words.Field, words.Before, words.After, words.Cause)
    {
        Verb = RollcallApi.Word(change.Verb), Field = words.Field,
    };

    private static ApiChanges Of(string? digest, RunChanges changes, bool each) => new(digest, each
        ? [.. changes.Each.Select(c => Of(c.Change, c.Words))]
        : [.. changes.Lines.Select(l => new ApiChange(RollcallApi.Word(l.Subject), l.SubjectId, l.Who, l.Kind, l.Before, l.After, l.Cause))])
    {
        Changes = changes.Changes, ReadAt = changes.ReadAt, Guard = changes.Guard,
    };
}
