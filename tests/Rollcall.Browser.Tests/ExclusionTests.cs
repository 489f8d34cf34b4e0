namespace Rollcall.Browser.Tests;

/// <summary>Who is left out, seen before it happens and on the profile afterwards.</summary>
public sealed class ExclusionTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task A_criterion_counts_at_once_whom_it_leaves_out_and_nothing_reaches_them_any_more()
    {
        var demo = await WithAsync(RunningDemo.StartAsync(employees: 60, Token));
        var hris = demo.Emulated["bamboohr"];
        var (one, other) = ((await hris.PeopleAsync()).Where(p => p is { Lifecycle: "Active", Email: not null }).Take(2).ToList() is [var a, var b] ? (a, b) : throw new InvalidOperationException("Nobody works there."));
        var visit = await VisitAsync(demo.Address);
        var page = visit.Page;
        await page.GotoAsync(demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");
        await OpenMappingAsync(page);

        var leftOut = page.Part("Who is left out");
        await leftOut.ReadsAsync("1 of 60 people at the last sync");
        await page.Button("Criterion").ClickAsync();
        await page.GetByLabel("Attribute", new() { Exact = true }).Nth(1).SelectOptionAsync(new SelectOptionValue { Label = "Work Email" });
        await page.GetByLabel("Comparison", new() { Exact = true }).Nth(1).SelectOptionAsync(new SelectOptionValue { Label = "starts with" });
        await page.GetByLabel("Value", new() { Exact = true }).Nth(1).FillAsync(one.Email!.Split('@')[0]);
        await Expect(leftOut.Button("2 of 60 people")).ToBeVisibleAsync();
        await page.Field("Id or email of a person").FillAsync(other.Email!);
        await page.Button("Add person").ClickAsync();
        await leftOut.Button("3 of 60 people").ClickAsync();
        await Expect(leftOut.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Expect(leftOut.GetByRole(AriaRole.Row).Filter(new() { HasText = $"“Work Email” starts with {one.Email!.Split('@')[0]}" })).ToBeVisibleAsync();
        await page.Button("Save and update").ClickAsync();
        await page.ReadsAsync("Saved");
        await page.Button("Update & Synchronize").ClickAsync();
        await page.IsOnAsync("Sync of bamboohr");
        await page.Part("Report").ReadsAsync("Excluded");

        await hris.DoAsync($"people/{one.Number}/rename", ("firstName", "Somebody"), ("lastName", "Else"));
        await OpenMappingAsync(page);
        await page.Button("Update & Synchronize").ClickAsync();
        await page.IsOnAsync("Sync of bamboohr");
        await page.ReadsAsync("Nothing had to change");
        await page.SearchPeopleAsync(one.Email!);
        await page.ReadsAsync("One person matches.");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Somebody Else" })).ToHaveCountAsync(0);
        await page.ReadsAsync($"starts with {one.Email.Split('@')[0]}");
        await page.ReadsAsync("Excluded from bamboohr since");
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task OpenMappingAsync(IPage page)
    {
        await page.GoToAsync("Integrations");
        await page.GetByRole(AriaRole.Main).Link("bamboohr").ClickAsync();
        await page.Link("Sync custom attributes").ClickAsync();
        await page.IsOnAsync("Sync custom attributes");
    }
}
