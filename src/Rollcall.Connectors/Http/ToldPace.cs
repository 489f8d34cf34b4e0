using System.Globalization;

namespace Rollcall.Connectors.Http;

/// <summary>Spreads requests by what the answers say is left of a limit, which other programs may share: at once while it is nearly whole, then
/// at even distances, and not at all when nothing is left.</summary>
/// <param name="window">What the limit is for.</param>
/// <param name="time">The clock.</param>
internal sealed class ToldPace(TimeSpan window, TimeProvider time) : Pace(time)
{
    private int limit;
    private int left;
    private DateTimeOffset freeAgain;
    private DateTimeOffset last;

    /// <summary>Takes note of X-RateLimit-Limit, -Remaining and -Reset (Unix seconds); an answer without them says nothing.</summary>
    public void Saw(HttpResponseMessage answer)
    {
        if (NumberOf(answer, "X-RateLimit-Limit") is { } told and > 1 and < 1_000_000 && NumberOf(answer, "X-RateLimit-Remaining") is { } remaining)
        {
            var reset = NumberOf(answer, "X-RateLimit-Reset") is { } seconds and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;
            Alone(() => (limit, left, freeAgain) = ((int)told, (int)Math.Min(remaining, told), reset));
        }
    }

    /// <summary>A tenth of the limit goes at once; the others have the window's time between them.</summary>
    protected override DateTimeOffset Take(DateTimeOffset now)
    {
        var atOnce = Math.Max(1, limit / 10);
        var next = limit == 0 || left > limit - atOnce ? now : left == 0 ? freeAgain : last + (window / Math.Max(1, limit - atOnce));
        next = next < now ? now : next > now + window ? now + window : next;
        left = Math.Max(0, left - 1);
        last = next;
        return next;
    }

    private static long? NumberOf(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
