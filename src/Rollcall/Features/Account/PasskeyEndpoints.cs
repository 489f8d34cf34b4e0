using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Account;

/// <summary>Adding passkeys and signing in with them. What the browser's script posts carries the antiforgery token in a header.</summary>
internal static class PasskeyEndpoints
{
    public const int MostPasskeys = 10;

    /// <summary>A credential has a few thousand characters.</summary>
    private const int LongestCredential = 65_536;

    public static void Map(WebApplication app)
    {
        app.MapPost("/account/passkeys/options", OptionsAsync);
        app.MapPost("/account/passkeys", AddAsync);
        app.MapPost("/sign-in/passkey/options", SignInOptionsAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);
        app.MapPost("/sign-in/passkey", SignInAsync).AllowAnonymous().RequireRateLimiting(Doors.Policy);
    }

    private static async Task<IResult> OptionsAsync(HttpContext http, IAntiforgery antiforgery, UserManager<AccountRow> users, SignInManager<AccountRow> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(http) || await users.GetUserAsync(http.User) is not { } account)
        {
            return Results.BadRequest();
        }

        var name = account.Email ?? account.Id.ToString();
        return Results.Text(
            await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = name, DisplayName = account.DisplayName ?? name }), "application/json");
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, IAntiforgery antiforgery, UserManager<AccountRow> users, SignInManager<AccountRow> signIn, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(http) || await users.GetUserAsync(http.User) is not { } account || http.Request.ContentLength is null or > LongestCredential)
        {
            return Results.BadRequest();
        }

        if ((await users.GetPasskeysAsync(account)).Count >= MostPasskeys)
        {
            return Results.Conflict();
        }

        using var body = new StreamReader(http.Request.Body);
        var text = await body.ReadToEndAsync(cancellationToken);
        return await UnderWayAsync(() => signIn.PerformPasskeyAttestationAsync(text)) is { Succeeded: true } attested && attested.UserEntity.Id == account.Id.ToString() && (await users.AddOrUpdatePasskeyAsync(account, attested.Passkey)).Succeeded
            ? Results.NoContent()
            : Results.BadRequest();
    }

    private static async Task<IResult> SignInOptionsAsync(HttpContext http, IAntiforgery antiforgery, SignInManager<AccountRow> signIn) =>
        await antiforgery.IsRequestValidAsync(http)
            // For whoever it is: the device knows whose passkeys it has, and a stranger learns no address.
            ? Results.Text(await signIn.MakePasskeyRequestOptionsAsync(user: null), "application/json")
            : Results.BadRequest();

    private static async Task<IResult> SignInAsync(
        [FromForm] string? credential, [FromForm] string? returnUrl, UserManager<AccountRow> users, SignInManager<AccountRow> signIn)
    {
        var asserted = credential is { Length: > 0 and <= LongestCredential } ? await UnderWayAsync(() => signIn.PerformPasskeyAssertionAsync(credential)) : null;
        if (asserted is not { Succeeded: true, User: { } account, Passkey: { } passkey })
        {
            return Refused("passkey", returnUrl);
        }

        if (await users.IsLockedOutAsync(account))
        {
            return Refused("locked", returnUrl);
        }

        // Its counter went on; a copy of the passkey would fall behind.
        await users.AddOrUpdatePasskeyAsync(account, passkey);
        await signIn.SignInWithClaimsAsync(account, isPersistent: true, [new Claim("amr", "passkey")]);
        return Results.LocalRedirect(AccessEndpoints.IsLocal(returnUrl) ? returnUrl! : "/");
    }

    /// <summary>Null when it was never begun in this browser, or too long ago: Identity throws then.</summary>
    private static async Task<T?> UnderWayAsync<T>(Func<Task<T>> perform)
        where T : class
    {
        try
        {
            return await perform();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Refused(string problem, string? returnUrl) =>
        Results.LocalRedirect($"/sign-in?problem={problem}{(AccessEndpoints.IsLocal(returnUrl) ? "&returnUrl=" + Uri.EscapeDataString(returnUrl!) : "")}");
}
