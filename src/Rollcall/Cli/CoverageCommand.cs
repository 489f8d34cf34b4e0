using System.CommandLine;
using Rollcall.Core.Planning;

namespace Rollcall.Cli;

/// <summary><c>coverage list | accept</c>: fill rates of the last good run (R12).</summary>
internal static class CoverageCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Argument<string> Attribute = new("attribute") { Description = "The HRIS attribute's key." };

    public static Command Create() => RollcallCli.Group("coverage", "How many people have a value, by attribute.",
        RollcallCli.Command("list", "Fill rates of the last good run.", ListAsync, Name),
        RollcallCli.Command("accept", "Take a lower fill rate as it is: the next sync writes the blanks.", AcceptAsync, Name, Attribute));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Connections.CoverageAsync(session.Parse.GetValue(Name)!, cancellationToken),
            new Column<AttributeCoverage>("attribute", c => c.Attribute),
            new Column<AttributeCoverage>("filled", c => c.Filled),
            new Column<AttributeCoverage>("people", c => c.Total),
            new Column<AttributeCoverage>("percent", c => Math.Round(c.Percent, 1)));
        return ExitCodes.Ok;
    }

    private static async Task<int> AcceptAsync(CliSession session, CancellationToken cancellationToken)
    {
        await session.Company.Connections.AcceptCoverageAsync(session.Parse.GetValue(Name)!, session.Parse.GetValue(Attribute)!, cancellationToken);
        session.Terminal.Say("Accepted. The next sync writes what it reads.");
        return ExitCodes.Ok;
    }
}
