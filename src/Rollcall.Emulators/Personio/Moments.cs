using System.Globalization;

namespace Rollcall.Emulators.Personio;

/// <summary>Days and moments as parameters give them. Which zone is meant without one is not documented; here it is UTC.</summary>
internal static class Moments
{
    private static readonly string[] s_forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Null when it cannot be read.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
