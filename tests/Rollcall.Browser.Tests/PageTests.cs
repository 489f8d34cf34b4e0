// Each class has a program of its own, and waits for it a third of the time: three classes keep two cores busy.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]
[assembly: AssemblyFixture(typeof(Chromium))]

namespace Rollcall.Browser.Tests;

/// <summary>Every page with the demo's data, on a wide and a narrow screen, light and dark: axe finds nothing, nothing scrolls sideways,
/// nothing is asked of other servers, and the console is silent. With ROLLCALL_SCREENSHOTS set to a folder, what it looks like goes there.</summary>
public sealed class PageTests(Chromium chromium, PreparedDemo prepared) : Journey(chromium), IClassFixture<PreparedDemo>
{
    /// <summary>Name, address (or a word of <see cref="PreparedDemo.Paths"/>), and what is opened on it.</summary>
    private static readonly (string Name, string Path, Func<IPage, Task>? Open)[] Pages =
    [
        ("home", "/", null),
        ("employees", "/employees", null),
        ("employees-filter", "/employees", page => page.Button("Filter").ClickAsync()),
        ("employees-chosen", "/employees", async page =>
        {
            await page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose everybody on this page" }).CheckAsync();
            await page.Button("Save view").ClickAsync();
        }),
        ("employee", "held", null),
        ("employee-explained", "held", page => page.ButtonWith("Explain T-shirt size:").ClickAsync()),
        ("employee-edited", "held", async page =>
        {
            await page.ButtonWith("Explain T-shirt size:").ClickAsync();
            await page.Button("Pin another value").ClickAsync();
        }),
        ("employee-manager", "held", async page =>
        {
            await page.ButtonWith("Explain Manager:").ClickAsync();
            await page.Button("Pin another value").ClickAsync();
        }),
        ("employee-teams", "held", async page =>
        {
            await page.ButtonWith("Explain Teams:").ClickAsync();
            await page.Button("Department").ClickAsync();
        }),
        ("org-chart", "/org-chart", null),
        ("levels", "/levels", null),
        ("attributes", "/attributes", null),
        ("attribute", "/attributes/shirt-size", null),
        ("attribute-type", "/attributes/shirt-size", page => page.Button("Change type…").ClickAsync()),
        ("attribute-new", "/attributes/new", null),
        ("teams", "/teams", null),
        ("team", "/teams", page => page.Locator("td a[href^='/teams/']").First.ClickAsync()),
        ("team-merge", "/teams", async page =>
        {
            await page.Locator("td a[href^='/teams/']").First.ClickAsync();
            await page.Button("Merge…").ClickAsync();
        }),
        ("integrations", "/integrations", null),
        ("connect", "/integrations/connect/personio", null),
        ("connect-settings", "/integrations/connect/personio", page => page.Button("Done, enter the settings").ClickAsync()),
        ("connect-test", "/integrations/connect/personio", async page =>
        {
            await page.Button("Done, enter the settings").ClickAsync();
            await page.Button("Fill in its settings").ClickAsync();
            await page.Field("Client secret").FillAsync("wrong");
            await page.Button("Test connection").ClickAsync();
            await page.ReadsAsync("Does not work");
        }),
        ("connection", "/integrations/bamboohr", null),
        ("connection-remove", "/integrations/bamboohr", page => page.Button("Remove connection…").ClickAsync()),
        ("mapping", "/integrations/bamboohr/attributes", null),
        ("mapping-left-out", "/integrations/bamboohr/attributes", async page =>
        {
            await page.Button("Show samples").ClickAsync();
            await page.Button("Count and show who").ClickAsync();
            await page.ReadsAsync("Employment Status” is Contractor");
            await page.Button("Hide samples").WaitForAsync();
        }),
        ("mapping-steps", "/integrations/bamboohr/attributes", async page =>
        {
            await page.Field("Search attributes").FillAsync("shirt");
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "T-shirt size" });
            await row.Locator("details.rc-more > summary").Last.ClickAsync();
            await row.Locator("[aria-label='Add a step…']").SelectOptionAsync("lookup");
            await page.Button("Add a word").ClickAsync();
        }),
        ("mapping-create", "/integrations/bamboohr/attributes", async page =>
        {
            await page.Field("Search attributes").FillAsync("pronouns");
            await page.Field("Pronouns goes to").SelectOptionAsync(new SelectOptionValue { Label = "Custom attribute" });
            await page.Field("Which one for Pronouns").SelectOptionAsync(new SelectOptionValue { Label = "+ Create a custom attribute…" });
        }),
        ("runs", "/runs", null),
        ("run", "run", null),
        ("run-changes", "run", page => page.Part("Changes").GetByRole(AriaRole.Heading, new() { Level = 3 }).First.GetByRole(AriaRole.Button).ClickAsync()),
        ("preview", "preview", null),
        ("preview-apply", "preview", page => page.ButtonWith("Save the mapping and apply").ClickAsync()),
        ("run-stopped", "stopped", null),
        ("run-approve", "stopped", page => page.ButtonWith("Approve ").ClickAsync()),
        ("undo", "undo", null),
        ("findings", "/findings", null),
        ("finding-choose", "/findings", page => page.Button("Another …").First.ClickAsync()),
        ("invitations", "/invitations", null),
        ("settings", "/settings", null),
        ("settings-members", "/settings/members", null),
        ("settings-tokens", "/settings/tokens", null),
        ("settings-token-made", "/settings/tokens", async page =>
        {
            await page.Field("Name").FillAsync($"made-{Guid.CreateVersion7()}");
            await page.Button("Create token").ClickAsync();
            await page.ReadsAsync("Copy it now: it is not shown again.");
        }),
        ("settings-mail", "/settings/mail", null),
        ("settings-alerts", "/settings/alerts", null),
        ("settings-changes-out", "/settings/changes-out", null),
        ("settings-retention", "/settings/retention", null),
        ("settings-about", "/settings/about", null),
        ("api", "/api", null),
        ("account", "/account", null),
        ("help", "/help", null),
        ("help-configuration", "/help/configuration", null),
        ("help-finding", "/help/findings#option-unknown", null),
        ("not-found", "/nonsense", null),
    ];

    public static TheoryData<string> Names => [.. Pages.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_clean(string name)
    {
        var (_, path, open) = Pages.Single(p => p.Name == name);
        var visit = await VisitAsync(prepared.Demo.Address, prepared.State);
        await visit.OpenAsync(prepared.Paths.GetValueOrDefault(path, path));
        if (open is not null)
        {
            await open(visit.Page);
            await visit.SettledAsync();
        }

        await CheckAsync(visit, name, isDark => visit.Page.EvaluateAsync($"() => document.querySelector('[aria-label=\"{(isDark ? "Dark" : "Light")} theme\"]').click()"));
        visit.Complaints.Where(c => name != "not-found" || !c.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sign-in", "/sign-in?problem=wrong")]
    [InlineData("accept", "accept")]
    [InlineData("setup", "setup")]
    [InlineData("password", "password")]
    public async Task A_page_for_strangers_is_clean(string name, string path)
    {
        var visit = await VisitAsync(name == "setup" ? prepared.Fresh.Address : prepared.Demo.Address);
        await visit.OpenAsync(name == "setup" ? prepared.Fresh.SetupLink!.PathAndQuery : prepared.Paths.GetValueOrDefault(path, path));
        await CheckAsync(visit, name, isDark => visit.Page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light }));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_found()
    {
        var visit = await VisitAsync(prepared.Demo.Address);
        await visit.OpenAsync("/sign-in");
        await visit.Page.EvaluateAsync("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=\"color: #ccc; background: #fff\">Pale</p><img src=\"/favicon.svg\">')");

        (await visit.AxeAsync()).Select(w => w.Split(':')[0]).ShouldBe(["color-contrast", "image-alt"], ignoreOrder: true);
        (await visit.AxeAsync(isColoursOnly: true)).Select(w => w.Split(':')[0]).ShouldBe(["color-contrast"]);
    }

    /// <summary>Looks at the page as it is now in both sizes, light and dark. In the dark only colours are different.</summary>
    private static async Task CheckAsync(Visit visit, string name, Func<bool, Task> paint)
    {
        var wrong = new List<string>();
        var isDark = false;
        foreach (var screen in new[] { Screen.Wide, Screen.WideDark, Screen.NarrowDark, Screen.Narrow })
        {
            if (screen.IsDark != isDark)
            {
                isDark = screen.IsDark;
                await paint(isDark);
            }

            await visit.Page.SetViewportSizeAsync(screen.Width, screen.Height);
            await visit.SettledAsync();
            await ShootAsync(visit.Page, $"{name}-{screen.Name}");
            wrong.AddRange((await visit.AxeAsync(isColoursOnly: screen.IsDark)).Select(w => $"{screen.Name}: {w}"));
            if (await visit.SidewaysAsync() is > 0 and var pixels)
            {
                wrong.Add($"{screen.Name}: {pixels} pixels sideways");
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ROLLCALL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
