namespace Rollcall.Browser.Tests;

/// <summary>Each role sees what it may, by the navigation, by address and by the buttons on a page; and nothing else.</summary>
public sealed class RoleTests(Chromium chromium, Staff staff) : Journey(chromium), IClassFixture<Staff>
{
    private const string Forbidden = "You may not see this page";

    /// <summary>Address, the page's title, and the least role that sees it.</summary>
    private static readonly (string Path, string Title, int Least)[] Pages =
    [
        ("/", "Home", 1), ("/employees", "Employees", 0), ("/account", "Your account", 0), ("/integrations", "Integrations", 1), ("/integrations/bamboohr", "bamboohr", 1),
        ("/integrations/bamboohr/attributes", "Sync custom attributes", 2), ("/integrations/connect/hibob", "Connect HiBob", 2), ("/runs", "Runs", 1), ("/findings", "Findings", 1),
        ("/invitations", "Invitations", 2), ("/settings", "Settings", 2), ("/settings/mail", "Settings", 2), ("/settings/changes-out", "Settings", 2), ("/settings/alerts", "Settings", 2), ("/settings/retention", "Settings", 2),
    ];

    private static readonly string[] Roles = ["Employee", "Viewer", "Admin", "Owner"];

    public static TheoryData<string> Everybody => [.. Roles];

    [Theory]
    [MemberData(nameof(Everybody))]
    public async Task Pages_open_by_navigation_and_by_address_only_for_who_may_see_them(string role)
    {
        var rank = Array.IndexOf(Roles, role);
        var visit = await VisitAsync(staff.Demo.Address, staff[role]);
        var page = visit.Page;
        await visit.OpenAsync("/employees");
        var navigation = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        foreach (var (path, title, least) in Pages)
        {
            await page.GotoAsync(path);
            await page.IsOnAsync(rank >= least ? title : path == "/" ? "Employees" : Forbidden);
            var isInNavigation = path.LastIndexOf('/') == 0 && path != "/account";
            if (isInNavigation)
            {
                await Expect(navigation.GetByRole(AriaRole.Link, new() { Name = title })).ToHaveCountAsync(rank >= least ? 1 : 0);
            }
        }

        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_sees_everything_of_the_sync_and_can_change_nothing()
    {
        var visit = await VisitAsync(staff.Demo.Address, staff["Viewer"]);
        var page = visit.Page;

        await visit.OpenAsync("/integrations/bamboohr");
        await NoneAsync(page, "Preview", "Update & Synchronize", "Test connection", "Pause", "Test and save settings", "Save", "Remove connection…");
        await Expect(page.Field("Company domain")).Not.ToBeEditableAsync();
        await visit.OpenAsync("/integrations");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Connect" })).ToHaveCountAsync(0);
        await visit.OpenAsync(staff.Run);
        await page.ReadsAsync("changes were written to the directory.");
        await Expect(page.Link("Undo this run")).ToHaveCountAsync(0);
        await page.GotoAsync(staff.Run + "/undo");
        await page.IsOnAsync(Forbidden);
        await visit.OpenAsync("/findings");
        await page.ReadsAsync("4. X-Large");
        await NoneAsync(page, "Add option “4. X-Large”", "Treat as “XL”", "Change to text");
        await visit.OpenAsync(staff.Held);
        await page.ButtonWith("Explain T-shirt size:").ClickAsync();
        await page.Part("Explain").ReadsAsync("“4. X-Large”");
        await NoneAsync(page, "Add option “4. X-Large”", "Pin this value", "Pin another value", "Sync this person now");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_admin_does_everything_but_removing_connections_and_naming_members()
    {
        var visit = await VisitAsync(staff.Demo.Address, staff["Admin"]);
        var page = visit.Page;

        await visit.OpenAsync("/integrations/bamboohr");
        await Expect(page.Button("Update & Synchronize")).ToBeEnabledAsync();
        await NoneAsync(page, "Remove connection…");
        await visit.OpenAsync("/settings");
        await Expect(page.Link("Members")).ToHaveCountAsync(0);
        await page.GotoAsync("/settings/members");
        await page.ReadsAsync("This needs the role of an owner.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_comes_back_after_signing_in_to_where_they_wanted_to_go()
    {
        var visit = await VisitAsync(staff.Demo.Address);
        await visit.Page.GotoAsync("/runs");
        await visit.Page.IsOnAsync("Sign in");
        await Owner.SignInAsync(visit.Page, "Viewer@acme.example", Staff.Password);
        await visit.Page.IsOnAsync("Runs");
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task NoneAsync(IPage page, params string[] buttons)
    {
        foreach (var name in buttons)
        {
            await Expect(page.Button(name)).ToHaveCountAsync(0);
        }
    }
}
