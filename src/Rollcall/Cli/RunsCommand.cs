using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Runs;

namespace Rollcall.Cli;

/// <summary><c>runs [RUN]</c>: what happened, newest first; one run with its changes.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string?> Id = new("run") { Description = "A run's id or its first characters.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Take = new("--take") { Description = "At most so many.", DefaultValueFactory = _ => 20 };

    public static Command Create() => RollcallCli.Command("runs", "List runs, or show one with its changes.", RunAsync, Id, Take);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        if (session.Parse.GetValue(Id) is { } id)
        {
            return await ShowAsync(session, await session.Company.Runs.FindAsync(id, cancellationToken), cancellationToken);
        }

        session.Terminal.Write(await session.Company.Runs.ListAsync(session.Parse.GetValue(Take), cancellationToken),
            new Column<RunLine>("run", r => r.Id.ToString()),
            new Column<RunLine>("connection", r => r.Connection),
            new Column<RunLine>("state", r => r.State.ToString()),
            new Column<RunLine>("reading", r => r.Reading.ToString()),
            new Column<RunLine>("started", r => r.StartedAt),
            new Column<RunLine>("read", r => r.Read),
            new Column<RunLine>("changes", r => r.Applied),
            new Column<RunLine>("held", r => r.Held),
            new Column<RunLine>("plan", r => r.Digest?[..12]));
        return ExitCodes.Ok;
    }

    private static async Task<int> ShowAsync(CliSession session, RunLine run, CancellationToken cancellationToken)
    {
        var changes = await session.Company.Runs.ChangesAsync(run, cancellationToken);
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
                changes,
                findings = run.AreFindingsRemoved ? null : run.Findings.Select(FindingsCommand.Shape),
            }, []);
            return ExitCodes.Ok;
        }

        session.Terminal.Write(changes, PlanView.Columns);
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
