using System.Text.Json;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>A webhook of the account. What authenticates its deliveries is written, never shown.</summary>
internal sealed class Webhook
{
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required WebhookRequest Request { get; set; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("url", Request.Url.AbsoluteUri);
        json.WriteString("description", Request.Description);
        json.WriteString("status", Request.IsEnabled ? "ENABLED" : "DISABLED");
        json.WriteString("auth_type", Request.Auth.ToString().ToUpperInvariant());
        json.WriteStartArray("enabled_events");
        foreach (var name in Request.Events)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteString("created_at", V2.PersonWriter.Instant(Created));
        json.WriteEndObject();
    }
}

/// <summary>How deliveries prove themselves; nothing is signed.</summary>
internal enum WebhookAuth
{
    Token,
    Custom,
    None,
}

/// <summary>One event to deliver, serialised.</summary>
internal sealed record WebhookEvent(string Name, DateTimeOffset At, byte[] Body);

/// <summary>One request of a delivery. No status means no answer in time.</summary>
internal sealed record WebhookAttempt(string WebhookId, string Event, DateTimeOffset At, int? Status);
