namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>Calls of one endpoint within the last minute.</summary>
internal sealed class RateLimits(TimeProvider time)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = [];

    /// <summary>Counts the call; false when the minute is used up. <paramref name="reset"/> is when the next call is free.</summary>
    public bool Take(string endpoint, int perMinute, out int remaining, out DateTimeOffset reset)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_calls.TryGetValue(endpoint, out var calls))
            {
                calls = new Queue<DateTimeOffset>();
                _calls[endpoint] = calls;
            }

            while (calls.TryPeek(out var oldest) && now - oldest >= s_minute)
            {
                calls.Dequeue();
            }

            var taken = calls.Count < perMinute;
            if (taken)
            {
                calls.Enqueue(now);
            }

            remaining = Math.Max(0, perMinute - calls.Count);
            reset = (calls.TryPeek(out var first) ? first : now) + s_minute;
            return taken;
        }
    }
}
