using System.Security.Cryptography;
using Rollcall.Api;
using Rollcall.Features.Access;
using Rollcall.Server;
using Scalar.AspNetCore;

namespace Rollcall.Features.Reference;

/// <summary>The API document as a page on which requests are written and sent. It is Scalar's; it loads nothing from elsewhere and tells nobody what is done on it.</summary>
internal static class ScalarPage
{
    public const string Address = "/api-reference";

    public static void Map(WebApplication app) => app.MapScalarApiReference(Address, (options, http) =>
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy = ContentPolicy.With(nonce);
        options.Title = "Rollcall API";
        options.OpenApiRoutePattern = "/openapi/v1.json";
        options.DefaultFonts = false;
        options.Nonce = nonce;

        // What it offers beside requests goes to its maker's servers.
        options.DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton();
        options.AddPreferredSecuritySchemes(ApiDocument.Security);
    }).RequireAuthorization(RolePolicy.Viewer);
}
