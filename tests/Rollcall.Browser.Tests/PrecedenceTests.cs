namespace Rollcall.Browser.Tests;

/// <summary>Somebody says which HR system wins, for everything and for one field, and takes it back (R18).</summary>
public sealed class PrecedenceTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task The_order_is_moved_by_the_keyboard_saved_and_there_when_the_page_is_opened_again()
    {
        var demo = await WithAsync(RunningDemo.StartAsync(employees: 30, Token));
        var visit = await VisitAsync(demo.Address);
        var page = visit.Page;
        await page.GotoAsync(demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");
        await visit.OpenAsync("/integrations");
        var rows = page.Part("Which HR system wins").GetByRole(AriaRole.Row);
        var first = (await rows.Nth(1).GetByRole(AriaRole.Cell).Nth(1).InnerTextAsync()).Trim();
        await Expect(page.Button("Save order")).ToBeDisabledAsync();

        await page.Button($"Move {first} down").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(rows.Nth(2)).ToContainTextAsync(first);
        await page.PickAsync("Field", "Title");
        await page.PickAsync("Goes first", first);
        await page.Button("Add order").ClickAsync();
        await page.Button("Save order").ClickAsync();
        await page.ReadsAsync("It counts from the next sync on");
        await visit.OpenAsync("/integrations");

        await Expect(rows.Nth(2)).ToContainTextAsync(first);
        await page.ReadsAsync($"Title: {first}, ");
        await page.Button("Back to the usual order for Title").ClickAsync();
        await page.Button("Discard changes").ClickAsync();
        await page.ReadsAsync($"Title: {first}, ");
        (await visit.AxeAsync()).ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
    }
}
