using System.CommandLine;
using Rollcall.Core.Applying;
using Rollcall.Core.Planning;

namespace Rollcall.Cli;

/// <summary><c>approve RUN</c>: applies exactly the plan that was shown, or refuses.</summary>
internal static class ApproveCommand
{
    private static readonly Argument<string> Id = new("run") { Description = "The run that waits for approval, or the newest preview." };

    public static Command Create() => RollcallCli.Command("approve", "Apply exactly the plan of a stopped or previewed run. Exit code 9: the directory changed since.", RunAsync, Id);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var run = await session.RunAsync(workspace, session.Parse.GetValue(Id)!, cancellationToken);
        var plan = await session.Runs.LoadPlanAsync(workspace.Id, run.Id, cancellationToken)
            ?? throw new CommandError(ExitCodes.Refused, $"Run {run.Id} has no plan to apply; it is {run.State}.", "“rollcall runs” lists those that wait for approval; “rollcall plan” makes a new preview.");
        var outcome = await session.Terminal.WithProgressAsync(bars => session.Sync.ApproveAsync(workspace, run, plan, Environment.UserName, bars, cancellationToken));
        if (outcome is ApplyOutcome.DirectoryChanged changed)
        {
            throw new CommandError(ExitCodes.Refused, $"Nothing was written: the directory changed since the plan was made ({string.Join(", ", changed.Conflicts.Take(3))}).", "Sync or preview again to get a new plan.", FindingCodes.DirectoryChanged);
        }

        session.Terminal.Write(new { run = run.Id.ToString(), digest = plan.Digest, applied = plan.Changes.Count }, [$"applied plan {plan.Digest[..12]}: {plan.Changes.Count} changes"]);
        return ExitCodes.Ok;
    }
}
