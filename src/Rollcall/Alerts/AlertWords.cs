using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>How alerts are called where people read them.</summary>
internal static class AlertWords
{
    /// <summary>What it is, in a few words, with what it is about.</summary>
    public static string TitleOf(AlertEntry alert) => alert.Kind switch
    {
        AlertKind.RunFailed => $"A sync of {alert.Subject} failed",
        AlertKind.AwaitingApproval => $"A sync of {alert.Subject} waits for approval",
        AlertKind.Stale => $"{alert.Subject} has had no good sync for too long",
        AlertKind.Coverage => $"“{alert.Attribute}” stopped coming from {alert.Subject}",
        AlertKind.WebhooksSilent => $"The webhooks of {alert.Subject} are silent",
        AlertKind.DeliveriesDead => $"{alert.Subject} does not take changes",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What came of it.</summary>
    public static string StateOf(AlertEnding? ending) => ending switch
    {
        null => "open",
        AlertEnding.Solved => "solved",
        AlertEnding.NotWatched => "not-watched",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
