namespace Rollcall.Browser.Tests;

/// <summary>Teams, attributes, levels and kept views, edited by a person.</summary>
public sealed class DirectoryTests(Chromium chromium, OwnedDemo owner) : Journey(chromium), IClassFixture<OwnedDemo>
{
    [Fact]
    public async Task Two_teams_become_one_after_a_look_at_what_that_does()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/teams");
        await page.GetByRole(AriaRole.Link, new() { Name = "Design", Exact = true }).ClickAsync();
        await page.IsOnAsync("Design");
        await page.Button("Merge…").ClickAsync();
        await page.TakeSuggestedAsync("Team that stays", "Market", "Marketing");
        await page.OpenDialog().ReadsAsync("“Design” becomes an alias of “Marketing”");
        await page.OpenDialog().ButtonWith("to “Marketing”").ClickAsync();

        await page.IsOnAsync("Marketing");
        await page.ReadsAsync("“Design” is now part of “Marketing”.");
        await page.GoToAsync("Teams");
        await page.Field("Name or alias").FillAsync("Design");
        await Expect(page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link)).ToHaveTextAsync(["Marketing"]);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_option_is_added_where_it_is_missed_and_an_option_is_renamed()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/attributes");
        await page.Link("T-shirt size").ClickAsync();
        await page.IsOnAsync("T-shirt size");
        var missing = page.Part("Words of the HR system that are no option");
        await missing.Button("Add option").ClickAsync();
        await Expect(missing).ToHaveCountAsync(0);
        await page.Button("Actions for 1. Small").ClickAsync();
        await page.GetByText("Rename", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        await page.OpenDialog().GetByLabel("New name", new() { Exact = true }).FillAsync("Small");
        await page.OpenDialog().Button("Rename").ClickAsync();

        await page.ReadsAsync("“1. Small” is now “Small”.");
        await Expect(page.Part("Options").GetByRole(AriaRole.Row).Filter(new() { HasText = "1. Small" })).ToContainTextAsync("Small");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_view_is_kept_is_there_after_a_reload_and_its_removal_is_undone()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/employees");
        await page.Field("Name or email").FillAsync("berg");
        await page.ReadsAsync("people match.");
        await page.Button("Save view").ClickAsync();
        await page.OpenDialog().GetByLabel("Name of the view", new() { Exact = true }).FillAsync("Bergs");
        await page.OpenDialog().Button("Save view").ClickAsync();
        await page.ReadsAsync("View “Bergs” is saved.");
        await visit.OpenAsync("/employees");
        await page.Button("Bergs").ClickAsync();
        await page.ReadsAsync("people match.");
        await Expect(page.Field("Name or email")).ToHaveValueAsync("berg");

        await page.Button("Remove view").ClickAsync();
        await Expect(page.Button("Bergs")).ToHaveCountAsync(0);
        await page.Button("Undo").ClickAsync();
        await Expect(page.Button("Bergs")).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_as_they_were_on_a_day_is_a_file()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/employees");
        await page.Button("Export").ClickAsync();
        await page.GetByText("As it was on a day…", new() { Exact = true }).ClickAsync();
        await Expect(page.OpenDialog().Button("Export")).ToBeDisabledAsync();
        await Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        (await visit.AxeAsync()).ShouldBeEmpty();
        await page.OpenDialog().GetByLabel("Day", new() { Exact = true }).And(page.Locator("input")).FillAsync(TimeProvider.System.GetUtcNow().ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture));
        await page.Keyboard.PressAsync("Tab");
        var download = await page.RunAndWaitForDownloadAsync(() => page.OpenDialog().Button("Export").ClickAsync());

        download.SuggestedFilename.ShouldMatch(@"^employees-\d{4}-\d{2}-\d{2}\.csv$");
        (await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(20);
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_gets_another_schedule_and_says_when_it_syncs_next()
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        var page = visit.Page;
        await visit.OpenAsync("/integrations/bamboohr");
        await page.ReadsAsync("Syncs by itself in");
        await page.PickAsync("Syncs by itself", "At certain times");
        await page.Field("Crontab line").FillAsync("0 99 * * *");
        await page.ReadsAsync("This is no crontab line.");
        await page.Field("Crontab line").FillAsync("0 6 * * 1");
        await page.ReadsAsync("Next: ");
        await page.GetByRole(AriaRole.Form, new() { Name = "How it syncs" }).Or(page.Locator("form[aria-labelledby=rules]")).First.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.ReadsAsync("Saved. It counts from the next run on.");

        await page.PickAsync("Syncs by itself", "Only when somebody starts it");
        await page.Locator("form[aria-labelledby=rules]").Button("Save").ClickAsync();
        await page.ReadsAsync("Syncs only when somebody starts it.");
        visit.Complaints.ShouldBeEmpty();
    }
}
