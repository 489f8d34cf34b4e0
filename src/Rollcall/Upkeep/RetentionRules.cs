using Rollcall.Storage;

namespace Rollcall.Upkeep;

/// <summary>What times to keep things must be like.</summary>
internal static class RetentionRules
{
    public const int MostDays = 3650;

    /// <summary>False when one of the times is none.</summary>
    public static bool IsFine(Retention retention) =>
        new[] { retention.History, retention.Runs, retention.Findings, retention.Webhooks, retention.Deliveries, retention.Alerts }.All(days => days is null or (>= 1 and <= MostDays));
}
