namespace Rollcall.Browser.Tests;

/// <summary>A quarter of the company leaves overnight: nothing is written until somebody says so.</summary>
public sealed class GuardTests(Chromium chromium) : Journey(chromium)
{
    private const int Leavers = 30;

    [Fact]
    public async Task A_stopped_sync_says_why_and_is_approved_with_a_reason()
    {
        var (page, _, visit) = await StopAsync();

        await page.ReadsAsync("The guard stopped this sync. Nothing is written until somebody approves exactly these changes.");
        await page.Part("Changes").ReadsAsync("The guard: It would deactivate");
        await page.GoToAsync("Home");
        await page.Part("Waiting for approval").GetByRole(AriaRole.Link).ClickAsync();
        await page.IsOnAsync("Sync of personio");
        await page.ButtonWith("Approve ").ClickAsync();
        var yes = page.OpenDialog().ButtonWith("Approve ");
        await Expect(yes).ToBeDisabledAsync();
        await page.Field("Reason, for the record (required)").FillAsync("The Berlin office closes");
        await yes.ClickAsync();
        await page.ReadsAsync("changes were written to the directory.");
        await page.Part("Report").ReadsAsync("Demo: The Berlin office closes");
        await page.Part("Report").ReadsAsync("Leaving");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_sync_is_rejected_with_a_reason_and_nobody_is_deactivated()
    {
        var (page, _, visit) = await StopAsync();

        await page.Button("Reject").ClickAsync();
        await page.Field("Reason, for the record (required)").FillAsync("The export was broken");
        await page.OpenDialog().Button("Reject the plan").ClickAsync();
        await page.ReadsAsync("Rejected. Nothing was written.");
        await page.Part("Report").ReadsAsync("Demo: The export was broken");
        await page.GoToAsync("Employees");
        await page.PickAsync("Status", "deactivated");
        await page.ReadsAsync("0 people match.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_approval_is_refused_when_the_directory_is_not_what_it_was()
    {
        var (page, leaver, visit) = await StopAsync();

        var stopped = page.Url;
        await page.SearchPeopleAsync(leaver.Email!);
        await page.ReadsAsync("One person matches.");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).ClickAsync();
        await page.ButtonWith("Explain Status:").ClickAsync();
        await page.Button("Pin this value").ClickAsync();
        await page.ReadsAsync("pinned");
        await page.GotoAsync(stopped);
        await page.ButtonWith("Approve ").ClickAsync();
        await page.Field("Reason, for the record (required)").FillAsync("I looked at all of them");
        await page.OpenDialog().ButtonWith("Approve ").ClickAsync();
        await page.OpenDialog().ReadsAsync("Nothing was written");
        await page.OpenDialog().Button("New preview").ClickAsync();
        await page.IsOnAsync("Preview of personio");
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>A sync that the guard stopped, on its page; and somebody it would deactivate.</summary>
    private async Task<(IPage Page, EmulatedPerson Leaver, Visit Visit)> StopAsync()
    {
        var demo = await WithAsync(RunningDemo.StartAsync(employees: 60, Token));
        var hris = demo.Emulated["personio"];
        var leavers = (await hris.PeopleAsync()).Where(p => p is { Lifecycle: "Active", Email: not null }).Take(Leavers).ToList();
        foreach (var leaver in leavers)
        {
            await hris.DoAsync($"people/{leaver.Number}/terminate");
        }

        var visit = await VisitAsync(demo.Address);
        var page = visit.Page;
        await page.GotoAsync(demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");
        await page.GoToAsync("Integrations");
        await page.GetByRole(AriaRole.Main).Link("personio").ClickAsync();
        await page.Button("Update & Synchronize").ClickAsync();
        await page.IsOnAsync("Sync of personio");
        return (page, leavers[0], visit);
    }
}
