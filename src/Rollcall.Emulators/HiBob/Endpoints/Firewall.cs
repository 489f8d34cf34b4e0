namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>
/// Blocks for five minutes after more than 50 answers of 401 in ten seconds, counted by address and by Authorization, or of 403 by
/// Authorization (docs/rate-limit, 2026).
/// </summary>
internal sealed class Firewall(TimeProvider time)
{
    private const int Most = 50;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_block = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _refusals = [];
    private readonly Dictionary<string, DateTimeOffset> _blocked = [];

    public bool Blocks(string address, string authorization)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return IsBlocked("address " + address, now) || IsBlocked("authorization " + authorization, now);
        }
    }

    public void Refused(int status, string address, string authorization)
    {
        lock (_lock)
        {
            if (status == 401)
            {
                Count("address " + address, "401 address " + address);
                if (authorization.Length > 0)
                {
                    Count("authorization " + authorization, "401 authorization " + authorization);
                }
            }
            else if (status == 403)
            {
                Count("authorization " + authorization, "403 authorization " + authorization);
            }
        }
    }

    private bool IsBlocked(string who, DateTimeOffset now) => _blocked.TryGetValue(who, out var until) && now < until;

    private void Count(string who, string what)
    {
        var now = time.GetUtcNow();
        if (!_refusals.TryGetValue(what, out var times))
        {
            times = new Queue<DateTimeOffset>();
            _refusals[what] = times;
        }

        while (times.TryPeek(out var oldest) && now - oldest >= s_window)
        {
            times.Dequeue();
        }

        times.Enqueue(now);
        if (times.Count > Most)
        {
            times.Clear();
            _blocked[who] = now + s_block;
        }
    }
}
