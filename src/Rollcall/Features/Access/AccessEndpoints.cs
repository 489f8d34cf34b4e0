using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
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
        app.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);
        app.MapPost("/sign-out", SignOutAsync);
        app.MapPost("/setup/{token}", SetupAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);
        app.MapPost("/password/{token}", PasswordAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);
        app.MapGet("/sign-in/{token}", LinkAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);
    }

    /// <summary>A cookie that is made anew still says which workspace its visitor looks at.</summary>
    public static Task KeepWorkspaceAsync(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal?.FindFirst(Visitor.WorkspaceClaim) is { } claim)
        {
            ((ClaimsIdentity)context.NewPrincipal!.Identity!).AddClaim(claim.Clone());
        }

        return Task.CompletedTask;
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

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SignInManager<AccountRow> signIn)
    {
        // The form has no field to bind, and only binding asks for the token by itself.
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> SetupAsync(
        string token, [FromForm] string? workspace, [FromForm] string? email, [FromForm] string? password, OneTimeLinks links, AccountService accounts,
        SignInManager<AccountRow> signIn, CancellationToken cancellationToken)
    {
        // Taken before anything is made: of two that post at once, one makes the owner.
        using var link = links.Take(token);
        if (link?.Purpose != SetupPurpose)
        {
            return Results.LocalRedirect("/setup/" + token);
        }

        var (account, problem) = await accounts.CreateOwnerAsync(workspace ?? "", email ?? "", password ?? "", cancellationToken);
        if (account is null)
        {
            return Results.LocalRedirect($"/setup/{token}?problem={problem}");
        }

        link.Use();
        await signIn.SignInAsync(account, isPersistent: true);
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> PasswordAsync(
        string token, [FromForm] string? password, PasswordLinks links, UserManager<AccountRow> users, SignInManager<AccountRow> signIn, CancellationToken cancellationToken)
    {
        if (await links.AccountOfAsync(token, cancellationToken) is not { } id || await users.FindByIdAsync(id.ToString()) is not { } account)
        {
            return Results.LocalRedirect("/password/" + token);
        }

        // Setting it changes the account's stamp: the link is void, and so is every other sign-in. Of two at once, the second finds the account changed.
        if (!(await users.ResetPasswordAsync(account, await users.GeneratePasswordResetTokenAsync(account), password ?? "")).Succeeded)
        {
            return Results.LocalRedirect($"/password/{token}?problem=weak");
        }

        await users.SetLockoutEndDateAsync(account, null);
        await signIn.SignInAsync(account, isPersistent: true);
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> LinkAsync(string token, OneTimeLinks links, UserManager<AccountRow> users, SignInManager<AccountRow> signIn)
    {
        using var link = links.Take(token);
        if (link is null || !link.Purpose.StartsWith(DemoPurpose, StringComparison.Ordinal)
            || await users.FindByIdAsync(link.Purpose[DemoPurpose.Length..]) is not { } account)
        {
            return Results.LocalRedirect("/sign-in?problem=link");
        }

        link.Use();
        await signIn.SignInWithClaimsAsync(account, isPersistent: true, [new Claim("amr", "link")]);
        return Results.LocalRedirect("/");
    }

    public static bool IsLocal(string? url) => url is ['/', ..] and not ['/', '/', ..] and not ['/', '\\', ..];
}
