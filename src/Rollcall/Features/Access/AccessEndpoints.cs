using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>What the forms of signing in post to. Each form carries an antiforgery token.</summary>
internal static class AccessEndpoints
{
    public const string SetupPurpose = "setup";
    public const string DemoPurpose = "demo:";

    public static void Map(WebApplication app)
    {
        app.MapPost("/sign-in", SignInAsync).AllowAnonymous();
        app.MapPost("/sign-out", SignOutAsync);
        app.MapPost("/setup/{token}", SetupAsync).AllowAnonymous();
        app.MapGet("/sign-in/{token}", LinkAsync).AllowAnonymous();
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? email, [FromForm] string? password, [FromForm] string? returnUrl, SignInManager<AccountRow> signIn)
    {
        var result = await signIn.PasswordSignInAsync(email ?? "", password ?? "", isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/");
        }

        var query = IsLocal(returnUrl) ? "&returnUrl=" + Uri.EscapeDataString(returnUrl!) : "";
        return Results.LocalRedirect($"/sign-in?problem={(result.IsLockedOut ? "locked" : "wrong")}{query}");
    }

    private static async Task<IResult> SignOutAsync([FromForm] string? reason, SignInManager<AccountRow> signIn)
    {
        _ = reason;
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> SetupAsync(
        string token, [FromForm] string? workspace, [FromForm] string? email, [FromForm] string? password, OneTimeLinks links, AccountService accounts,
        SignInManager<AccountRow> signIn, CancellationToken cancellationToken)
    {
        if (links.Peek(token) != SetupPurpose)
        {
            return Results.LocalRedirect("/setup/" + token);
        }

        var (account, problem) = await accounts.CreateOwnerAsync(workspace ?? "", email ?? "", password ?? "", cancellationToken);
        if (account is null)
        {
            return Results.LocalRedirect($"/setup/{token}?problem={problem}");
        }

        links.Take(token);
        await signIn.SignInAsync(account, isPersistent: true);
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> LinkAsync(string token, OneTimeLinks links, UserManager<AccountRow> users, SignInManager<AccountRow> signIn)
    {
        if (links.Take(token) is not { } purpose || !purpose.StartsWith(DemoPurpose, StringComparison.Ordinal)
            || await users.FindByIdAsync(purpose[DemoPurpose.Length..]) is not { } account)
        {
            return Results.LocalRedirect("/sign-in?problem=link");
        }

        await signIn.SignInWithClaimsAsync(account, isPersistent: true, [new Claim("amr", "link")]);
        return Results.LocalRedirect("/");
    }

    private static bool IsLocal(string? url) => url is ['/', ..] and not ['/', '/', ..] and not ['/', '\\', ..];
}
