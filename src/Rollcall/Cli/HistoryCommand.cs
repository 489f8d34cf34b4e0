using System.CommandLine;
using System.Globalization;
using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;

namespace Rollcall.Cli;

/// <summary><c>history EMPLOYEE</c>: past values, and the profile as of a moment.</summary>
internal static class HistoryCommand
{
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The profile as it was at this moment: 2026-11-23 or 2026-11-23T09:00:00Z." };

    public static Command Create() => RollcallCli.Command("history", "Every change of one employee, newest first; or the profile as of a moment.", RunAsync, EmployeeCommand.Key, AsOf);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var people = session.Company.People;
        var id = await people.FindAsync(session.Parse.GetValue(EmployeeCommand.Key)!, cancellationToken);
        if (session.Parse.GetValue(AsOf) is { } moment)
        {
            return await ShowAsOfAsync(session, id, moment, cancellationToken);
        }

        var history = await people.HistoryAsync(id, cancellationToken);
        session.Terminal.Write(history.Changes,
            new Column<PastChange>("at", r => r.At),
            new Column<PastChange>("kind", r => r.Line.Kind),
            new Column<PastChange>("field", r => r.Line.Field),
            new Column<PastChange>("before", r => r.IsCut ? "(not kept)" : r.Line.Before),
            new Column<PastChange>("after", r => r.Line.After),
            new Column<PastChange>("cause", r => r.Line.Cause),
            new Column<PastChange>("run", r => r.Run?.ToString() ?? "by a person"));
        if (history.KeptSince is { } since)
        {
            session.Terminal.Say($"History is kept since {since:yyyy-MM-dd HH:mm} UTC; what is older is here only as far as it made today's values.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> ShowAsOfAsync(CliSession session, EmployeeId id, string moment, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.People.ProfileAsOfAsync(id, MomentOf(moment), cancellationToken),
            new Column<ProfileValue>("field", v => v.Field),
            new Column<ProfileValue>("value", v => v.Value));
        return ExitCodes.Ok;
    }

    /// <summary>A moment as it is typed; a day is its beginning, in UTC.</summary>
    internal static DateTimeOffset MomentOf(string word) => DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? at
        : throw new CommandError(ExitCodes.Usage, $"“{word}” is no moment.", "Write 2026-11-23 or 2026-11-23T09:00:00Z.");
}
