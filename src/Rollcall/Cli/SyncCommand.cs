using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Cli;

/// <summary><c>sync CONNECTION</c>: read, plan, guard, apply.</summary>
internal static class SyncCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Option<string?> Plan = new("--plan") { Description = "Apply only if it is exactly this plan (its hash, 12 or more characters). You have seen it, so the guard lets it pass." };
    private static readonly Option<string?> Employee = new("--employee") { Description = "Only this person: external id, email or id." };
    private static readonly Option<bool> Delta = new("--delta") { Description = "Only those changed since the last read, where the HRIS can tell." };

    public static Command Create() => RollcallCli.Command(
        "sync", "Bring the directory in step. Exit code 3: the guard stopped it, 8: a run is going on, 9: another plan than asked for.", RunAsync, Name, Plan, Employee, Delta);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var wish = new SyncWish(session.Parse.GetValue(Plan) is { } digest ? Digest(digest) : null, session.Parse.GetValue(Employee), session.Parse.GetValue(Delta));
        var outcome = await session.Terminal.WithProgressAsync(bars => session.Company.Runs.SyncAsync(session.Parse.GetValue(Name)!, wish, bars, cancellationToken));
        Write(session.Terminal, outcome);
        if (outcome.State == RunState.AwaitingApproval)
        {
            session.Terminal.Complain("The guard stopped this sync; nothing was written.", $"Look at it with “rollcall runs {outcome.Run}”, then “rollcall approve {outcome.Run}” or “rollcall reject {outcome.Run}”.", FindingCodes.GuardStopped);
            return ExitCodes.NeedsApproval;
        }

        return ExitCodes.Ok;
    }

    private static void Write(Terminal terminal, RunOutcome outcome)
    {
        terminal.Write(
            new
            {
                run = outcome.Run,
                state = outcome.State.ToString(),
                digest = outcome.Digest,
                applied = outcome.Applied,
                counts = outcome.Counts,
                guard = outcome.Guard,
                findings = outcome.Findings.Select(FindingsCommand.Shape),
                seconds = outcome.Seconds,
            },
            [$"run {outcome.Run}: {outcome.State}, {outcome.Applied} changes"]);
        PlanView.Summarise(terminal, outcome);
    }

    private static string Digest(string text) => text.Length >= 12 && text.All(Uri.IsHexDigit)
        ? text.ToLowerInvariant()
        : throw new CommandError(ExitCodes.Usage, $"“{text}” is no plan hash.", "Give at least 12 characters of the hash that “rollcall plan” shows.");
}
