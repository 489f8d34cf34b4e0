namespace Rollcall.Browser.Tests;

/// <summary>The org chart by mouse and by keyboard, and as a file.</summary>
public sealed class OrgChartTests(Chromium chromium, OwnedDemo owner) : Journey(chromium), IClassFixture<OwnedDemo>
{
    [Fact]
    public async Task Arrow_keys_walk_through_it_and_enter_opens_a_profile()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/org-chart");
        var cards = page.GetByRole(AriaRole.Treeitem);
        var head = cards.First;
        await Expect(head).ToHaveAttributeAsync("aria-expanded", "true");

        // The keys are listened to once the chart has drawn its lines.
        await visit.SettledAsync();
        await head.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(head).Not.ToBeFocusedAsync();
        var focused = page.Locator("[role=treeitem]:focus");
        await Expect(focused).ToHaveAttributeAsync("aria-level", "2");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(head).ToBeFocusedAsync();
        var all = await cards.CountAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(head).ToHaveAttributeAsync("aria-expanded", "false");
        (await cards.CountAsync()).ShouldBeLessThan(all);
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(head).ToHaveAttributeAsync("aria-expanded", "true");
        var name = await head.GetByRole(AriaRole.Link).InnerTextAsync();
        await Expect(head).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.IsOnAsync(name);
        await page.Part("Reports").Link("See in the org chart").ClickAsync();
        await page.ReadsAsync($"below {name}.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_starts_from_anybody_who_leads_and_says_so_when_somebody_is_not_in_it()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/org-chart");
        var lead = page.Locator("[role=treeitem][aria-level='2'][aria-expanded]").First;
        var name = await lead.Locator(".rc-org-name").InnerTextAsync();
        await lead.FocusAsync();
        await page.Keyboard.PressAsync(".");
        await page.ReadsAsync($"below {name}.");
        await Expect(page.GetByRole(AriaRole.Treeitem).First).ToContainTextAsync(name);

        await visit.OpenAsync("/org-chart/" + Guid.CreateVersion7());
        await page.ReadsAsync("This person is not in the org chart");
        await page.Link("See the whole company").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Treeitem).First).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_is_found_filters_dim_the_others_and_the_picture_is_a_file()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/org-chart");
        var report = page.Locator("[role=treeitem][aria-level='2']").First;
        var name = await report.GetByRole(AriaRole.Link).InnerTextAsync();
        await page.Button("Smaller").ClickAsync();
        await page.ReadsAsync("80%");
        await page.TakeSuggestedAsync("Find somebody", name, name);
        await Expect(page.Locator("[role=treeitem]:focus")).ToContainTextAsync(name);

        var download = await page.RunAndWaitForDownloadAsync(() => page.Button("Export as SVG").ClickAsync());
        var picture = await System.Xml.Linq.XDocument.LoadAsync(File.OpenRead(await download.PathAsync()), System.Xml.Linq.LoadOptions.None, Token);
        picture.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ShouldContain(name);

        await page.TakeSuggestedAsync("Location", "Berlin", "Berlin");
        await page.ReadsAsync("the others are dimmed.");
        await page.Button("Go to the next one").ClickAsync();
        await Expect(page.Locator("[role=treeitem]:focus")).ToContainTextAsync("Berlin");
        visit.Complaints.ShouldBeEmpty();
    }
}
