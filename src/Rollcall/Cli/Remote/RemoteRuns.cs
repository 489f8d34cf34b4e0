using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Syncing;

namespace Rollcall.Cli.Remote;

/// <summary>Runs on a server, watched from here.</summary>
internal sealed class RemoteRuns(RollcallClient client) : ICompanyRuns
{
    /// <summary>So many runs to a page.</summary>
    private const int Page = 200;

    public async Task<RunOutcome> PreviewAsync(string connection, ProgressBars bars, CancellationToken cancellationToken)
    {
        var started = await StartAsync(connection, "previews", new { }, cancellationToken);
        var (run, changes) = await EndAsync(started, bars, cancellationToken);
        return OutcomeOf(run, changes) with { Lines = Lines(changes) };
    }

    public async Task<RunOutcome> SyncAsync(string connection, SyncWish wish, ProgressBars bars, CancellationToken cancellationToken)
    {
        if (ConnectionLine.Named(await new RemoteConnections(client).ListAsync(cancellationToken), connection).Stopped is { } stopped)
        {
            throw stopped;
        }

        var started = await StartAsync(connection, "syncs", new ApiSyncRequest(null, wish.Employee, wish.OnlyChanges, wish.Digest), cancellationToken);
        var (run, changes) = await EndAsync(started, bars, cancellationToken);
        return OutcomeOf(run, changes);
    }

    public async Task<IReadOnlyList<RunLine>> ListAsync(int take, CancellationToken cancellationToken) =>
        [.. (await client.PagesAsync<ApiRun>("runs", 0, take, Page, cancellationToken)).Items.Select(Of)];

    public async Task<RunLine> FindAsync(string id, CancellationToken cancellationToken) =>
        (await client.GetAsync<ApiPage<ApiRun>>($"runs?id={ApiWords.Escaped(id)}", cancellationToken)).Items is [var run] ? Of(run) : throw RunFailures.Unknown(id);

    public async Task<IReadOnlyList<ChangeLine>> ChangesAsync(RunLine run, CancellationToken cancellationToken) => Lines(await ChangesOfAsync(run.Id, cancellationToken));

    public async Task<int> ApproveAsync(RunLine run, string? reason, ProgressBars bars, CancellationToken cancellationToken)
    {
        if (!run.HasPlan || run.Digest is not { } digest || run.State is not (RunState.Previewed or RunState.AwaitingApproval))
        {
            throw run.NothingToApply;
        }

        var way = run.State == RunState.Previewed ? "apply" : "approve";
        return (await client.PostAsync<ApiDecided>($"runs/{run.Id}/{way}", new ApiDecision(digest, reason ?? $"approved by {Environment.UserName} in a terminal"), cancellationToken)).Changes;
    }

    public async Task RejectAsync(RunLine run, string reason, CancellationToken cancellationToken)
    {
        if (run.State != RunState.AwaitingApproval)
        {
            throw run.NotWaiting;
        }

        await client.DoAsync(HttpMethod.Post, $"runs/{run.Id}/reject", new ApiRejection(reason), cancellationToken);
    }

    public async Task<UndoPlan> PlanUndoAsync(RunLine run, bool each, CancellationToken cancellationToken)
    {
        var undo = await client.GetAsync<ApiChanges>($"runs/{run.Id}/undo?each={(each ? "true" : "false")}", cancellationToken);
        return new UndoPlan(run, undo.Digest ?? "", undo.Changes, each ? Lines(undo) : [], [.. undo.Kept.Select(RemoteFindings.Of)]);
    }

    public Task UndoAsync(UndoPlan undo, ProgressBars bars, CancellationToken cancellationToken) =>
        client.PostAsync<ApiDecided>($"runs/{undo.Run.Id}/undo", new ApiDecision(undo.Digest), cancellationToken);

    private async Task<Guid> StartAsync(string connection, string what, object body, CancellationToken cancellationToken)
    {
        try
        {
            var started = await client.PostAsync<ApiStarted>($"connections/{ApiWords.Escaped(connection)}/{what}", body, cancellationToken);
            return started.State == "started" ? started.Run : throw RunFailures.Busy();
        }
        catch (CommandError error) when (error is { ExitCode: ExitCodes.NotFound, Code: null } && what == "previews")
        {
            throw ConnectionLine.Unknown(connection, (await new RemoteConnections(client).ListAsync(cancellationToken)).Select(c => c.Name));
        }
    }

    /// <summary>Watches a run to its end. Whoever stops watching stops nothing.</summary>
    private async Task<(ApiRun Run, ApiChanges? Changes)> EndAsync(Guid id, ProgressBars bars, CancellationToken cancellationToken)
    {
        ApiRun run;
        try
        {
            run = await WatchAsync(id, bars, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw GoesOn(id, "You stopped watching.", ExitCodes.Failed);
        }
        catch (CommandError error) when (error.ExitCode == ExitCodes.ConnectionFailed)
        {
            throw GoesOn(id, error.Message, error.ExitCode);
        }

        return run switch
        {
            { State: "failed" } when run.Findings?.FirstOrDefault(f => f.Severity == RollcallApi.Word(FindingSeverity.Failed)) is { } failed => throw RunFailures.Of(RemoteFindings.Of(failed)),
            { State: "failed" } => throw new CommandError(ExitCodes.Failed, $"Run {id} failed. {run.Reason}", $"“rollcall runs {id}” shows it."),
            { State: "interrupted" } => throw new CommandError(ExitCodes.Failed, $"The server ended in the middle of run {id}. {run.Reason}", $"“rollcall runs {id}” says what was written; the schedule carries on."),
            { HasPlan: true } => (run, await ChangesOfAsync(id, cancellationToken)),
            _ => (run, null),
        };
    }

    private async Task<ApiRun> WatchAsync(Guid id, ProgressBars bars, CancellationToken cancellationToken)
    {
        var (stage, looks) = (default(RunStage?), 0);
        while (true)
        {
            var run = await client.GetAsync<ApiRun>($"runs/{id}", cancellationToken);
            if (run.Progress is { } at)
            {
                var now = ApiWords.Parse<RunStage>(at.Stage);
                if (stage != now)
                {
                    stage = now;
                    bars.Enter(now);
                }

                bars.Advance(now, at.Done, at.Total);
            }

            if (run.State != RollcallApi.Word(RunState.Running))
            {
                return run;
            }

            // A short run is seen to its end at once, and a long one does not use up what a token may ask in a minute.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(150 + (50 * looks++), 1500)), TimeProvider.System, cancellationToken);
        }
    }

    private static CommandError GoesOn(Guid id, string why, int exit) => new(
        exit, $"{why} Run {id} was started on the server and goes on there; what becomes of it is not known here.", $"Look at it: rollcall runs {id}");

    private Task<ApiChanges> ChangesOfAsync(Guid id, CancellationToken cancellationToken) => client.GetAsync<ApiChanges>($"runs/{id}/changes?each=true", cancellationToken);

    private static RunOutcome OutcomeOf(ApiRun run, ApiChanges? changes) => new()
    {
        Run = run.Id.ToString(), State = ApiWords.Parse<RunState>(run.State), Digest = run.Digest, Counts = run.Counts, ReadAt = changes?.ReadAt, Planned = changes?.Changes ?? run.Changes,
        Applied = run.Changes, Guard = changes?.Guard ?? [], Findings = [.. (run.Findings ?? []).Select(RemoteFindings.Of)],
    };

    private static RunLine Of(ApiRun run) => new()
    {
        Id = run.Id, Connection = run.Connection, State = ApiWords.Parse<RunState>(run.State), Reading = ApiWords.Parse<ReadingKind>(run.Reading), StartedAt = run.StartedAt, Read = run.Read,
        Applied = run.Changes, Held = (run.HeldPeople ?? 0) + (run.HeldValues ?? 0), Digest = run.Digest, HasPlan = run.HasPlan ?? false, Reason = run.Reason, ApprovedBy = run.ApprovedBy,
        UndoneBy = run.UndoneBy, AreFindingsRemoved = run.FindingsRemoved, Counts = run.Counts, Findings = [.. (run.Findings ?? []).Select(RemoteFindings.Of)],
    };

    private static IReadOnlyList<ChangeLine> Lines(ApiChanges? changes) => [.. (changes?.Items ?? []).Select(LineOf)];

    /// <summary>A change in the words of the terminal.</summary>
    public static ChangeLine LineOf(ApiChange change) => new(
        ChangeLines.KindOf(ApiWords.Parse<ChangeVerb>(change.Verb ?? "set"), ApiWords.Parse<SubjectKind>(change.Subject)), change.Who, change.Field ?? "", change.Before, change.After, change.Cause);
}
