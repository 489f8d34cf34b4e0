using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Webhooks;

/// <summary>Where an HRIS says that something changed. Nothing of a delivery is believed but that it is a reason to read.</summary>
internal static class WebhookEndpoint
{
    /// <summary>The largest known deliveries, of many employees at once, are far below.</summary>
    private const int MostBytes = 1024 * 1024;

    public static void Map(WebApplication app) => app.MapPost("/hooks/{connection:guid}/{token}", TakeAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<Results<Ok, NotFound, UnauthorizedHttpResult, StatusCodeHttpResult>> TakeAsync(
        Guid connection, string token, HttpContext http, WebhookStore webhooks, ConnectionStore connections, WebhookWorker worker, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(connection);
        if (await webhooks.OpenAsync(id, token, cancellationToken) is not var (workspace, secret)
            || await connections.FindAsync(workspace, id, cancellationToken) is not { } entry
            || Connectors.Connectors.Find(entry.Config.Provider)?.Webhook is not { } format)
        {
            WebhookTelemetry.Received("unknown");
            return TypedResults.NotFound();
        }

        if (await BodyAsync(http, cancellationToken) is not { } body)
        {
            WebhookTelemetry.Received("too_large", entry.Config.Provider);
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var delivery = new WebhookDelivery(name => http.Request.Headers[name] is [{ } value] ? value : null, body, http.Request.ContentType, time.GetUtcNow());
        var hint = format.Read(delivery);
        if (secret is null || !format.IsGenuine(delivery, secret))
        {
            if (hint is WebhookHint.Nothing)
            {
                // A vendor that tries the address before there is a secret. Nothing follows from it.
                WebhookTelemetry.Received("trial", entry.Config.Provider);
                return TypedResults.Ok();
            }

            await webhooks.CountRefusedAsync(id, cancellationToken);
            WebhookTelemetry.Received("refused", entry.Config.Provider);
            return TypedResults.Unauthorized();
        }

        // Not cut off by a vendor that does not wait: it would send the same again.
        await webhooks.TakeAsync(workspace, id, body, hint, CancellationToken.None);
        WebhookTelemetry.Received("taken", entry.Config.Provider);
        worker.Arrived();
        return TypedResults.Ok();
    }

    /// <summary>Null when it is larger than a delivery can be.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > MostBytes)
        {
            return null;
        }

        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        var body = new ArrayBufferWriter<byte>();
        int read;
        while ((read = await http.Request.Body.ReadAsync(body.GetMemory(16 * 1024), cancellationToken)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > MostBytes)
            {
                return null;
            }
        }

        return body.WrittenMemory;
    }
}
