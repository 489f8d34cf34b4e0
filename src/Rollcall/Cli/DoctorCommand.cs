using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Cli;

/// <summary><c>doctor</c>: is everything as it should be?</summary>
internal static class DoctorCommand
{
    public static Command Create() => RollcallCli.Command("doctor", "Check the database, every connection and what waits for a person. Exit code 1: something is wrong.", RunAsync);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var company = session.Company;
        var name = await company.NameAsync(cancellationToken);
        List<Check> checks = [new(name.Place, true, name.State), new("workspace", true, $"{name.Workspace}, {name.Employees} employees")];
        var findings = await company.Findings.ListAsync(cancellationToken);
        foreach (var connection in await company.Connections.ListAsync(cancellationToken))
        {
            checks.Add(await TestAsync(company, connection.Name, cancellationToken));
            var held = findings.Count(f => f.Connection == connection.Name && f.Severity == FindingSeverity.Held);
            checks.Add(new($"{connection.Name} findings", held == 0, held == 0 ? "nothing is held" : $"{held} causes hold values; see “rollcall findings”"));
        }

        var waiting = (await company.Runs.ListAsync(100, cancellationToken)).Count(r => r.State == RunState.AwaitingApproval);
        checks.Add(new("approvals", waiting == 0, waiting == 0 ? "nothing waits" : $"{waiting} plans wait for approval; see “rollcall runs”"));
        session.Terminal.Write(checks, new Column<Check>("check", c => c.Name), new Column<Check>("ok", c => c.IsGood), new Column<Check>("detail", c => c.Detail));
        return checks.TrueForAll(c => c.IsGood) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<Check> TestAsync(ICompany company, string connection, CancellationToken cancellationToken)
    {
        try
        {
            var test = await company.Connections.TestAsync(connection, cancellationToken);
            var isGood = test.Authenticated && test.Problems.Count == 0;
            return new Check(connection, isGood, isGood
                ? $"{test.VisiblePeople} people, {test.ReadableAttributes} attributes"
                : string.Join("; ", test.Problems.Select(p => $"[{p.Code}] {p.What} → {p.Fix}")));
        }
        catch (ConnectorException exception)
        {
            return new Check(connection, false, $"{exception.Fault.What} → {exception.Fault.Fix}");
        }
    }

    private sealed record Check(string Name, bool IsGood, string Detail);
}
