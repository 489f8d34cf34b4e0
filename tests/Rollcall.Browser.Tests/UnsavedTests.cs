namespace Rollcall.Browser.Tests;

/// <summary>Edits of a mapping that are not saved survive a wrong click, the way back, and a reload.</summary>
public sealed class UnsavedTests(Chromium chromium) : Journey(chromium)
{
    private Visit visit = null!;

    private IPage Page => visit.Page;

    private ILocator Target => Page.Field("Desk number goes to");

    public override async ValueTask InitializeAsync()
    {
        var demo = await WithAsync(RunningDemo.StartAsync(employees: 20, Token));
        visit = await VisitAsync(demo.Address);
        await Page.GotoAsync(demo.SignInLink.PathAndQuery);
        await Page.IsOnAsync("Home");
        await Page.GoToAsync("Integrations");
        await Page.GetByRole(AriaRole.Main).Link("bamboohr").ClickAsync();
        await Page.Link("Sync custom attributes").ClickAsync();
        await Page.Field("Search attributes").FillAsync("desk number");
        await Target.SelectOptionAsync(new SelectOptionValue { Label = "Level" });
        await Page.ReadsAsync("There are unsaved changes.");
    }

    [Fact]
    public async Task A_wrong_click_asks_and_whoever_stays_has_lost_nothing_and_whoever_comes_back_neither()
    {
        await LeaveAsync("Stay here");
        await Page.IsOnAsync("Sync custom attributes");
        await Expect(Target).ToHaveValueAsync("Level");

        await LeaveAsync("Leave and keep them");
        await Page.IsOnAsync("Employees");
        await Page.GoBackAsync();
        await Page.ReadsAsync("unsaved changes");
        await Page.Field("Search attributes").FillAsync("desk number");
        await Expect(Target).ToHaveValueAsync("Level");

        await LeaveAsync("Leave and discard");
        await Page.IsOnAsync("Employees");
        await Page.GoBackAsync();
        await Page.Field("Search attributes").FillAsync("desk number");
        await Expect(Target).ToHaveValueAsync("");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reload_asks_and_brings_the_edits_back()
    {
        var asked = new TaskCompletionSource<string>();
        Page.Dialog += async (_, dialog) =>
        {
            await dialog.AcceptAsync();
            asked.TrySetResult(dialog.Type);
        };

        // The page begins to ask a moment after it says that there are unsaved changes; whoever is faster loses nothing, and is asked the next time.
        for (var i = 0; i < 3 && !asked.Task.IsCompleted; i++)
        {
            // A browser asks nobody who has not touched the page.
            await Page.Field("Search attributes").ClickAsync();
            await Page.ReloadAsync();
            await Page.ReadsAsync("unsaved changes");
        }

        asked.Task.IsCompleted.ShouldBeTrue("a reload never asked");
        (await asked.Task).ShouldBe("beforeunload");
        await Page.IsOnAsync("Sync custom attributes");
        await Page.Field("Search attributes").FillAsync("desk number");
        await Expect(Target).ToHaveValueAsync("Level");
        await Page.Button("Preview changes").ClickAsync();
        await Page.IsOnAsync("Preview of bamboohr");
        await Page.GoBackAsync();
        await Page.Field("Search attributes").FillAsync("desk number");
        await Expect(Target).ToHaveValueAsync("Level");
        visit.Complaints.ShouldBeEmpty();
    }

    private async Task LeaveAsync(string choice)
    {
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).Link("Employees").ClickAsync();
        await Page.OpenDialog().Button(choice).ClickAsync();
    }
}
