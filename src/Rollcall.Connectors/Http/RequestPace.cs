namespace Rollcall.Connectors.Http;

/// <summary>Spreads requests so that a vendor's limit per minute is kept from the start: politeness is cheaper than refusals.</summary>
/// <param name="perMinute">Requests a minute; 0 is no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPace(int perMinute, TimeProvider time)
{
    private readonly Queue<long> sent = new();
    private readonly Lock gate = new();

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
            var wait = sent.Count < perMinute ? TimeSpan.Zero : TimeSpan.FromMinutes(1) - time.GetElapsedTime(sent.Dequeue());
            wait = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            sent.Enqueue(time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency));
            return wait;
        }
    }
}
