namespace Rollcall.Core.Runs;

/// <summary>What day it is where the company is (R11).</summary>
public static class WorkspaceClock
{
    /// <param name="timeZone">IANA name; UTC when this machine does not know it.</param>
    /// <param name="now">The instant.</param>
    public static DateOnly Today(string timeZone, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
    }
}
