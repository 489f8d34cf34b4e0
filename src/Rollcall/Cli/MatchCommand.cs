using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>match CONNECTION EXTERNAL-ID EMPLOYEE|new</c>: a person's decision about who a doubted record is (R1, R19).</summary>
internal static class MatchCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Argument<string> ExternalId = new("external-id") { Description = "The HRIS' id of the record." };
    private static readonly Argument<string> Who = new("who") { Description = "An employee's key, or “new” for somebody new." };

    public static Command Create() => RollcallCli.Command("match", "Decide who a held record is.", RunAsync, Name, ExternalId, Who);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var who = session.Parse.GetValue(Who)!;
        var employee = who == "new" ? (Core.Directory.EmployeeId?)null : await session.Company.People.FindAsync(who, cancellationToken);
        await session.Company.Connections.MatchAsync(session.Parse.GetValue(Name)!, session.Parse.GetValue(ExternalId)!, employee, cancellationToken);
        session.Terminal.Say("Decided. The next sync acts on it.");
        return ExitCodes.Ok;
    }
}
