namespace Rollcall.Connectors.Http;

/// <summary>Keeps a vendor's limit from the start: politeness is cheaper than refusals.</summary>
/// <param name="time">The clock.</param>
internal abstract class Pace(TimeProvider time)
{
    private readonly Lock gate = new();

    /// <summary>Waits until one more request is within the limit.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetUtcNow();
            wait = Take(now) - now;
        }

        if (wait > TimeSpan.Zero)
        {
            MeasuredCalls.Waited(wait, "pace");
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Takes the next place, one caller at a time, and says when it is; a moment that is past is now.</summary>
    protected abstract DateTimeOffset Take(DateTimeOffset now);

    /// <summary>Does something that <see cref="Take"/> must not see half done.</summary>
    protected void Alone(Action note)
    {
        lock (gate)
        {
            note();
        }
    }
}
