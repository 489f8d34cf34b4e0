using System.CommandLine;
using Rollcall.Core.Runs;

namespace Rollcall.Cli;

/// <summary><c>plan CONNECTION</c>: what a sync would do, to the last field. Writes nothing.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };

    public static Command Create() => RollcallCli.Command(
        "plan", "Read everybody and show what a sync would change. Exit code 0: nothing, 2: changes, 3: the guard would stop it.", RunAsync, Name);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        var report = await session.Terminal.WithProgressAsync(bars => session.Sync.RunAsync(
            workspace, connection, new ReadMode.Full(), new ApplyMode.Preview(), RunTrigger.Manual, bars, cancellationToken));
        SyncCommand.Check(session.Terminal, report);
        await PlanView.WriteAsync(session, workspace, report!, cancellationToken);
        if (report!.Plan!.IsEmpty)
        {
            session.Terminal.Say("Nothing to do: the directory is in step.");
            return ExitCodes.Ok;
        }

        session.Terminal.Say($"Apply exactly this: rollcall sync {connection.Config.Name} --plan {report.Plan.Digest[..12]}, or, without reading again: rollcall approve {report.Run}");
        return report.GuardReasons.Count > 0 ? ExitCodes.NeedsApproval : ExitCodes.Changes;
    }
}
