using System.Globalization;

namespace Rollcall.Connectors.Http;

/// <summary>Spreads requests by what the answers say is left of a limit, which other programs may share: at once while it is nearly whole, then
/// at even distances, and not at all when nothing is left.</summary>
/// <param name="window">What the limit is for.</param>
/// <param name="time">The clock.</param>
internal sealed class ToldPace(TimeSpan window, TimeProvider time)
{
    private readonly Lock gate = new();
    private int limit;
    private int left;
    private DateTimeOffset freeAgain;
    private DateTimeOffset last;

    /// <summary>Waits until one more request is within what was told.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero)
        {
            MeasuredCalls.Waited(wait, "pace");
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Takes note of X-RateLimit-Limit, -Remaining and -Reset (Unix seconds); an answer without them says nothing.</summary>
    public void Saw(HttpResponseMessage answer)
    {
        if (NumberOf(answer, "X-RateLimit-Limit") is { } told and > 1 and < 1_000_000 && NumberOf(answer, "X-RateLimit-Remaining") is { } remaining)
        {
            lock (gate)
            {
                (limit, left) = ((int)told, (int)Math.Min(remaining, told));
                freeAgain = NumberOf(answer, "X-RateLimit-Reset") is { } reset and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(reset) : time.GetUtcNow();
            }
        }
    }

    /// <summary>A tenth of the limit goes at once; the others have the window's time between them.</summary>
    private TimeSpan Reserve()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var atOnce = Math.Max(1, limit / 10);
            var next = left == 0 ? freeAgain : left > limit - atOnce ? now : last + (window / Math.Max(1, limit - atOnce));
            next = limit == 0 || next < now ? now : next > now + window ? now + window : next;
            left = Math.Max(0, left - 1);
            last = next;
            return next - now;
        }
    }

    private static long? NumberOf(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
