using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.HiBob.Webhooks;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>
/// What Bob's own page Settings → Integrations → Webhooks does. The vendor has no API for it, so it lies under <c>/_control</c>.
/// </summary>
internal static class WebhookSettings
{
    public static void Map(WebApplication app, HiBobTenant tenant)
    {
        app.MapGet("/_control/hibob/webhooks", http => Answers.Json(http, writer => Write(writer, tenant.Webhooks)));
        app.MapPost("/_control/hibob/webhooks", http => SaveAsync(http, tenant));
        app.MapDelete("/_control/hibob/webhooks/{id:int}", http =>
            Answers.Empty(http, tenant.Webhooks.Remove(int.Parse((string)http.Request.RouteValues["id"]!, CultureInfo.InvariantCulture)) ? 204 : 404));
    }

    private static async Task SaveAsync(HttpContext http, HiBobTenant tenant)
    {
        if (await Body.ReadAsync(http) is not { } body)
        {
            return;
        }

        var url = Text(body, "url");
        if (Text(body, "secret") is not { Length: > 0 } secret || !Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
        {
            await Answers.BadRequest(http, "url and secret are required");
            return;
        }

        string[] events = body.TryGetProperty("events", out var given) && given.ValueKind == JsonValueKind.Array
            ? [.. given.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
        if (await tenant.Webhooks.SaveAsync(target, secret, events) is not { } webhook)
        {
            await Answers.Error(http, 422, "webhook.ping", "The target did not answer the ping test");
            return;
        }

        await Answers.Json(
            http,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", webhook.Id);
                writer.WriteEndObject();
            },
            201);
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Write(Utf8JsonWriter writer, WebhookBook book)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("webhooks");
        foreach (var webhook in book.All)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", webhook.Id);
            writer.WriteString("url", webhook.Url.AbsoluteUri);
            writer.WriteStartArray("events");
            foreach (var type in webhook.Events)
            {
                writer.WriteStringValue(type);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("attempts");
        foreach (var attempt in book.Attempts)
        {
            writer.WriteStartObject();
            writer.WriteNumber("webhookId", attempt.WebhookId);
            writer.WriteString("type", attempt.Type);
            writer.WriteString("at", attempt.At);
            if (attempt.Status is { } status)
            {
                writer.WriteNumber("status", status);
            }
            else
            {
                writer.WriteNull("status");
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
