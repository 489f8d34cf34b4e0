using System.CommandLine;
using Rollcall.Core.Connecting;
using Rollcall.Storage;

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
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var all = await session.Connections.ListAsync(workspace.Id, cancellationToken);
        session.Terminal.Write(all,
            new Column<ConnectionEntry>("name", c => c.Config.Name),
            new Column<ConnectionEntry>("provider", c => c.Config.Provider),
            new Column<ConnectionEntry>("state", c => c.Paused ? "paused" : c.Config.Enabled ? "enabled" : "disabled"),
            new Column<ConnectionEntry>("mappings", c => c.Config.Mappings.Count),
            new Column<ConnectionEntry>("lastFullRead", c => c.LastFullReadAt));
        return ExitCodes.Ok;
    }

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        var source = await session.Sync.SourceOfAsync(workspace, connection, cancellationToken);
        var test = await source.TestAsync(cancellationToken);
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
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        await session.Connections.SetPausedAsync(workspace.Id, connection.Id, paused, cancellationToken);
        session.Terminal.Say($"{connection.Config.Name} is {(paused ? "paused" : "resumed")}.");
        return ExitCodes.Ok;
    }

    private static string Shown(int? count) => count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known";

    private static IEnumerable<string> Lines(ConnectionProblem problem) => [$"[{problem.Code}] {problem.What}", $"  → {problem.Fix}"];
}
