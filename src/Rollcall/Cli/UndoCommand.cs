using System.CommandLine;
using Rollcall.Core.Applying;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary><c>undo RUN</c>: takes a whole run back, with a preview.</summary>
internal static class UndoCommand
{
    private static readonly Argument<string> Id = new("run") { Description = "The run to take back." };
    private static readonly Option<bool> Preview = new("--preview") { Description = "Only show what would be taken back. Exit code 0: nothing, 2: changes." };

    public static Command Create() => RollcallCli.Command("undo", "Take a whole run back and pause its connection.", RunAsync, Id, Preview);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var run = await session.RunAsync(workspace, session.Parse.GetValue(Id)!, cancellationToken);
        if (run.State != RunState.Succeeded)
        {
            throw new CommandError(ExitCodes.Refused, $"Run {run.Id} is {run.State}: there is nothing to take back.", "“rollcall runs” lists those that were applied.");
        }

        if (await session.Get<HistoryQueries>().CutOfRunAsync(workspace.Id, run, cancellationToken) is { } since)
        {
            throw new CommandError(
                ExitCodes.Refused, $"Run {run.Id} cannot be taken back: history is kept since {since:yyyy-MM-dd HH:mm} UTC, and the run is from before.", "Change values by hand, or correct them in the HRIS and sync again.");
        }

        var undo = await session.Sync.PlanUndoAsync(workspace, run, cancellationToken);
        var view = await ChangeLines.OfAsync(session.Sync, session.Get<EmployeeQueries>(), workspace, undo.Changes, cancellationToken);
        session.Terminal.Write(view.Lines, PlanView.Columns);
        foreach (var finding in undo.Findings)
        {
            session.Terminal.Say($"[{finding.Code}] {FindingCatalog.TextOf(finding).What}");
        }

        if (session.Parse.GetValue(Preview))
        {
            session.Terminal.Say($"{undo.Changes.Count} changes would be taken back. Nothing was written.");
            return undo.IsEmpty ? ExitCodes.Ok : ExitCodes.Changes;
        }

        var outcome = await session.Terminal.WithProgressAsync(bars => session.Sync.UndoAsync(workspace, run, undo, Environment.UserName, bars, cancellationToken));
        switch (outcome)
        {
            case null:
                throw new CommandError(ExitCodes.Busy, "A run of this connection is going on.", "Wait for its end, then undo.");
            case ApplyOutcome.DirectoryChanged:
                throw new CommandError(ExitCodes.Refused, "Nothing was written: the directory changed meanwhile.", "Undo again to see what still stands.", FindingCodes.DirectoryChanged);
            default:
                session.Terminal.Say($"Took {undo.Changes.Count} changes back. The connection is paused, so that the next sync does not redo them: “rollcall connections resume …” when you are ready.");
                return ExitCodes.Ok;
        }
    }
}
