using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Explaining;

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
            session.Terminal.Say($"{tie.Connection ?? "a retired connection"}: external id {tie.ExternalId}{excluded}{(tie.Upcoming is { } upcoming ? $", {Words(upcoming)}" : "")}");
        }

        return ExitCodes.Ok;
    }

    private static string Words(Upcoming upcoming) => upcoming.Kind switch
    {
        UpcomingKind.FirstDay => $"first day {upcoming.Day:yyyy-MM-dd}",
        UpcomingKind.LastDay => $"last day {upcoming.Day:yyyy-MM-dd}; until then nothing changes",
        UpcomingKind.Other => $"says something else from {upcoming.Day:yyyy-MM-dd} on",
    };
}
