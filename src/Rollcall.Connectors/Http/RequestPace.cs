namespace Rollcall.Connectors.Http;

/// <summary>Spreads requests so that a vendor's limit per minute is kept from the start: politeness is cheaper than refusals. A few may go at
/// once; after them they go at even distances, so that nobody has to wait for the rest of a minute that is used up.</summary>
/// <param name="perMinute">Requests in any minute; 0 is no limit.</param>
/// <param name="atOnce">How many of them may go without a distance.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPace(int perMinute, int atOnce, TimeProvider time)
{
    private readonly TimeSpan distance = perMinute == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1) / Math.Max(1, perMinute - atOnce);
    private readonly Lock gate = new();

    /// <summary>When the next request would be due if all went at even distances.</summary>
    private DateTimeOffset due = DateTimeOffset.MinValue;

    /// <summary>Waits until one more request is within the limit.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero)
        {
            MeasuredCalls.Waited(wait, "pace");
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Takes the next place and says how long it is until then.</summary>
    private TimeSpan Reserve()
    {
        if (perMinute == 0)
        {
            return TimeSpan.Zero;
        }

        lock (gate)
        {
            var now = time.GetUtcNow();
            due = due < now ? now : due;
            var wait = due - ((atOnce - 1) * distance) - now;
            due += distance;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }
}
