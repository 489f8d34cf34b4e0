namespace Rollcall.Emulators.Personio.V2;

/// <summary>The gateway's rate limit of one endpoint: 30 requests a second, 100 at once (probed by a third party, 2026-07, on persons).</summary>
internal sealed class TokenBucket(TimeProvider time)
{
    public const int PerSecond = 30;
    public const int Capacity = 100;

    private readonly Lock _lock = new();
    private double _left = Capacity;
    private DateTimeOffset _at = time.GetUtcNow();

    /// <summary>Takes one, or tells that none is left; then how many whole ones remain.</summary>
    public (bool Taken, int Left) Take(bool limited)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _left = Math.Min(Capacity, _left + ((now - _at).TotalSeconds * PerSecond));
            _at = now;
            if (_left < 1 && limited)
            {
                return (false, 0);
            }

            _left = Math.Max(0, _left - 1);
            return (true, limited ? (int)_left : Capacity - 1);
        }
    }
}
