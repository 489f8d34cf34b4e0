using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>One connection and what is known of how it is doing.</summary>
internal sealed record WatchedConnection(ConnectionEntry Entry, RunWatch Runs, WebhookEntry? Webhook);

/// <summary>All that decides what is to be told of one workspace.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Connections">Its HRIS accounts.</param>
/// <param name="Subscriptions">The programs that hear of its changes.</param>
/// <param name="StaleAfter">How long without a good sync is too long; null goes by each schedule.</param>
/// <param name="Now">The moment.</param>
internal sealed record AlertScene(
    Workspace Workspace, IReadOnlyList<WatchedConnection> Connections, IReadOnlyList<SubscriptionEntry> Subscriptions, TimeSpan? StaleAfter, DateTimeOffset Now);
