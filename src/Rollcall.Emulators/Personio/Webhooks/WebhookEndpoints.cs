using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Personio.V2;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>/v2/webhooks: manage them, see what was sent, try them out. The shape of the answers was not recorded.</summary>
internal sealed class WebhookEndpoints(PersonioTenant tenant, V2Gate gate)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/v2/webhooks", ListAsync);
        app.MapPost("/v2/webhooks", CreateAsync);
        app.MapGet("/v2/webhooks/{id}", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksRead, webhook => Json.AnswerAsync(http, webhook.Write)));
        app.MapPatch("/v2/webhooks/{id}", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksWrite, webhook => ChangeAsync(http, webhook)));
        app.MapDelete("/v2/webhooks/{id}", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksWrite, webhook =>
        {
            tenant.Webhooks.Remove(webhook);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        app.MapGet("/v2/webhooks/{id}/activity", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksRead, webhook => ActivityAsync(http, webhook)));
        app.MapGet("/v2/webhooks/{id}/events", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksRead, webhook => EventsAsync(http, webhook)));
        app.MapPost("/v2/webhooks/{id}/ping", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksWrite, webhook => SendAsync(http, webhook, WebhookEvents.Ping)));
        app.MapPost("/v2/webhooks/{id}/test-event", (HttpContext http, string id) => OneAsync(http, id, Scopes.WebhooksWrite, webhook => TestAsync(http, webhook)));
    }

    private static Task ListAsync(HttpContext http, IEnumerable<Action<Utf8JsonWriter>> items) => Json.AnswerAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("_data");
        foreach (var write in items)
        {
            write(json);
        }

        json.WriteEndArray();
        json.WriteStartObject("_meta");
        json.WriteStartObject("links");
        Lists.WriteLink(json, "self", PersonioTenant.AddressOf(http.Request) + http.Request.Path);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private async Task ListAsync(HttpContext http)
    {
        if (await gate.EnterAsync(http, "webhooks", Scopes.WebhooksRead))
        {
            await ListAsync(http, tenant.Webhooks.All.Select(webhook => (Action<Utf8JsonWriter>)webhook.Write));
        }
    }

    private async Task CreateAsync(HttpContext http)
    {
        if (await gate.EnterAsync(http, "webhooks", Scopes.WebhooksWrite) && await ReadAsync(http, null) is { } request)
        {
            await Json.AnswerAsync(http, tenant.Webhooks.Add(request).Write, StatusCodes.Status201Created);
        }
    }

    private async Task ChangeAsync(HttpContext http, Webhook webhook)
    {
        if (await ReadAsync(http, webhook.Request) is { } request)
        {
            webhook.Request = request;
            await Json.AnswerAsync(http, webhook.Write);
        }
    }

    private Task ActivityAsync(HttpContext http, Webhook webhook) => ListAsync(http, tenant.Webhooks.AttemptsOf(webhook.Id).Select(attempt => (Action<Utf8JsonWriter>)(json =>
    {
        json.WriteStartObject();
        json.WriteString("event_name", attempt.Event);
        json.WriteString("attempted_at", PersonWriter.Instant(attempt.At));
        json.WritePropertyName("response_status");
        if (attempt.Status is { } status)
        {
            json.WriteNumberValue(status);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    })));

    private Task EventsAsync(HttpContext http, Webhook webhook) =>
        ListAsync(http, tenant.Webhooks.EventsOf(webhook.Id).Select(happened => (Action<Utf8JsonWriter>)(json => json.WriteRawValue(happened.Body))));

    private async Task TestAsync(HttpContext http, Webhook webhook)
    {
        using var body = await BodyAsync(http);
        if (body?.RootElement is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("event_name", out var name)
            && name.ValueKind == JsonValueKind.String && WebhookEvents.Names.Contains(name.GetString(), StringComparer.Ordinal))
        {
            await SendAsync(http, webhook, name.GetString()!);
            return;
        }

        await Answers.BadRequestAsync(http, "event_name must be one of the events.", tenant.Context);
    }

    private Task SendAsync(HttpContext http, Webhook webhook, string name)
    {
        tenant.Webhooks.Send(webhook, WebhookEvents.Sample(name, tenant, tenant.Workforce.People().FirstOrDefault()));
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private async Task OneAsync(HttpContext http, string id, string scope, Func<Webhook, Task> answer)
    {
        if (!await gate.EnterAsync(http, "webhook", scope))
        {
            return;
        }

        if (tenant.Webhooks.All.FirstOrDefault(webhook => webhook.Id == id) is not { } found)
        {
            await Answers.NoSuchResourceAsync(http, tenant.Context);
            return;
        }

        await answer(found);
    }

    private async Task<WebhookRequest?> ReadAsync(HttpContext http, WebhookRequest? before)
    {
        using var body = await BodyAsync(http);
        var problem = "The body is no JSON.";
        var request = body is null ? null : WebhookRequest.Parse(body.RootElement, before, out problem);
        if (request is null)
        {
            await Answers.BadRequestAsync(http, problem, tenant.Context);
        }

        return request;
    }

    private static async Task<JsonDocument?> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
