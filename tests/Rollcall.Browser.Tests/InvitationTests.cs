namespace Rollcall.Browser.Tests;

/// <summary>From the button to the employee who looks around.</summary>
public sealed class InvitationTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task Everybody_is_invited_at_once_and_who_accepts_sees_the_directory_and_of_themselves_what_they_may()
    {
        var demo = await WithAsync(RunningDemo.StartAsync(employees: 60, Token));
        var owner = await VisitAsync(demo.Address);
        var page = owner.Page;
        await page.GotoAsync(demo.SignInLink.PathAndQuery);
        await page.IsOnAsync("Home");

        // Somebody with a bonus: only admins may read it.
        await page.GoToAsync("Employees");
        await page.Button("Filter").ClickAsync();
        await page.PickAsync("Field", "Target bonus");
        await page.PickAsync("Question", "has a value");
        await page.Button("Add filter").ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Filters" })).ToBeVisibleAsync();
        await page.Button("Columns").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Email" }).CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "@acme.example" }).First;
        var name = await row.GetByRole(AriaRole.Link).InnerTextAsync();
        var email = await row.GetByRole(AriaRole.Cell).Filter(new() { HasText = "@acme.example" }).InnerTextAsync();

        await page.GoToAsync("Invitations");
        await page.ButtonWith("Send invites to ").ClickAsync();
        await page.OpenDialog().ButtonWith("Send ").ClickAsync();
        await page.ReadsAsync("invites sent.");
        await page.Field("Name or email").FillAsync(email);
        await Expect(page.Row(email)).ToContainTextAsync("Open");
        var link = await Mailbox.LinkToAsync(demo.Mails, email);

        var employee = await VisitAsync(demo.Address);
        var own = employee.Page;
        await own.GotoAsync(link.PathAndQuery);
        await own.IsOnAsync("Welcome to demo");
        await own.Field("Password").FillAsync("iloveyou123456");
        await own.Button("Create account").ClickAsync();
        await own.GetByRole(AriaRole.Alert).ReadsAsync("among the first that are guessed");
        await own.Field("Password").FillAsync("a quiet river in spring");
        await own.Button("Create account").ClickAsync();
        await own.IsOnAsync("Employees");
        await own.ReadsAsync("people in the directory.");
        await own.Link("Your account").ClickAsync();
        await own.Link("Your profile").ClickAsync();
        await own.IsOnAsync(name);
        await own.ReadsAsync("Birthday");
        await own.ReadsAsync("Subcompany");
        await Expect(own.GetByText("Target bonus")).ToHaveCountAsync(0);
        await Expect(own.GetByText("Explain")).ToHaveCountAsync(0);

        await own.GoToAsync("Employees");
        await own.GetByRole(AriaRole.Row).Filter(new() { HasNotText = email }).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await own.ReadsAsync("Title");
        await Expect(own.GetByText("Birthday")).ToHaveCountAsync(0);
        await own.Button("Sign out").ClickAsync();
        await Owner.SignInAsync(own, email, "a quiet river in spring");
        await own.IsOnAsync("Employees");

        await page.ReloadAsync();
        await page.Field("Name or email").FillAsync(email);
        await Expect(page.Row(email)).ToContainTextAsync("Accepted");
        var late = await VisitAsync(demo.Address);
        await late.Page.GotoAsync(link.PathAndQuery);
        await late.Page.ReadsAsync("It was used already.");
        owner.Complaints.Concat(employee.Complaints).Concat(late.Complaints).ShouldBeEmpty();
    }
}
