namespace Rollcall.Subscriptions;

/// <summary>How long deliveries wait for what.</summary>
/// <param name="Timeout">For an answer.</param>
/// <param name="Retries">After each failed try, until the next; when there are no more, it is a dead letter.</param>
/// <param name="Look">Until the change log is looked at again.</param>
/// <param name="Lease">Until another node may take over a subscription of a node that says nothing any more. Longer than one try can last.</param>
internal sealed record DeliveryPace(TimeSpan Timeout, IReadOnlyList<TimeSpan> Retries, TimeSpan Look, TimeSpan Lease)
{
    /// <summary>So much longer or shorter a wait can be, so that many that failed together do not come back together.</summary>
    private const double Jitter = 0.2;

    /// <summary>Almost three days in all.</summary>
    public static DeliveryPace Usual { get; } = new(
        TimeSpan.FromSeconds(15),
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
            TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
        ],
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(30));

    /// <summary>How long to wait after a failed try; null when it was the last.</summary>
    /// <param name="failures">Failed tries, with this one.</param>
    /// <param name="chance">A number from 0 up to 1.</param>
    public TimeSpan? After(int failures, double chance) => failures > Retries.Count ? null : Retries[failures - 1] * (1 - Jitter + (2 * Jitter * chance));
}
