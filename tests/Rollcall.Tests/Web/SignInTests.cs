using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall.Server;
using Rollcall.Storage;

namespace Rollcall.Tests.Web;

/// <summary>Nothing is reachable without signing in but health and the sign-in itself; the first account is made through a link that works once.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Email = "owner@acme.example";
    private const string Password = "a long sentence about boats";
    private readonly string folder = Directory.CreateTempSubdirectory("rollcall-web-").FullName;
    private RollcallServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        server = await RollcallServer.StartAsync(new ServerOptions(new StorageChoice(folder, null), "http://127.0.0.1:0", LogLevel.None), Token);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/employees", HttpStatusCode.Redirect)]
    [InlineData("/employees/6f1c1f6c-0000-4000-8000-000000000001", HttpStatusCode.Redirect)]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", HttpStatusCode.OK)]
    public async Task A_stranger_sees_the_sign_in_and_nothing_else(string path, HttpStatusCode status)
    {
        using var browser = new Browser(server.Address);
        using var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(status);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'self'");
        if (status == HttpStatusCode.Redirect)
        {
            answer.Headers.Location!.OriginalString.ShouldContain("/sign-in");
        }
    }

    [Fact]
    public async Task The_first_link_makes_the_owner_once()
    {
        var link = (await server.SetupLinkAsync(Token))!;
        using var browser = new Browser(server.Address);

        using var made = await browser.PostAsync(link.PathAndQuery, link.PathAndQuery, ("workspace", "Acme GmbH"), ("email", Email), ("password", Password));
        using var home = await browser.GetAsync("/");
        using var second = new Browser(server.Address);
        using var again = await second.GetAsync(link.PathAndQuery);

        made.Headers.Location!.OriginalString.ShouldBe("/");
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync(Token)).ShouldContain("used already");
        (await server.SetupLinkAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_two_that_use_the_first_link_at_once_one_becomes_the_owner()
    {
        var link = (await server.SetupLinkAsync(Token))!;
        using var first = new Browser(server.Address);
        using var second = new Browser(server.Address);
        // Both have the form before either sends it: afterwards there is none to be had.
        var (firstToken, secondToken) = (await first.FormTokenAsync(link.PathAndQuery), await second.FormTokenAsync(link.PathAndQuery));

        var answers = await Task.WhenAll(
            first.PostWithoutTokenAsync(link.PathAndQuery, firstToken, ("workspace", "Acme"), ("email", Email), ("password", Password)),
            second.PostWithoutTokenAsync(link.PathAndQuery, secondToken, ("workspace", "Acme"), ("email", "other@acme.example"), ("password", Password)));

        answers.Count(answer => answer.Headers.Location!.OriginalString == "/").ShouldBe(1);
        answers[0].Dispose();
        answers[1].Dispose();
    }

    [Fact]
    public async Task A_link_that_another_start_printed_is_void_once_somebody_has_an_account()
    {
        var other = (await server.SetupLinkAsync(Token))!;
        await OwnerAsync();
        using var browser = new Browser(server.Address);

        using var page = await browser.GetAsync(other.PathAndQuery);

        (await page.Content.ReadAsStringAsync(Token)).ShouldContain("used already");
    }

    [Fact]
    public async Task Whoever_lost_their_password_sets_another_one_once()
    {
        const string next = "another sentence about trains";
        await OwnerAsync();
        var printed = await new Cli("--data", folder).RunAsync("members", "password", Email, "--address", server.Address.AbsoluteUri);
        printed.Exit.ShouldBe(0, printed.Errors);
        var link = new Uri(printed.Output.Trim());
        using var browser = new Browser(server.Address);

        using var weak = await browser.PostAsync(link.PathAndQuery, link.PathAndQuery, ("password", "short"));
        using var set = await browser.PostAsync(link.PathAndQuery, link.PathAndQuery, ("password", next));
        using var home = await browser.GetAsync("/");
        using var again = await browser.GetAsync(link.PathAndQuery);
        using var made = await browser.GetAsync("/password/nonsense");

        weak.Headers.Location!.OriginalString.ShouldEndWith("?problem=weak");
        set.Headers.Location!.OriginalString.ShouldBe("/");
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync(Token)).ShouldContain("used already");
        (await made.Content.ReadAsStringAsync(Token)).ShouldContain("used already");
        using var second = new Browser(server.Address);
        using var before = await second.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", Password));
        using var after = await second.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", next));
        before.Headers.Location!.OriginalString.ShouldContain("problem=wrong");
        after.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task The_demos_link_signs_in_once()
    {
        await OwnerAsync();
        var workspace = (await server.Services.GetRequiredService<WorkspaceStore>().ListAsync(Token)).Single();
        var link = await server.DemoLinkAsync(workspace, Token);
        using var browser = new Browser(server.Address);
        using var second = new Browser(server.Address);

        using var signedIn = await browser.GetAsync(link.PathAndQuery);
        using var home = await browser.GetAsync("/");
        using var again = await second.GetAsync(link.PathAndQuery);

        signedIn.Headers.Location!.OriginalString.ShouldBe("/");
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Headers.Location!.OriginalString.ShouldBe("/sign-in?problem=link");
    }

    [Theory]
    [InlineData("Acme", Email, "short", "weak")]
    [InlineData("Acme", Email, "passwordpassword", "weak")]
    [InlineData("Acme", Email, "aaaaaaaaaaaaaaaa", "weak")]
    [InlineData("Acme", Email, "qwertyuiopasdf", "weak")]
    [InlineData("Acme", "", Password, "email")]
    [InlineData("...", Email, Password, "workspace")]
    public async Task A_first_account_that_cannot_be_says_why_and_the_link_stays(string workspace, string email, string password, string problem)
    {
        var link = (await server.SetupLinkAsync(Token))!;
        using var browser = new Browser(server.Address);

        using var refused = await browser.PostAsync(link.PathAndQuery, link.PathAndQuery, ("workspace", workspace), ("email", email), ("password", password));
        using var made = await browser.PostAsync(link.PathAndQuery, link.PathAndQuery, ("workspace", "Acme"), ("email", Email), ("password", Password));

        refused.Headers.Location!.OriginalString.ShouldEndWith("?problem=" + problem);
        made.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task Signing_in_and_out()
    {
        await OwnerAsync();
        using var browser = new Browser(server.Address);

        using var signedIn = await browser.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", Password), ("returnUrl", "/employees"));
        using var seen = await browser.GetAsync("/employees");
        using var nowhere = await browser.GetAsync("/nonsense");
        using var signedOut = await browser.PostAsync("/sign-in", "/sign-out");
        using var gone = await browser.GetAsync("/employees");

        signedIn.Headers.Location!.OriginalString.ShouldBe("/employees");
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nowhere.Content.ReadAsStringAsync(Token)).ShouldContain("<html");
        signedOut.Headers.Location!.OriginalString.ShouldBe("/sign-in");
        gone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account()
    {
        await OwnerAsync();
        using var browser = new Browser(server.Address);
        var problems = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            using var refused = await browser.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", i < 5 ? "wrong" : Password));
            problems.Add(refused.Headers.Location!.OriginalString);
        }

        problems[0].ShouldBe("/sign-in?problem=wrong");
        problems[5].ShouldBe("/sign-in?problem=locked");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_never_leads_elsewhere(string returnUrl)
    {
        await OwnerAsync();
        using var browser = new Browser(server.Address);

        using var signedIn = await browser.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", Password), ("returnUrl", returnUrl));

        signedIn.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    public async Task A_form_of_another_site_is_refused(string path)
    {
        await OwnerAsync();
        using var browser = new Browser(server.Address);
        using var signedIn = await browser.PostAsync("/sign-in", "/sign-in", ("email", Email), ("password", Password));

        using var forged = await browser.PostWithoutTokenAsync(path, ("email", Email), ("password", Password));
        using var still = await browser.GetAsync("/");

        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        still.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task OwnerAsync()
    {
        var link = (await server.SetupLinkAsync(Token))!;
        using var browser = new Browser(server.Address);
        using var made = await browser.PostAsync(link.PathAndQuery, link.PathAndQuery, ("workspace", "Acme"), ("email", Email), ("password", Password));
        made.Headers.Location!.OriginalString.ShouldBe("/");
    }
}
