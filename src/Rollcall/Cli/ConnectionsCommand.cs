using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Connecting;

namespace Rollcall.Cli;

/// <summary><c>connections list | test | pause | resume</c>.</summary>
internal static class ConnectionsCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };

    public static Command Create() => RollcallCli.Group("connections", "The HRIS accounts of the workspace.",
        RollcallCli.Command("list", "List them in order of precedence.", ListAsync),
        RollcallCli.Command("test", "Prove what the credential can do.", TestAsync, Name),
        RollcallCli.Command("pause", "No sync until it is resumed.", (session, token) => PauseAsync(session, paused: true, token), Name),
        RollcallCli.Command("resume", "Let syncs go on.", (session, token) => PauseAsync(session, paused: false, token), Name));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Connections.ListAsync(cancellationToken),
            new Column<ConnectionLine>("name", c => c.Name),
            new Column<ConnectionLine>("provider", c => c.Provider),
            new Column<ConnectionLine>("state", c => c.State),
            new Column<ConnectionLine>("mappings", c => c.Mappings),
            new Column<ConnectionLine>("lastFullRead", c => c.LastFullReadAt));
        return ExitCodes.Ok;
    }

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var test = await session.Company.Connections.TestAsync(session.Parse.GetValue(Name)!, cancellationToken);
        session.Terminal.Write(
            new
            {
                authenticated = test.Authenticated,
                visiblePeople = test.VisiblePeople,
                readableAttributes = test.ReadableAttributes,
                problems = test.Problems.Select(p => new { code = p.Code, what = p.What, fix = p.Fix, trace = p.TraceId }),
            },
            [
                $"authenticated        {(test.Authenticated ? "yes" : "no")}",
                $"people visible       {Shown(test.VisiblePeople)}",
                $"attributes readable  {Shown(test.ReadableAttributes)}",
                .. test.Problems.SelectMany(Lines),
            ]);
        return test.Authenticated && test.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.ConnectionFailed;
    }

    private static async Task<int> PauseAsync(CliSession session, bool paused, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        await session.Company.Connections.SetPausedAsync(name, paused, cancellationToken);
        session.Terminal.Say($"{name} is {(paused ? "paused" : "resumed")}.");
        return ExitCodes.Ok;
    }

    private static string Shown(int? count) => count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known";

    private static IEnumerable<string> Lines(ConnectionProblem problem) => [$"[{problem.Code}] {problem.What}", $"  → {problem.Fix}"];
}
