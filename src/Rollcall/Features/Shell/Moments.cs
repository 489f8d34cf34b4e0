using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Rollcall.Features.Shell;

/// <summary>Moments as people say them; the exact one is for the tooltip.</summary>
public sealed class Moments(TimeProvider time, IStringLocalizer<ShellTexts> texts)
{
    /// <summary>“5 minutes ago”.</summary>
    public string Ago(DateTimeOffset at)
    {
        var passed = time.GetUtcNow() - at;
        return passed switch
        {
            { TotalSeconds: < 60 } => texts["moment.now"],
            { TotalMinutes: < 60 } => Count("moment.minutes", (int)passed.TotalMinutes),
            { TotalHours: < 24 } => Count("moment.hours", (int)passed.TotalHours),
            { TotalDays: < 14 } => Count("moment.days", (int)passed.TotalDays),
            _ => texts["moment.on", at.ToString("d", CultureInfo.CurrentCulture)],
        };
    }

    /// <summary>“in 5 minutes”, of a moment to come.</summary>
    public string Until(DateTimeOffset at)
    {
        var left = at - time.GetUtcNow();
        return left switch
        {
            { TotalSeconds: < 60 } => texts["moment.soon"],
            { TotalMinutes: < 60 } => Count("moment.in-minutes", (int)Math.Ceiling(left.TotalMinutes)),
            { TotalHours: < 48 } => Count("moment.in-hours", (int)Math.Round(left.TotalHours)),
            _ => Count("moment.in-days", (int)Math.Round(left.TotalDays)),
        };
    }

    /// <summary>In the viewer's culture and the workspace's zone.</summary>
    public static string Exact(DateTimeOffset at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).ToString("g", CultureInfo.CurrentCulture);

    public static string Duration(TimeSpan span) => span.TotalSeconds < 60
        ? span.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture) + " s"
        : string.Create(CultureInfo.CurrentCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s");

    private string Count(string key, int count) => count == 1 ? texts[key + ".one"] : texts[key, count];
}
