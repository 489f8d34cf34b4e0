using System.CommandLine;
using Rollcall.Demo;
using Rollcall.Server;

namespace Rollcall.Cli;

/// <summary><c>demo</c>: everything at once, on this machine alone.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "End after the tour, without the web app." };
    private static readonly Option<bool> Quietly = new("--without-webhooks") { Description = "The emulated HR systems say nothing when somebody changes; changes come with the next sync." };
    private static readonly Option<int> Employees = new("--employees") { Description = "People in each made-up company.", DefaultValueFactory = _ => 60 };

    public static Command Create() => RollcallCli.Here("demo", "Start emulated HR systems and the web app, sync, and show what came of it.", RunAsync, Once, Quietly, Employees, ServeCommand.Url);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        await using var tour = await DemoTour.StartAsync(session, session.Parse.GetValue(Employees), cancellationToken);
        await tour.RunAsync(cancellationToken);
        if (!session.Parse.GetValue(Once))
        {
            await using var server = await ServeAsync(session.Parse, tour.Guide, cancellationToken);
            session.Terminal.Data.WriteLine();
            if (!session.Parse.GetValue(Quietly))
            {
                await tour.ConnectWebhooksAsync(server.Address, cancellationToken);
                session.Terminal.Data.WriteLine("The connected HR systems tell of changes by webhook: change somebody there, and watch it arrive here within a second.");
            }

            session.Terminal.Data.WriteLine($"Rollcall is at {server.Address}. This link signs you in as the owner, once:");
            session.Terminal.Data.WriteLine($"  {await server.DemoLinkAsync(tour.Workspace, cancellationToken)}");
            session.Terminal.Say("The web app and the emulated HR systems run until Ctrl-C.");
            await server.UntilStoppedAsync(cancellationToken);
        }

        return ExitCodes.Ok;
    }

    /// <summary>Where it was asked for; else at the usual address, or at a free one when that is taken.</summary>
    private static async Task<RollcallServer> ServeAsync(ParseResult parse, DemoGuide guide, CancellationToken cancellationToken)
    {
        // What a demo sends goes to programs on this machine.
        var options = ServeCommand.OptionsOf(parse) with { Demo = guide, AllowsPrivateTargets = true };
        try
        {
            return await ServeCommand.StartAsync(options, cancellationToken);
        }
        catch (CommandError error) when (error.ExitCode == ExitCodes.Refused && parse.GetResult(ServeCommand.Url) is null or { Implicit: true })
        {
            return await ServeCommand.StartAsync(options with { Url = "http://127.0.0.1:0" }, cancellationToken);
        }
    }
}
