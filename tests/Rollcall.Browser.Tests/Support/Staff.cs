namespace Rollcall.Browser.Tests.Support;

/// <summary>The demo with somebody of each role, invited and accepted as people are.</summary>
public sealed class Staff(Chromium chromium) : IAsyncLifetime
{
    public const string Password = "a quiet river in spring";
    private readonly Dictionary<string, string> states = new(StringComparer.Ordinal);

    public RunningDemo Demo { get; private set; } = null!;

    /// <summary>The page of a run that wrote something.</summary>
    public string Run { get; private set; } = "";

    /// <summary>The profile of somebody with a value that is held.</summary>
    public string Held { get; private set; } = "";

    /// <summary>Their cookies.</summary>
    public string this[string role] => states[role];

    public async ValueTask InitializeAsync()
    {
        Demo = await RunningDemo.StartAsync(employees: 60, TestContext.Current.CancellationToken);
        await using var owner = await Visit.BeginAsync(chromium.Browser, Demo.Address, Screen.Wide);
        var page = owner.Page;
        await page.GotoAsync(Demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");
        states["Owner"] = await owner.StateAsync();
        await page.GoToAsync("Runs");
        Run = (await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!;
        await page.GoToAsync("Findings");
        var held = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "4. X-Large" }).First.Locator("a[href^='/employees/']").First;
        Held = (await held.GetAttributeAsync("href"))!;
        foreach (var role in new[] { "Admin", "Viewer" })
        {
            await page.GotoAsync("/settings/members");
            await page.Field("Email").FillAsync($"{role}@acme.example");
            await page.PickAsync("Role", role);
            await page.Button("Send invite").ClickAsync();
            await page.ReadsAsync("Invite sent.");
            states[role] = await AcceptAsync($"{role}@acme.example");
        }

        var email = (await Demo.Emulated["bamboohr"].PeopleAsync()).First(p => p is { Lifecycle: "Active", Email: not null }).Email!;
        await page.GotoAsync("/invitations");
        await page.ButtonWith("Send invites to ").ClickAsync();
        await page.OpenDialog().ButtonWith("Send ").ClickAsync();
        await page.ReadsAsync("invites sent.");
        states["Employee"] = await AcceptAsync(email);
    }

    public ValueTask DisposeAsync() => Demo.DisposeAsync();

    private async Task<string> AcceptAsync(string email)
    {
        await using var visit = await Visit.BeginAsync(chromium.Browser, Demo.Address, Screen.Wide);
        await visit.Page.GotoAsync((await Mailbox.LinkToAsync(Demo.Mails, email)).PathAndQuery);
        await visit.Page.Field("Password").FillAsync(Password);
        await visit.Page.Button("Create account").ClickAsync();
        await visit.Page.IsOnAsync("Employees");
        return await visit.StateAsync();
    }
}
