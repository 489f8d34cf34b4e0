namespace Rollcall.Browser.Tests;

/// <summary>What a new user does who has read nothing but the README's first command.</summary>
public sealed class DoneWhenTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task A_new_user_connects_maps_fixes_applies_finds_the_value_and_takes_it_back_without_a_terminal()
    {
        var demo = await WithAsync(RunningDemo.StartAsync(employees: 60, Token));
        var visit = await VisitAsync(demo.Address);
        var page = visit.Page;
        await page.GotoAsync(demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");

        await page.GoToAsync("Integrations");
        await page.Link("Connect HiBob").ClickAsync();
        await page.Button("Done, enter the settings").ClickAsync();
        await page.Button("Fill in its settings").ClickAsync();
        await page.Button("Test connection").ClickAsync();
        await page.Part("Test of the connection").ReadsAsync("Works");
        await page.Button("Connect “hibob”").ClickAsync();
        await page.IsOnAsync("Sync custom attributes");

        await page.Field("Search attributes").FillAsync("t-shirt");
        await page.Field("T-shirt size goes to").SelectOptionAsync(new SelectOptionValue { Label = "Custom attribute" });
        await page.Field("Which one for T-shirt size").SelectOptionAsync(new SelectOptionValue { Label = "T-shirt size (Single select)" });
        await page.ReadsAsync("1 option missing here");
        await page.Button("Preview changes").ClickAsync();

        await page.IsOnAsync("Preview of hibob");
        var held = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "4. X-Large" });
        await held.ReadsAsync("A select attribute takes only its options, in the same spelling.");
        var somebody = await held.GetByText("Who:").Locator("xpath=following-sibling::*[1]").InnerTextAsync();
        await held.Button("Treat as “XL”").ClickAsync();
        await held.ReadsAsync("“4. X-Large” is taken for “XL”.");
        await held.Button("Preview changes").ClickAsync();
        await Expect(held).ToHaveCountAsync(0);
        await page.ButtonWith("Save the mapping and apply these").ClickAsync();
        await page.OpenDialog().ReadsAsync("Your mapping is saved first.");
        await page.OpenDialog().ButtonWith("Apply ").ClickAsync();
        await page.IsOnAsync("Sync of hibob");
        await page.ReadsAsync("changes were written to the directory.");

        await page.GoToAsync("Employees");
        await page.Field("Name or email").FillAsync(somebody);
        await page.ReadsAsync("One person matches.");
        await page.Link(somebody).ClickAsync();
        await page.IsOnAsync(somebody);
        await Expect(page.GetByRole(AriaRole.Definition).Filter(new() { HasTextString = "XL" }).First).ToHaveTextAsync("XL");
        await page.ButtonWith("Explain T-shirt size:").ClickAsync();
        await page.ReadsAsync("“4. X-Large”");

        await page.GoToAsync("Runs");
        await page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await page.IsOnAsync("Sync of hibob");
        await page.Link("Undo this run").ClickAsync();
        await page.IsOnAsync("Undo this run");
        await page.ReadsAsync("Nothing is written yet. This is what would be taken back");
        await page.ButtonWith("Take ").ClickAsync();
        await page.OpenDialog().ButtonWith("Take ").ClickAsync();
        await page.IsOnAsync("Sync of hibob");
        await page.ReadsAsync("These changes were written, and taken back later.");
        await page.GoToAsync("Employees");
        await page.Field("Name or email").FillAsync(somebody);
        await page.ReadsAsync("0 people match.");
        visit.Complaints.ShouldBeEmpty();
    }
}
