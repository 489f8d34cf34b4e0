using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Personio;

/// <summary>Webhooks of version 2 (reference of webhooks, 2026-09): ids only, nothing signed; a static value comes in <c>Authorization</c>.</summary>
internal static class PersonioWebhook
{
    public static WebhookFormat Format { get; } = new()
    {
        Steps =
        [
            new("Give the credential the right.", "In Personio, Marketplace > API credentials > the credential: tick Webhooks > write."),
            new("Create the webhook.", "POST it to /v2/webhooks with the address as url, status ENABLED, the value shown here as token, and the events person.created, person.updated, person.deleted, employment.created, employment.updated, employment.deleted, employment.started and employment.terminated. Personio has no page for this; its API reference has a form that sends it."),
            new("Try it.", "POST /v2/webhooks/{id}/ping. This page then says that one came."),
        ],
        IsSecretTheirs = false,
        SecretLabel = "token",
        MakeSecret = random => "Bearer " + random,
        IsGenuine = (delivery, secret) => WebhookParts.AreSame(delivery.Headers("Authorization"), secret),
        Read = Read,
    };

    private static WebhookHint Read(WebhookDelivery delivery)
    {
        try
        {
            using var document = JsonDocument.Parse(delivery.Body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("event_name", out var name) || name.ValueKind != JsonValueKind.String)
            {
                return new WebhookHint.Everybody("a delivery without event_name");
            }

            var said = name.GetString()!;
            return said switch
            {
                "ping" => new WebhookHint.Nothing(),
                "person.deleted" => new WebhookHint.Everybody(said),
                _ when said.StartsWith("person.", StringComparison.Ordinal) || said.StartsWith("employment.", StringComparison.Ordinal) =>
                    root.TryGetProperty("payload", out var payload) && PersonIn(payload, said.StartsWith("person.", StringComparison.Ordinal)) is { } id
                        ? new WebhookHint.People([id])
                        : new WebhookHint.Everybody($"{said} without a person"),
                _ when said.StartsWith("absence-period.", StringComparison.Ordinal) || said.StartsWith("attendance-period.", StringComparison.Ordinal)
                    || said.StartsWith("document.", StringComparison.Ordinal) => new WebhookHint.Nothing(),
                _ => new WebhookHint.Everybody("an event that is not known"),
            };
        }
        catch (JsonException)
        {
            return new WebhookHint.Everybody("a delivery that is not JSON");
        }
    }

    /// <summary>The inside of a payload was never recorded: <c>person.id</c>, <c>person_id</c>, and for events of persons a bare <c>id</c> are taken.</summary>
    private static string? PersonIn(JsonElement payload, bool isOfPerson)
    {
        if (payload.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return payload.TryGetProperty("person", out var person) && person.ValueKind == JsonValueKind.Object ? WebhookParts.Text(person, "id")
            : WebhookParts.Text(payload, "person_id") ?? WebhookParts.Text(payload, "person") ?? (isOfPerson ? WebhookParts.Text(payload, "id") : null);
    }
}
