using System.CommandLine;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>doctor</c>: is everything as it should be?</summary>
internal static class DoctorCommand
{
    public static Command Create() => RollcallCli.Command("doctor", "Check the database, every connection and what waits for a person. Exit code 1: something is wrong.", RunAsync);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var checks = new List<Check> { new("database", true, "opened, migrations are up to date") };
        var interrupted = await session.Runs.InterruptDeadAsync(cancellationToken);
        if (interrupted > 0)
        {
            checks.Add(new("runs", true, $"{interrupted} runs of ended processes were marked as interrupted"));
        }

        var workspace = await session.WorkspaceAsync(cancellationToken);
        checks.Add(new("workspace", true, $"{workspace.Name}, {await session.Get<EmployeeQueries>().CountAsync(workspace.Id, cancellationToken)} employees"));
        foreach (var connection in await session.Connections.ListAsync(workspace.Id, cancellationToken))
        {
            checks.Add(await TestAsync(session, workspace, connection, cancellationToken));
            var findings = await session.Runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken);
            var held = findings.Count(f => f.Severity == FindingSeverity.Held);
            checks.Add(new($"{connection.Config.Name} findings", held == 0, held == 0 ? "nothing is held" : $"{held} causes hold values; see “rollcall findings”"));
        }

        var waiting = (await session.Runs.ListAsync(workspace.Id, null, 100, cancellationToken)).Count(r => r.State == RunState.AwaitingApproval);
        checks.Add(new("approvals", waiting == 0, waiting == 0 ? "nothing waits" : $"{waiting} plans wait for approval; see “rollcall runs”"));
        session.Terminal.Write(checks, new Column<Check>("check", c => c.Name), new Column<Check>("ok", c => c.IsGood), new Column<Check>("detail", c => c.Detail));
        return checks.TrueForAll(c => c.IsGood) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<Check> TestAsync(CliSession session, Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken)
    {
        try
        {
            var source = await session.Sync.SourceOfAsync(workspace, connection, cancellationToken);
            var test = await source.TestAsync(cancellationToken);
            var isGood = test.Authenticated && test.Problems.Count == 0;
            return new Check(connection.Config.Name, isGood, isGood
                ? $"{test.VisiblePeople} people, {test.ReadableAttributes} attributes"
                : string.Join("; ", test.Problems.Select(p => $"[{p.Code}] {p.What} → {p.Fix}")));
        }
        catch (ConnectorException exception)
        {
            return new Check(connection.Config.Name, false, $"{exception.Fault.What} → {exception.Fault.Fix}");
        }
    }

    private sealed record Check(string Name, bool IsGood, string Detail);
}
