using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall.Features.Access;
using Rollcall.Server;
using Rollcall.Storage;

namespace Rollcall.Tests.Web;

/// <summary>What everybody can do with their own account.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Email = "owner@acme.example";
    private const string Password = "a long sentence about boats";
    private const string Other = "another sentence about trains";
    private readonly string folder = Directory.CreateTempSubdirectory("rollcall-account-").FullName;
    private RollcallServer server = null!;
    private Browser owner = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await RollcallServer.StartAsync(new ServerOptions(new StorageChoice(folder, null), "http://127.0.0.1:0", LogLevel.None), Token);
        owner = new Browser(server.Address);
        var link = (await server.SetupLinkAsync(Token))!.PathAndQuery;
        using var made = await owner.PostAsync(link, link, ("workspace", "Acme GmbH"), ("email", Email), ("password", Password));
        made.Headers.Location!.OriginalString.ShouldBe("/");
    }

    public async ValueTask DisposeAsync()
    {
        owner.Dispose();
        await server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("wrong sentence about boats", Other, "/account?problem=wrong")]
    [InlineData(Password, "dragon123456", "/account?problem=weak")]
    [InlineData(Password, Other, "/account?done=password")]
    public async Task A_password_is_changed_by_whoever_knows_it(string current, string password, string answer)
    {
        using var changed = await owner.PostAsync("/sign-in", "/account/password", ("current", current), ("password", password));
        using var still = await owner.GetAsync("/account");

        changed.Headers.Location!.OriginalString.ShouldBe(answer);
        still.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await MaySignInAsync(answer.Contains("done", StringComparison.Ordinal) ? Other : Password)).ShouldBeTrue();
    }

    [Fact]
    public async Task Signing_out_everywhere_voids_every_cookie()
    {
        var before = await StampAsync();

        using var signedOut = await owner.PostAsync("/sign-in", "/account/sign-out-everywhere");
        using var gone = await owner.GetAsync("/account");

        signedOut.Headers.Location!.OriginalString.ShouldBe("/sign-in");
        gone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StampAsync()).ShouldNotBe(before);
        server.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval.ShouldBe(RevalidatedVisits.Interval);
    }

    [Fact]
    public async Task Whoever_has_several_workspaces_goes_from_one_to_the_other_and_to_no_third()
    {
        var workspaces = server.Services.GetRequiredService<WorkspaceStore>();
        var second = await workspaces.SaveAsync("second", "UTC", Token);
        await workspaces.SaveAsync("third", "UTC", Token);
        await server.Services.GetRequiredService<MemberStore>().SaveAsync(second.Id, await AccountIdAsync(), MemberRole.Owner, employee: null, Token);

        using var refused = await owner.PostAsync("/sign-in", "/account/workspace", ("workspace", "third"));
        using var gone = await owner.PostAsync("/sign-in", "/account/workspace", ("workspace", "second"));

        refused.Headers.Location!.OriginalString.ShouldBe("/account?problem=workspace");
        gone.Headers.Location!.OriginalString.ShouldBe("/account?done=workspace");
    }

    [Theory]
    [InlineData("/account/password")]
    [InlineData("/account/workspace")]
    [InlineData("/account/sign-out-everywhere")]
    [InlineData("/account/passkeys/options")]
    [InlineData("/account/passkeys")]
    [InlineData("/sign-in/passkey/options")]
    [InlineData("/sign-in/passkey")]
    public async Task A_form_of_another_site_is_refused(string path)
    {
        using var forged = await owner.PostWithoutTokenAsync(path, ("password", Other));

        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await MaySignInAsync(Password)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/account/password")]
    [InlineData("/account/workspace")]
    [InlineData("/account/sign-out-everywhere")]
    [InlineData("/account/passkeys/options")]
    [InlineData("/account/passkeys")]
    public async Task A_stranger_changes_no_account(string path)
    {
        using var stranger = new Browser(server.Address);

        using var refused = await stranger.PostAsync("/sign-in", path, ("password", Other));

        refused.Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task A_passkey_that_is_none_signs_nobody_in()
    {
        using var stranger = new Browser(server.Address);

        using var refused = await stranger.PostAsync("/sign-in", "/sign-in/passkey", ("credential", "{}"), ("returnUrl", "/runs"));

        refused.Headers.Location!.OriginalString.ShouldBe("/sign-in?problem=passkey&returnUrl=%2Fruns");
    }

    [Fact]
    public async Task Whoever_knocks_too_often_is_told_so_in_words()
    {
        using var stranger = new Browser(server.Address);
        string? location = null;
        for (var i = 0; i <= Doors.PerMinute * 2 && location?.Contains("many", StringComparison.Ordinal) != true; i++)
        {
            using var refused = await stranger.PostWithoutTokenAsync("/sign-in", ("email", Email), ("password", "x"));
            location = refused.Headers.Location?.OriginalString;
        }

        location.ShouldBe("/sign-in?problem=many");
        (await stranger.TextAsync(location!)).ShouldContain("Too many tries");
    }

    private async Task<bool> MaySignInAsync(string password)
    {
        using var browser = new Browser(server.Address);
        using var signedIn = await browser.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", password));
        return signedIn.Headers.Location!.OriginalString == "/";
    }

    private async Task<Guid> AccountIdAsync()
    {
        using var scope = server.Services.CreateScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>().FindByEmailAsync(Email))!.Id;
    }

    private async Task<string?> StampAsync()
    {
        using var scope = server.Services.CreateScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>().FindByEmailAsync(Email))!.SecurityStamp;
    }
}
