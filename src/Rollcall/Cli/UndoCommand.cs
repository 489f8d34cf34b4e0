using System.CommandLine;
using Rollcall.Core.Runs;

namespace Rollcall.Cli;

/// <summary><c>undo RUN</c>: takes a whole run back, with a preview.</summary>
internal static class UndoCommand
{
    private static readonly Argument<string> Id = new("run") { Description = "The run to take back." };
    private static readonly Option<bool> Preview = new("--preview") { Description = "Only show what would be taken back. Exit code 0: nothing, 2: changes." };

    public static Command Create() => RollcallCli.Command("undo", "Take a whole run back and pause its connection.", RunAsync, Id, Preview);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var run = await session.Company.Runs.FindAsync(session.Parse.GetValue(Id)!, cancellationToken);
        if (run.State != RunState.Succeeded)
        {
            throw new CommandError(ExitCodes.Refused, $"Run {run.Id} is {run.State}: there is nothing to take back.", "“rollcall runs” lists those that were applied.");
        }

        var isPreview = session.Parse.GetValue(Preview);
        var undo = await session.Company.Runs.PlanUndoAsync(run, each: isPreview, cancellationToken);
        if (isPreview)
        {
            session.Terminal.Write(undo.Lines, PlanView.Columns);
        }

        foreach (var finding in undo.Kept)
        {
            session.Terminal.Say($"[{finding.Code}] {finding.What}");
        }

        if (isPreview)
        {
            session.Terminal.Say($"{undo.Changes} changes would be taken back. Nothing was written.");
            return undo.Changes == 0 ? ExitCodes.Ok : ExitCodes.Changes;
        }

        await session.Terminal.WithProgressAsync(async bars =>
        {
            await session.Company.Runs.UndoAsync(undo, bars, cancellationToken);
            return true;
        });
        session.Terminal.Write(new { run = undo.Run.Id, changes = undo.Changes }, []);
        session.Terminal.Say($"Took {undo.Changes} changes back. The connection is paused, so that the next sync does not redo them: “rollcall connections resume …” when you are ready.");
        return ExitCodes.Ok;
    }
}
