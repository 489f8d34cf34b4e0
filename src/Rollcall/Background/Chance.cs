namespace Rollcall.Background;

/// <summary>Spreads out what would come back all at once, for several threads. Nothing depends on it but when retries come.</summary>
internal sealed class Chance
{
    private readonly Random random = new();

    /// <summary>A number from 0 up to 1.</summary>
    public double Next()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
