using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Personio;

/// <summary>Tokens: version 1 takes JSON or a form, version 2 is OAuth client credentials by form alone.</summary>
internal static class AuthEndpoints
{
    public static void Map(WebApplication app, PersonioTenant tenant)
    {
        var tokens = tenant.Tokens;
        app.MapPost("/v1/auth", async http =>
        {
            if (http.Request.Query.ContainsKey("client_id") || http.Request.Query.ContainsKey("client_secret"))
            {
                // Credentials in the query are refused since 2026-12-04 (changelog).
                await Answers.ErrorAsync(http, 403, 0, "Wrong credentials");
                return;
            }

            var (id, secret) = await ReadAsync(http);
            if (!tokens.AreRight(id, secret))
            {
                await Answers.ErrorAsync(http, 403, 0, "Wrong credentials");
                return;
            }

            var (token, seconds) = tokens.Issue();
            await Results.Json(new { success = true, data = new { token, expires_in = seconds, scope = Scopes.Granted(tenant) } }).ExecuteAsync(http);
        });
        app.MapPost("/v2/auth/token", async http =>
        {
            var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
            var error = form is null ? "invalid_request"
                : form["grant_type"] != "client_credentials" ? "unsupported_grant_type"
                : !tokens.AreRight(form["client_id"], form["client_secret"]) ? "invalid_client"
                : null;
            if (error is not null)
            {
                await RefuseAsync(http, error, tenant.Context);
                return;
            }

            var (token, seconds) = tokens.Issue();
            await Results.Json(new { access_token = token, token_type = "Bearer", expires_in = seconds, scope = Scopes.Granted(tenant) }).ExecuteAsync(http);
        });
        app.MapPost("/v2/auth/revoke", () =>
        {
            tokens.Revoke();
            return Results.Ok();
        });
    }

    private static async Task RefuseAsync(HttpContext http, string error, EmulatorContext context)
    {
        http.Response.StatusCode = 400;
        http.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(http.Response.Body, new
        {
            timestamp = context.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            trace_id = Guid.CreateVersion7(context.Time.GetUtcNow()).ToString(),
            error,
            error_description = "Client authentication failed (e.g., unknown client, wrong secret, no client authentication included, or unsupported authentication method).",
        }, cancellationToken: http.RequestAborted);
    }

    private static async Task<(string? Id, string? Secret)> ReadAsync(HttpContext http)
    {
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return (form["client_id"], form["client_secret"]);
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            string? Text(string name) => body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            return (Text("client_id"), Text("client_secret"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }
}
