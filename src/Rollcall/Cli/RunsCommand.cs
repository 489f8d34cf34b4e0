using System.CommandLine;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary><c>runs [RUN]</c>: what happened, newest first; one run with its changes.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string?> Id = new("run") { Description = "A run's id or its first characters.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Take = new("--take") { Description = "At most so many.", DefaultValueFactory = _ => 20 };

    public static Command Create() => RollcallCli.Command("runs", "List runs, or show one with its changes.", RunAsync, Id, Take);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        await session.Runs.InterruptDeadAsync(cancellationToken);
        var names = (await session.Connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Id, c => c.Config.Name);
        if (session.Parse.GetValue(Id) is { } id)
        {
            return await ShowAsync(session, workspace, await session.RunAsync(workspace, id, cancellationToken), cancellationToken);
        }

        session.Terminal.Write(await session.Runs.ListAsync(workspace.Id, null, session.Parse.GetValue(Take), cancellationToken),
            new Column<RunEntry>("run", r => r.Id.ToString()),
            new Column<RunEntry>("connection", r => names.GetValueOrDefault(r.Connection)),
            new Column<RunEntry>("state", r => r.State.ToString()),
            new Column<RunEntry>("reading", r => r.Reading.ToString()),
            new Column<RunEntry>("started", r => r.StartedAt),
            new Column<RunEntry>("read", r => r.Counts?.Read),
            new Column<RunEntry>("changes", r => r.Applied),
            new Column<RunEntry>("held", r => (r.Counts?.HeldPeople ?? 0) + (r.Counts?.HeldValues ?? 0)),
            new Column<RunEntry>("plan", r => r.Digest?[..12]));
        return ExitCodes.Ok;
    }

    private static async Task<int> ShowAsync(CliSession session, Workspace workspace, RunEntry run, CancellationToken cancellationToken)
    {
        var plan = await session.Runs.LoadPlanAsync(workspace.Id, run.Id, cancellationToken);
        var changes = plan?.Changes ?? await session.Sync.DirectoryOf(workspace).ReadChangesAsync(run.Id, cancellationToken).ToListAsync(cancellationToken);
        if (plan is null && await session.Get<HistoryQueries>().CutOfRunAsync(workspace.Id, run, cancellationToken) is { } since)
        {
            throw new CommandError(ExitCodes.NotFound, $"What run {run.Id} changed is not kept any more: history is kept since {since:yyyy-MM-dd HH:mm} UTC.", "Values that stand still say which run wrote them: “rollcall explain”.");
        }

        var view = await ChangeLines.OfAsync(session.Sync, session.Get<EmployeeQueries>(), workspace, changes, cancellationToken);
        if (session.Terminal.Format == OutputFormat.Json)
        {
            session.Terminal.Write(new
            {
                run = run.Id.ToString(),
                state = run.State.ToString(),
                digest = run.Digest,
                reason = run.Reason,
                approvedBy = run.ApprovedBy,
                undoneBy = run.UndoneBy?.ToString(),
                counts = run.Counts,
                changes = view.Lines,
                findings = run.AreFindingsRemoved ? null : run.Findings.Select(FindingsCommand.Shape),
            }, []);
            return ExitCodes.Ok;
        }

        session.Terminal.Write(view.Lines, PlanView.Columns);
        session.Terminal.Say("");
        session.Terminal.Say($"run {run.Id}: {run.State}{(run.State == RunState.AwaitingApproval ? ", nothing is written yet" : "")}; plan {run.Digest?[..12] ?? "none"}");
        if (run.AreFindingsRemoved)
        {
            session.Terminal.Say("What it found is not kept any more.");
        }

        if (run.Reason is not null)
        {
            session.Terminal.Say(run.Reason);
        }

        return ExitCodes.Ok;
    }
}
