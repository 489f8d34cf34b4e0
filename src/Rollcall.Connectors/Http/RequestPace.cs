namespace Rollcall.Connectors.Http;

/// <summary>Spreads requests over the minute. A few may go at once; after them they go at even distances, so that nobody has to wait for the
/// rest of a minute that is used up.</summary>
/// <param name="perMinute">Requests in any minute; 0 is no limit.</param>
/// <param name="atOnce">How many of them may go without a distance.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPace(int perMinute, int atOnce, TimeProvider time) : Pace(time)
{
    private readonly TimeSpan distance = perMinute == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1) / Math.Max(1, perMinute - atOnce);

    /// <summary>When the next request would be due if all went at even distances.</summary>
    private DateTimeOffset due = DateTimeOffset.MinValue;

    protected override DateTimeOffset Take(DateTimeOffset now)
    {
        due = due < now ? now : due;
        var at = due - ((atOnce - 1) * distance);
        due += distance;
        return at;
    }
}
