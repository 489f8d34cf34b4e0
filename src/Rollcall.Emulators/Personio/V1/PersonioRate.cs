using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Personio.V1;

/// <summary>300 requests a minute and 15 a second on employees (changelog, 2024-05-06), when limits are on.</summary>
internal sealed class PersonioRate(EmulatorContext context)
{
    private readonly Queue<DateTimeOffset> taken = new();
    private readonly Lock gate = new();

    public bool TryTake()
    {
        if (!context.Options.RateLimits)
        {
            return true;
        }

        lock (gate)
        {
            var now = context.Time.GetUtcNow();
            while (taken.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1))
            {
                taken.Dequeue();
            }

            if (taken.Count >= 300 || taken.Count(t => now - t < TimeSpan.FromSeconds(1)) >= 15)
            {
                return false;
            }

            taken.Enqueue(now);
            return true;
        }
    }
}
