using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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

    [Fact]
    public async Task A_link_that_names_a_workspace_opens_there_for_its_members_and_changes_nothing_for_others()
    {
        var workspaces = server.Services.GetRequiredService<WorkspaceStore>();
        var second = await workspaces.SaveAsync("second", "UTC", Token);
        await workspaces.SaveAsync("third", "UTC", Token);
        await server.Services.GetRequiredService<MemberStore>().SaveAsync(second.Id, await AccountIdAsync(), MemberRole.Owner, employee: null, Token);
        (await CurrentAsync()).ShouldBe("acme-gmbh");

        (await LeadsToAsync(owner, "/findings?connection=1&workspace=third")).ShouldBe("/findings?connection=1");
        (await CurrentAsync()).ShouldBe("acme-gmbh");
        (await LeadsToAsync(owner, "/findings?workspace=second&connection=1")).ShouldBe("/findings?connection=1");
        (await CurrentAsync()).ShouldBe("second");
        (await LeadsToAsync(owner, "/runs?workspace=second&workspace=acme-gmbh")).ShouldBe("/runs");
        (await CurrentAsync()).ShouldBe("second");

        // Whoever signs in first is led there afterwards.
        using var stranger = new Browser(server.Address);
        var signIn = new Uri((await LeadsToAsync(stranger, "/runs?workspace=second"))!);
        signIn.AbsolutePath.ShouldBe("/sign-in");
        var back = Uri.UnescapeDataString(signIn.Query["?returnUrl=".Length..]);
        back.ShouldBe("/runs?workspace=second");
        using var signedIn = await stranger.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", Password), ("returnUrl", back));
        signedIn.Headers.Location!.OriginalString.ShouldBe(back);
        (await LeadsToAsync(stranger, back)).ShouldBe("/runs");
    }

    [Theory]
    [InlineData("//evil.example/?workspace=acme-gmbh")]
    [InlineData("//evil.example?workspace=none")]
    [InlineData("/%5Cevil.example?workspace=acme-gmbh")]
    [InlineData("/\\evil.example?workspace=acme-gmbh")]
    [InlineData("/%2F/evil.example?workspace=acme-gmbh")]
    public async Task A_link_that_names_a_workspace_leads_nowhere_else(string path)
    {
        // As it is on the wire: a browser's or a program's own reading of it is not asked.
        var target = new Uri(server.Address, (await LeadsToRawAsync(path)).ShouldNotBeNull());

        target.Authority.ShouldBe(server.Address.Authority);
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

    private static async Task<string?> LeadsToAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return answer.Headers.Location?.OriginalString;
    }

    private async Task<string?> LeadsToRawAsync(string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nCookie: {owner.Cookies}\r\nConnection: close\r\n\r\n"), Token);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Token);
        return answer.Split("\r\n").TakeWhile(line => line.Length > 0).FirstOrDefault(line => line.StartsWith("Location: ", StringComparison.OrdinalIgnoreCase))?["Location: ".Length..];
    }

    /// <summary>The workspace that the owner looks at, as the cookie says it.</summary>
    private async Task<string> CurrentAsync()
    {
        var cookie = owner.Cookies.Split("; ").Single(c => c.StartsWith("rollcall=", StringComparison.Ordinal))["rollcall=".Length..];
        var ticket = server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Unprotect(cookie)!;
        return (await Visitor.MemberAsync(ticket.Principal, server.Services.GetRequiredService<MemberStore>(), Token))!.Workspace.Name;
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
