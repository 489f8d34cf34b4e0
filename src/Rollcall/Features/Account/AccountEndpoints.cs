using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Account;

/// <summary>What changes the visitor's cookie and can therefore not be done from a live page. Each form carries an antiforgery token.</summary>
internal static class AccountEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapPost("/account/password", PasswordAsync).RequireRateLimiting(Doors.Policy);
        app.MapPost("/account/workspace", WorkspaceAsync);
        app.MapPost("/account/sign-out-everywhere", SignOutEverywhereAsync);
    }

    private static async Task<IResult> PasswordAsync(
        [FromForm] string? current, [FromForm] string? password, HttpContext http, UserManager<AccountRow> users, SignInManager<AccountRow> signIn)
    {
        if (await users.GetUserAsync(http.User) is not { } account)
        {
            return Results.LocalRedirect("/sign-in");
        }

        var changed = await users.HasPasswordAsync(account)
            ? await users.ChangePasswordAsync(account, current ?? "", password ?? "")
            : await users.AddPasswordAsync(account, password ?? "");
        if (!changed.Succeeded)
        {
            return Results.LocalRedirect("/account?problem=" + (changed.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch)) ? "wrong" : "weak"));
        }

        // The change voids every cookie; this one is made anew.
        await signIn.SignInWithClaimsAsync(account, isPersistent: true, http.User.FindAll(Visitor.WorkspaceClaim).Take(1));
        return Results.LocalRedirect("/account?done=password");
    }

    private static async Task<IResult> WorkspaceAsync(
        [FromForm] string? workspace, HttpContext http, UserManager<AccountRow> users, SignInManager<AccountRow> signIn, MemberStore members, CancellationToken cancellationToken)
    {
        if (await users.GetUserAsync(http.User) is not { } account
            || (await members.OfAccountAsync(account.Id, cancellationToken)).FirstOrDefault(m => m.Workspace.Name == workspace) is not { } member)
        {
            return Results.LocalRedirect("/account?problem=workspace");
        }

        await signIn.SignInWithClaimsAsync(account, isPersistent: true, [new Claim(Visitor.WorkspaceClaim, member.Workspace.Name)]);
        return Results.LocalRedirect("/account?done=workspace");
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext http, IAntiforgery antiforgery, UserManager<AccountRow> users, SignInManager<AccountRow> signIn)
    {
        // The form has no field to bind, and only binding asks for the token by itself.
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        if (await users.GetUserAsync(http.User) is { } account)
        {
            await users.UpdateSecurityStampAsync(account);
        }

        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }
}
