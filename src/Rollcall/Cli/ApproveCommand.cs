using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>approve RUN</c>: applies exactly the plan that was shown, or refuses.</summary>
internal static class ApproveCommand
{
    private static readonly Argument<string> Id = new("run") { Description = "The run that waits for approval, or the newest preview." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the record." };

    public static Command Create() => RollcallCli.Command("approve", "Apply exactly the plan of a stopped or previewed run. Exit code 9: the directory changed since.", RunAsync, Id, Reason);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var run = await session.Company.Runs.FindAsync(session.Parse.GetValue(Id)!, cancellationToken);
        if (!run.HasPlan)
        {
            throw run.NothingToApply;
        }

        var applied = await session.Terminal.WithProgressAsync(bars => session.Company.Runs.ApproveAsync(run, session.Parse.GetValue(Reason), bars, cancellationToken));
        session.Terminal.Write(new { run = run.Id.ToString(), digest = run.Digest, applied }, [$"applied plan {run.Digest?[..12]}: {applied} changes"]);
        return ExitCodes.Ok;
    }
}
