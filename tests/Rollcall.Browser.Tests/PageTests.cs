
// Each class has a program of its own, and the machine may have two cores only.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
[assembly: AssemblyFixture(typeof(Chromium))]

namespace Rollcall.Browser.Tests;

/// <summary>Every page with the demo's data, on a wide and a narrow screen, light and dark: axe finds nothing, nothing scrolls sideways,
/// nothing is asked of other servers, and the console is silent. With ROLLCALL_SCREENSHOTS set to a folder, what it looks like goes there.</summary>
public sealed class PageTests(Chromium chromium, OwnedDemo owner) : IClassFixture<OwnedDemo>
{
    /// <summary>Name and address; an address with a star is the first link of that shape on the page before it.</summary>
    private static readonly (string Name, string Path, string? Link)[] Pages =
    [
        ("home", "/", null),
        ("employees", "/employees", null),
        ("employee", "/employees", "td a[href^='/employees/']"),
        ("integrations", "/integrations", null),
        ("connect", "/integrations/connect/personio", null),
        ("connection", "/integrations/bamboohr", null),
        ("mapping", "/integrations/bamboohr/attributes", null),
        ("runs", "/runs", null),
        ("run", "/runs", "td a[href^='/runs/']"),
        ("findings", "/findings", null),
        ("not-found", "/nonsense", null),
    ];

    public static TheoryData<string, string> Looks => [.. from page in Pages from screen in Screen.All select (page.Name, screen.Name)];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_is_clean(string name, string screenName)
    {
        var (_, path, link) = Pages.Single(p => p.Name == name);
        var screen = Screen.All.Single(s => s.Name == screenName);
        await using var visit = await Visit.BeginAsync(chromium.Browser, owner.Demo.Address, screen, owner.State);
        await visit.OpenAsync(path);
        if (link is not null)
        {
            await visit.OpenAsync((await visit.Page.Locator(link).First.GetAttributeAsync("href"))!);
        }

        await ShootAsync(visit.Page, $"{name}-{screenName}");
        var axe = await visit.AxeAsync();
        var sideways = await visit.SidewaysAsync();

        axe.ShouldBeEmpty();
        sideways.ShouldBeLessThanOrEqualTo(0);
        visit.Complaints.Where(c => name != "not-found" || !c.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ROLLCALL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
