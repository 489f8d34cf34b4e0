using System.Net;
using System.Net.Http.Headers;

namespace Rollcall.Browser.Tests;

/// <summary>An owner makes a token, a program uses it, and it is refused once it is revoked.</summary>
public sealed class TokenTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task A_token_is_made_shown_once_used_and_revoked()
    {
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var visit = await VisitAsync(server.Address);
        var page = visit.Page;
        await Owner.SetUpAsync(visit, server);
        await visit.OpenAsync("/settings/tokens");
        await page.ReadsAsync("No program has a token yet.");
        await page.Button("Create token").ClickAsync();
        await page.ReadsAsync("Give the token a name of 1 to 100 characters.");
        await page.Field("Name").FillAsync("nightly");
        await page.PickAsync("Scope", "Configure");
        await page.Button("Create token").ClickAsync();
        await page.ReadsAsync("Copy it now: it is not shown again.");
        var token = await page.GetByRole(AriaRole.Status).Locator("code").InnerTextAsync();
        token.ShouldStartWith("rollcall_");
        await Expect(page.Button("Copy the token")).ToBeVisibleAsync();
        (await visit.AxeAsync()).ShouldBeEmpty();
        await page.ReadsAsync("One token");

        (await AskAsync(server.Address, token)).ShouldBe(HttpStatusCode.OK);
        await TryAsync(visit, token);
        await visit.OpenAsync("/settings/tokens");
        await Expect(page.GetByText(token)).ToHaveCountAsync(0);
        await page.Row("nightly").ReadsAsync("Configure");
        await Expect(page.Row("nightly")).Not.ToContainTextAsync("Never");

        await page.Button("Revoke nightly").ClickAsync();
        await page.OpenDialog().Button("Revoke").ClickAsync();
        await page.ReadsAsync("No program has a token yet.");
        (await AskAsync(server.Address, token)).ShouldBe(HttpStatusCode.Unauthorized);
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>On the page where requests are tried. That nothing goes anywhere else is among the visit's complaints.</summary>
    private static async Task TryAsync(Visit visit, string token)
    {
        var page = visit.Page;
        await visit.OpenAsync("/api");
        await page.GetByRole(AriaRole.Link, new() { Name = "Try requests" }).ClickAsync();
        await page.GetByPlaceholder("Token").First.FillAsync(token);
        await page.ButtonWith("Test Request").First.ClickAsync();
        await page.ButtonWith("Send ").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Status: 200 OK" })).ToBeVisibleAsync();
    }

    private static async Task<HttpStatusCode> AskAsync(Uri server, string token)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/api/v1/connections"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
