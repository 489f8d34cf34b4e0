namespace Rollcall.Browser.Tests;

/// <summary>From an empty folder to the owner who is signed in.</summary>
public sealed class FirstStartTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task The_printed_link_makes_the_owner_once_and_home_says_what_to_do_first()
    {
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var visit = await VisitAsync(server.Address);
        var page = visit.Page;

        await page.GotoAsync("/");
        await page.IsOnAsync("Sign in");
        await page.GotoAsync(server.SetupLink!.PathAndQuery);
        await page.IsOnAsync("Welcome to Rollcall");
        await page.Field("Name of your company").FillAsync(Owner.Company);
        await page.Field("Email").FillAsync(Owner.Email);
        await page.Field("Password").FillAsync("Password1234!");
        await page.Button("Create account").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("among the first that are guessed");

        await Owner.SetUpAsync(visit, server);
        await page.ReadsAsync("No HR system is connected yet.");
        await page.ReadsAsync("Connect your HR system");

        await page.Button("Sign out").ClickAsync();
        await page.IsOnAsync("Sign in");
        await Owner.SignInAsync(page, Owner.Email, "another long sentence");
        await page.GetByRole(AriaRole.Alert).ReadsAsync("Email or password is wrong.");
        await Owner.SignInAsync(page, Owner.Email, Owner.Password);
        await page.IsOnAsync("Home");

        var stranger = await VisitAsync(server.Address);
        await stranger.Page.GotoAsync(server.SetupLink!.PathAndQuery);
        await stranger.Page.GetByRole(AriaRole.Alert).ReadsAsync("This link was used already");
        await Expect(stranger.Page.Button("Create account")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
        stranger.Complaints.ShouldBeEmpty();
    }
}
