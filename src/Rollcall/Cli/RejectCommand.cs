using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>reject RUN</c>: the plan is dropped; nothing was written and nothing will be.</summary>
internal static class RejectCommand
{
    private static readonly Argument<string> Id = new("run") { Description = "The run that waits for approval." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "Rejected." };

    public static Command Create() => RollcallCli.Command("reject", "Drop the plan of a stopped run.", RunAsync, Id, Reason);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var run = await session.Company.Runs.FindAsync(session.Parse.GetValue(Id)!, cancellationToken);
        await session.Company.Runs.RejectAsync(run, session.Parse.GetValue(Reason)!, cancellationToken);
        session.Terminal.Say($"Rejected run {run.Id}. Nothing was written.");
        return ExitCodes.Ok;
    }
}
