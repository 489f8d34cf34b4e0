namespace Rollcall.Core.Runs;

/// <summary>What day it is where the company is (R11).</summary>
public static class WorkspaceClock
{
    /// <summary>The zone of that name; UTC when this machine does not know it.</summary>
    public static TimeZoneInfo ZoneOf(string timeZone) => TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;

    /// <param name="timeZone">IANA name; UTC when this machine does not know it.</param>
    /// <param name="now">The instant.</param>
    public static DateOnly Today(string timeZone, DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, ZoneOf(timeZone)).DateTime);

    /// <summary>The last moment of a day there.</summary>
    /// <param name="day">The day.</param>
    /// <param name="timeZone">IANA name; UTC when this machine does not know it.</param>
    public static DateTimeOffset EndOf(DateOnly day, string timeZone)
    {
        var next = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(next, ZoneOf(timeZone).GetUtcOffset(next)).AddTicks(-1);
    }
}
