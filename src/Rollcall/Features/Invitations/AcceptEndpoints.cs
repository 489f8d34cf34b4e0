using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Invitations;

/// <summary>What the form of an invitation posts to.</summary>
internal static class AcceptEndpoints
{
    public static void Map(WebApplication app) => app.MapPost("/invite/{token}", AcceptAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);

    private static async Task<IResult> AcceptAsync(
        string token, [FromForm] string? password, HttpContext http, AcceptService accepting, SignInManager<AccountRow> signIn, CancellationToken cancellationToken)
    {
        var (account, workspace, problem) = await accepting.AcceptAsync(token, password ?? "", http.User, cancellationToken);
        if (account is null)
        {
            return Results.LocalRedirect($"/invite/{Uri.EscapeDataString(token)}{(problem is null ? "" : "?problem=" + problem)}");
        }

        await signIn.SignInWithClaimsAsync(account, isPersistent: true, [new Claim(Visitor.WorkspaceClaim, workspace!.Name)]);
        return Results.LocalRedirect("/employees");
    }
}
