using System.CommandLine;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli;

/// <summary><c>employee KEY</c>: one profile, each value with where it comes from.</summary>
internal static class EmployeeCommand
{
    public static readonly Argument<string> Key = new("employee") { Description = "Email, external id, id or unique full name." };

    public static Command Create() => RollcallCli.Command("employee", "Show one employee.", RunAsync, Key);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var profile = await session.Company.People.ProfileAsync(await session.Company.People.FindAsync(session.Parse.GetValue(Key)!, cancellationToken), cancellationToken);
        session.Terminal.Write(profile.Values,
            new Column<ProfileValue>("field", l => l.Field), new Column<ProfileValue>("label", l => l.Label), new Column<ProfileValue>("value", l => l.Value), new Column<ProfileValue>("source", l => l.Source));
        foreach (var tie in profile.Ties)
        {
            var excluded = tie.ExcludedSince is { } since ? $", excluded since {since:yyyy-MM-dd} by “{tie.ExcludedBy}”" : "";
            session.Terminal.Say($"{tie.Connection ?? "a retired connection"}: external id {tie.ExternalId}{excluded}");
        }

        return ExitCodes.Ok;
    }
}
