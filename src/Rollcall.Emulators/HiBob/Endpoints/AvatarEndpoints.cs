using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>The address of someone's picture, as plain text.</summary>
internal static class AvatarEndpoints
{
    public static void Map(Routes routes, HiBobTenant tenant)
    {
        routes.Get("/avatars/{employeeId}", http => OneAsync(http, tenant, (string)http.Request.RouteValues["employeeId"]!));
        routes.Get("/avatars", http => OneAsync(http, tenant, http.Request.Query["email"].ToString()));
    }

    private static Task OneAsync(HttpContext http, HiBobTenant tenant, string identifier)
    {
        if (identifier.Length == 0)
        {
            return Answers.BadRequest(http, "email is required");
        }

        return tenant.Roster.Find(identifier) is { } person ? Answers.Text(http, CoreFields.AvatarUrl(tenant.Roster.View(person))) : Answers.Empty(http, 404);
    }
}
