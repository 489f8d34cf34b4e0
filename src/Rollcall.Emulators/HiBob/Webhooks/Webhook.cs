using System.Threading.Channels;

namespace Rollcall.Emulators.HiBob.Webhooks;

/// <summary>A webhook as saved in Bob's settings. Its events wait in line: a later one never overtakes.</summary>
internal sealed class Webhook(int id, Uri url, string secret, IReadOnlyList<string> events)
{
    public int Id { get; } = id;

    public Uri Url { get; } = url;

    public string Secret { get; } = secret;

    /// <summary>Types it listens to; all when empty.</summary>
    public IReadOnlyList<string> Events { get; } = events;

    public Channel<WebhookEvent> Line { get; } = Channel.CreateUnbounded<WebhookEvent>();

    public bool ListensTo(string type) => Events.Count == 0 || Events.Contains(type, StringComparer.Ordinal);
}

/// <summary>One attempt to deliver. No status means no answer.</summary>
internal sealed record WebhookAttempt(int WebhookId, string Type, DateTimeOffset At, int? Status);
