namespace Rollcall.Browser.Tests.Support;

/// <summary>The demo in the middle of a working day: invitations are out, a preview waits to be applied, the guard stopped a sync. And a
/// second server that nobody has set up.</summary>
public sealed class PreparedDemo(Chromium chromium) : IAsyncLifetime
{
    public RunningDemo Demo { get; private set; } = null!;

    public RunningServer Fresh { get; private set; } = null!;

    /// <summary>The owner's cookies.</summary>
    public string State { get; private set; } = "";

    /// <summary>Addresses by what is there: a run that wrote, its undo, a preview, a stopped run, a profile with a held value, an invitation.</summary>
    public Dictionary<string, string> Paths { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Demo = await RunningDemo.StartAsync(employees: 60, cancellationToken);
        Fresh = await RunningServer.StartAsync(cancellationToken);
        await using var visit = await Visit.BeginAsync(chromium.Browser, Demo.Address, Screen.Wide);
        var page = visit.Page;
        await page.GotoAsync(Demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");
        State = await visit.StateAsync();
        await page.GoToAsync("Runs");
        Paths["run"] = (await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!;
        Paths["undo"] = Paths["run"] + "/undo";
        await page.GoToAsync("Findings");
        Paths["held"] = (await page.GetByRole(AriaRole.Article).Filter(new() { HasText = "4. X-Large" }).First.Locator("a[href^='/employees/']").First.GetAttributeAsync("href"))!;
        Paths["password"] = (await Demo.PasswordLinkAsync(cancellationToken)).PathAndQuery;
        await InviteAsync(page);
        await PreviewAsync(page);
        await StopAsync(page);
    }

    public async ValueTask DisposeAsync()
    {
        await Demo.DisposeAsync();
        await Fresh.DisposeAsync();
    }

    private async Task InviteAsync(IPage page)
    {
        await page.GoToAsync("Invitations");
        await page.ButtonWith("Send invites to ").ClickAsync();
        await page.OpenDialog().ButtonWith("Send ").ClickAsync();
        await page.ReadsAsync("invites sent.");
        var somebody = (await Demo.Emulated["bamboohr"].PeopleAsync()).First(p => p is { Lifecycle: "Active", Email: not null }).Email!;
        Paths["accept"] = (await Mailbox.LinkToAsync(Demo.Mails, somebody)).PathAndQuery;
    }

    private async Task PreviewAsync(IPage page)
    {
        await page.GotoAsync("/integrations/connect/hibob");
        await page.Button("Done, enter the settings").ClickAsync();
        await page.Button("Fill in its settings").ClickAsync();
        await page.Button("Test connection").ClickAsync();
        await page.Button("Connect “hibob”").ClickAsync();
        await page.Button("Use the suggestion for T-shirt size").ClickAsync();
        await page.Button("Preview changes").ClickAsync();
        await page.IsOnAsync("Preview of hibob");
        Paths["preview"] = new Uri(page.Url).AbsolutePath;
    }

    private async Task StopAsync(IPage page)
    {
        var hris = Demo.Emulated["personio"];
        foreach (var leaver in (await hris.PeopleAsync()).Where(p => p is { Lifecycle: "Active", Email: not null }).Take(30))
        {
            await hris.DoAsync($"people/{leaver.Number}/terminate");
        }

        await page.GotoAsync("/integrations/personio");
        await page.Button("Update & Synchronize").ClickAsync();
        await page.IsOnAsync("Sync of personio");
        Paths["stopped"] = new Uri(page.Url).AbsolutePath;
    }
}
