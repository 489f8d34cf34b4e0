namespace Rollcall.Browser.Tests;

/// <summary>A run goes on whoever watches, and whoever watches sees where it stands.</summary>
public sealed class LiveTests(Chromium chromium) : Journey(chromium)
{
    private RunningServer server = null!;
    private Gate gate = null!;
    private Visit visit = null!;

    private IPage Page => visit.Page;

    public override async ValueTask InitializeAsync()
    {
        server = await WithAsync(RunningServer.StartAsync(Token));
        var hris = await WithAsync(RunningHris.StartAsync("bamboohr", employees: 30, Token));
        gate = await WithAsync(Gate.StartAsync(hris.Hris.Address, "/reports/"));
        visit = await VisitAsync(server.Address);
        await Owner.SetUpAsync(visit, server);
        await VendorForm.Of("bamboohr").ConnectAsync(Page, hris, gate.Address);
    }

    [Fact]
    public async Task Two_browsers_see_the_same_run_move()
    {
        var other = await VisitAsync(server.Address, await visit.StateAsync());
        await other.OpenAsync("/runs");
        await other.Page.ReadsAsync("Nothing has run yet.");
        await StartAsync();

        await other.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).ClickAsync();
        foreach (var page in new[] { Page, other.Page })
        {
            await page.IsOnAsync("Run of bamboohr");
            await Expect(page.Part("Progress").Locator("[aria-current=step]")).ToBeVisibleAsync();
        }

        gate.Open();
        foreach (var page in new[] { Page, other.Page })
        {
            await page.IsOnAsync("Sync of bamboohr");
            await page.ReadsAsync("changes were written to the directory.");
        }

        visit.Complaints.Concat(other.Complaints).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dropped_connection_comes_back_and_shows_what_happened_meanwhile()
    {
        var other = await VisitAsync(server.Address, await visit.StateAsync());
        var sockets = new List<IWebSocketRoute>();
        await other.Browser.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            sockets.Add(socket);
            socket.ConnectToServer();
        });
        await StartAsync();
        await other.OpenAsync(new Uri(Page.Url).AbsolutePath);
        await other.Page.IsOnAsync("Run of bamboohr");

        await other.Browser.SetOfflineAsync(true);
        await sockets[^1].CloseAsync();
        await Expect(other.Page.GetByText("The connection is lost. Trying to reconnect; nothing is lost.")).ToBeVisibleAsync();
        gate.Open();
        await Page.IsOnAsync("Sync of bamboohr");
        await other.Browser.SetOfflineAsync(false);

        await other.Page.IsOnAsync("Sync of bamboohr");
        await other.Page.ReadsAsync("changes were written to the directory.");
        await Expect(other.Page.GetByText("The connection is lost.")).ToBeHiddenAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_was_killed_in_the_middle_of_a_sync_says_so_when_it_is_back_and_nothing_is_half_done()
    {
        await StartAsync();

        await server.RestartAsync(() => Expect(Page.GetByText("The connection is lost. Trying to reconnect; nothing is lost.")).ToBeVisibleAsync(), Token);
        gate.Open();

        await Page.ReadsAsync("Its process ended in the middle. Nothing of it was written; the next sync carries on.");
        await Page.GoToAsync("Employees");
        await Page.ReadsAsync("0 people in the directory.");
        await Page.GoToAsync("Integrations");
        await Page.GetByRole(AriaRole.Main).Link("bamboohr").ClickAsync();
        await Page.Button("Update & Synchronize").ClickAsync();
        await Page.IsOnAsync("Sync of bamboohr");
        await Page.ReadsAsync("changes were written to the directory.");
    }

    /// <summary>Starts a sync that waits in the middle of its reading.</summary>
    private async Task StartAsync()
    {
        await Expect(Page.Button("Update & Synchronize")).ToBeEnabledAsync();
        gate.Close();
        await Page.Button("Update & Synchronize").ClickAsync();
        await Page.IsOnAsync("Run of bamboohr");
        await gate.Reached;
    }
}
