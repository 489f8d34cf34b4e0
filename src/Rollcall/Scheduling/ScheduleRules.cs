using System.Globalization;
using System.Text.RegularExpressions;
using Quartz;
using Rollcall.Core.Mapping;

namespace Rollcall.Scheduling;

/// <summary>What the scheduler makes of a written schedule.</summary>
internal static partial class ScheduleRules
{
    /// <summary>Reads a schedule and checks that its crontab line, if it is one, ever comes true; null when it is none.</summary>
    public static SyncSchedule? Parse(string text) =>
        SyncSchedule.Parse(text) is { } schedule && (schedule.Crontab is null || IsCrontab(schedule.Crontab)) ? schedule : null;

    /// <summary>The next moments of a schedule after a moment, in UTC; empty when it is off.</summary>
    public static IReadOnlyList<DateTimeOffset> Next(SyncSchedule schedule, DateTimeOffset after, string timeZone, int count)
    {
        var moments = new List<DateTimeOffset>();
        var at = after;
        while (moments.Count < count && Next(schedule, at, timeZone) is { } next)
        {
            moments.Add(next);
            at = next;
        }

        return moments;
    }

    /// <summary>A connection keeps to the same few seconds after the full minute, other ones than its neighbours: they do not all ask at once.</summary>
    public static TimeSpan JitterOf(Guid connection, SyncSchedule schedule)
    {
        var most = Math.Clamp((schedule.EveryMinutes ?? 10) * 6, 1, 60);
        return TimeSpan.FromSeconds(BitConverter.ToUInt32(connection.ToByteArray(), 12) % most);
    }

    private static DateTimeOffset? Next(SyncSchedule schedule, DateTimeOffset after, string timeZone) => schedule switch
    {
        { EveryMinutes: { } minutes } => after.AddMinutes(minutes),
        { Crontab: { } crontab } => CronExpression.Parse(crontab, CronFormat.Unix).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(timeZone)).GetNextValidTimeAfter(after),
        _ => null,
    };

    /// <summary>Quartz 4.7.3 takes 98 and 99 for its own signs of “any” instead of refusing them (seen 2026-11-25); no field goes beyond 59.</summary>
    private static bool IsCrontab(string text) =>
        Number().Matches(text).All(number => number.Length <= 2 && int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) <= 59)
        && CronExpression.TryParse(text, CronFormat.Unix, out var cron) && cron.WithTimeZone(TimeZoneInfo.Utc).GetNextValidTimeAfter(DateTimeOffset.UnixEpoch) is not null;

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
