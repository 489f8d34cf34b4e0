namespace Rollcall.Browser.Tests;

/// <summary>From nothing to a value in a profile, and back, with each of the HR systems.</summary>
public sealed class ConnectTests(Chromium chromium) : Journey(chromium)
{
    public static TheoryData<string> Vendors => [.. VendorForm.All.Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task An_owner_connects_tests_maps_previews_applies_explains_fixes_and_undoes(string key)
    {
        var vendor = VendorForm.Of(key);
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var hris = await WithAsync(RunningHris.StartAsync(key, employees: 40, Token));
        var visit = await VisitAsync(server.Address);
        var page = visit.Page;
        await Owner.SetUpAsync(visit, server);

        await TestAsync(page, vendor, hris);
        await page.Button($"Connect “{key}”").ClickAsync();
        await MapAsync(page, vendor.Size);
        await page.Button("Preview changes").ClickAsync();
        await page.IsOnAsync($"Preview of {key}");
        await page.ButtonWith("Save the mapping and apply these").ClickAsync();
        await page.OpenDialog().ButtonWith("Apply ").ClickAsync();
        await page.IsOnAsync($"Sync of {key}");

        await page.GoToAsync("Findings");
        var finding = page.GetByRole(AriaRole.Article).Filter(new() { HasText = "4. X-Large" });
        var somebody = await finding.Locator("a[href^='/employees/']").First.InnerTextAsync();
        await OpenAsync(page, somebody);
        await Expect(Size(page)).ToContainTextAsync("—");
        await page.ButtonWith("Explain T-shirt size:").ClickAsync();
        await page.Part("Explain").ReadsAsync("“4. X-Large”");
        await page.Part("Explain").ReadsAsync("not written");
        await page.Part("Explain").Button("Add option “4. X-Large”").ClickAsync();
        await page.Part("Explain").ReadsAsync("“4. X-Large” is an option now.");
        await page.GoToAsync("Integrations");
        await page.GetByRole(AriaRole.Main).Link(key).ClickAsync();
        await page.Button("Update & Synchronize").ClickAsync();
        await page.IsOnAsync($"Sync of {key}");
        await page.ReadsAsync("written to the directory.");
        await OpenAsync(page, somebody);
        await Expect(Size(page)).ToContainTextAsync("4. X-Large");

        await page.Part("History").GetByRole(AriaRole.Link).First.ClickAsync();
        await page.IsOnAsync($"Sync of {key}");
        await page.Link("Undo this run").ClickAsync();
        await page.Part("Changes").ReadsAsync("4. X-Large");
        await page.ButtonWith("Take ").ClickAsync();
        await page.OpenDialog().ButtonWith("Take ").ClickAsync();
        await page.ReadsAsync("taken back later.");
        await OpenAsync(page, somebody);
        await Expect(Size(page)).ToContainTextAsync("—");
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>A permission is missing; the page says which and where to give it; it is given; the test passes.</summary>
    private static async Task TestAsync(IPage page, VendorForm vendor, RunningHris hris)
    {
        await hris.Hris.DoAsync("permissions/withdraw", ("key", vendor.Withdrawn));
        await vendor.FillAsync(page, hris);
        await page.Button("Test connection").ClickAsync();
        var result = page.Part("Test of the connection");
        await result.ReadsAsync("Works, with 1 to look at");
        await result.ReadsAsync(vendor.Missing);
        await result.ReadsAsync(vendor.Grant);
        await hris.Hris.DoAsync("permissions/grant", ("key", vendor.Withdrawn));
        await page.Button("Test again").ClickAsync();
        await Expect(result.GetByText("Works", new() { Exact = true })).ToBeVisibleAsync();
        await result.ReadsAsync("40");
    }

    /// <summary>Sends a list to a custom attribute that is created in place, one option in another spelling.</summary>
    private static async Task MapAsync(IPage page, string attribute)
    {
        await page.IsOnAsync("Sync custom attributes");
        await page.Field("Search attributes").FillAsync(attribute);
        await page.Field($"{attribute} goes to").SelectOptionAsync(new SelectOptionValue { Label = "Custom attribute" });
        await page.Field($"Which one for {attribute}").SelectOptionAsync(new SelectOptionValue { Label = "+ Create a custom attribute…" });
        await page.Field("Name").FillAsync("T-shirt size");
        var options = page.Field("Options, one a line");
        await options.FillAsync((await options.InputValueAsync()).Replace("4. X-Large", "XL", StringComparison.Ordinal));
        await page.OpenDialog().Button("Create").ClickAsync();
        await page.ReadsAsync("1 option missing here");
    }

    private static async Task OpenAsync(IPage page, string name)
    {
        await page.SearchPeopleAsync(name);

        // Not before the list has become the one that was asked for: a row that moves under the mouse is not clicked.
        await Expect(page.GetByRole(AriaRole.Table).Locator("tbody tr").Filter(new() { HasNotText = name })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Table).Link(name).ClickAsync();
        await page.IsOnAsync(name);
    }

    /// <summary>The line of the profile.</summary>
    private static ILocator Size(IPage page) => page.GetByRole(AriaRole.Main).GetByText("T-shirt size", new() { Exact = true }).Locator("xpath=ancestor::dl[1]/div[dt[normalize-space()='T-shirt size']]");
}
