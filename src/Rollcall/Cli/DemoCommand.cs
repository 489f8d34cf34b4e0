using System.CommandLine;
using Rollcall.Demo;

namespace Rollcall.Cli;

/// <summary><c>demo</c>: everything at once, on this machine alone.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "End after the tour instead of waiting for Ctrl-C." };
    private static readonly Option<int> Employees = new("--employees") { Description = "People in each made-up company.", DefaultValueFactory = _ => 60 };

    public static Command Create() => RollcallCli.Command("demo", "Start emulated HR systems, connect them, sync, and show what came of it.", RunAsync, Once, Employees);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        await using var tour = await DemoTour.StartAsync(session, session.Parse.GetValue(Employees), cancellationToken);
        await tour.RunAsync(cancellationToken);
        if (!session.Parse.GetValue(Once))
        {
            session.Terminal.Say("The emulated HR systems run until Ctrl-C.");
            await EmulateCommand.UntilStoppedAsync(cancellationToken);
        }

        return ExitCodes.Ok;
    }
}
