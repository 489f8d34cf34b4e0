using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>plan CONNECTION</c>: what a sync would do, to the last field. Writes nothing.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };

    public static Command Create() => RollcallCli.Command(
        "plan", "Read everybody and show what a sync would change. Exit code 0: nothing, 2: changes, 3: the guard would stop it.", RunAsync, Name);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        var outcome = await session.Terminal.WithProgressAsync(bars => session.Company.Runs.PreviewAsync(name, bars, cancellationToken));
        PlanView.Write(session.Terminal, outcome);
        if (outcome.Planned == 0)
        {
            session.Terminal.Say("Nothing to do: the directory is in step.");
            return ExitCodes.Ok;
        }

        session.Terminal.Say($"Apply exactly this: rollcall sync {name} --plan {outcome.Digest?[..12]}, or, without reading again: rollcall approve {outcome.Run}");
        return outcome.Guard.Count > 0 ? ExitCodes.NeedsApproval : ExitCodes.Changes;
    }
}
