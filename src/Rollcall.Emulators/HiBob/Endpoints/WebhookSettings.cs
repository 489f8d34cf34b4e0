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
        var settings = app.MapGroup("/_control/webhooks");
        settings.MapMethods("", [HttpMethods.Get, HttpMethods.Post], http => Answers.Json(http, writer => Write(writer, tenant.Webhooks)));
        settings.MapPost("/save", http => SaveAsync(http, tenant));
        settings.MapPost("/remove", http => Answers.Empty(
            http,
            int.TryParse(http.Request.Query["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && tenant.Webhooks.Remove(id) ? 204 : 404));
    }

    private static async Task SaveAsync(HttpContext http, HiBobTenant tenant)
    {
        var query = http.Request.Query;
        var secret = query["secret"].ToString();
        if (secret.Length == 0 || !Uri.TryCreate(query["url"], UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
        {
            await Answers.BadRequest(http, "url and secret are required; event may be given several times");
            return;
        }

        var events = query["event"].Where(type => !string.IsNullOrEmpty(type)).Select(type => type!).ToList();
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
