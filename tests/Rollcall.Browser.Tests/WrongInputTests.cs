namespace Rollcall.Browser.Tests;

/// <summary>Whatever is typed wrong is answered in words where it was typed, and nothing that was right is lost.</summary>
public sealed class WrongInputTests(Chromium chromium, OwnedDemo owner) : Journey(chromium), IClassFixture<OwnedDemo>
{
    [Fact]
    public async Task Signing_in_and_setting_up_keep_what_was_right()
    {
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var visit = await VisitAsync(server.Address);
        var page = visit.Page;

        await page.GotoAsync(server.SetupLink!.PathAndQuery);
        await page.Field("Name of your company").FillAsync("?!");
        await page.Field("Email").FillAsync(Owner.Email);
        await page.Field("Password").FillAsync(Owner.Password);
        await page.Button("Create account").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("Give your company’s name, with at least one letter.");
        await Expect(page.Field("Email")).ToHaveValueAsync(Owner.Email);
        await Expect(page.Field("Password")).ToHaveValueAsync("");
        await page.Field("Name of your company").FillAsync(Owner.Company);
        await page.Field("Email").FillAsync("olga@@acme");
        await page.Field("Password").FillAsync("1234567890qwertz");
        await page.Button("Create account").ClickAsync();
        await Expect(page.Field("Email")).ToHaveJSPropertyAsync("validity.valid", false);
        await page.Field("Email").FillAsync(Owner.Email);
        await page.Field("Password").FillAsync("password12345");
        await page.Button("Create account").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("among the first that are guessed");
        await Expect(page.Field("Name of your company")).ToHaveValueAsync(Owner.Company);

        await page.GotoAsync("/sign-in");
        await Owner.SignInAsync(page, "nobody@acme.example", "a quiet river in spring");
        await page.GetByRole(AriaRole.Alert).ReadsAsync("Email or password is wrong.");
        await Expect(page.Field("Email")).ToHaveValueAsync("nobody@acme.example");
        await page.GotoAsync("/sign-in/not-a-link");
        await page.GetByRole(AriaRole.Alert).ReadsAsync("This link was used already, or is too old.");
        await page.GotoAsync("/invite/not-a-link");
        await page.IsOnAsync("This link does not work");
    }

    [Fact]
    public async Task A_wizard_says_which_setting_is_wrong_and_keeps_the_others()
    {
        var page = await OpenAsync("/integrations/connect/hibob");

        await page.Button("Done, enter the settings").ClickAsync();
        await page.Field("Name of the connection").FillAsync("My HR!");
        await page.Button("Test connection").ClickAsync();
        await page.ReadsAsync("Use lower-case letters, digits and hyphens, at most 60.");
        await Expect(page.GetByText("This is needed.")).ToHaveCountAsync(2);
        await page.Button("Fill in its settings").ClickAsync();
        await page.Field("Name of the connection").FillAsync("bamboohr");
        await page.Button("Test connection").ClickAsync();
        await page.ReadsAsync("Another connection has this name. Choose another one.");
        await page.Field("Name of the connection").FillAsync("bob");

        var address = await page.Field("Base address (optional)").InputValueAsync();
        await page.Field("Base address (optional)").FillAsync("not an address");
        await page.Button("Test connection").ClickAsync();
        await page.ReadsAsync("Give an address such as https://api.example.com.");
        await page.Field("Base address (optional)").FillAsync("http://127.0.0.1:9");
        await page.Button("Test connection").ClickAsync();
        await page.Part("Test of the connection").ReadsAsync("Does not work");
        await page.ReadsAsync("Nothing is stored.");
        await page.Button("Change the settings").ClickAsync();
        await Expect(page.Field("Name of the connection")).ToHaveValueAsync("bob");
        await Expect(page.Field("Service user ID")).ToHaveValueAsync("SERVICE-1234");
        await page.Field("Base address (optional)").FillAsync(address);
        await page.Field("Token").FillAsync("wrong");
        await page.Button("Test connection").ClickAsync();
        var result = page.Part("Test of the connection");
        await result.ReadsAsync("Does not work");
        await result.ReadsAsync("Enter the ID and the token of a service user that exists");
        await Expect(page.Button("Connect “bob”")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_page_instead_of_data_is_said_to_be_one_and_goes_on_when_it_is_over()
    {
        var hris = owner.Demo.Emulated["personio"];
        await hris.DoAsync("faults/add", ("kind", "html"));
        var page = await OpenAsync("/integrations/personio");
        await page.Button("Test connection").ClickAsync();
        await page.Part("Test of the connection").ReadsAsync("Does not work");
        await page.GotoAsync("/integrations/personio/attributes");
        await page.ReadsAsync("The HR system did not answer as it should");
        await hris.DoAsync("faults/clear");
        await page.Button("Try again").ClickAsync();
        await Expect(page.Field("Search attributes")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rules_and_limits_out_of_range_cannot_be_saved_and_what_is_left_empty_neither()
    {
        var page = await OpenAsync("/integrations/bamboohr");
        var rules = page.GetByRole(AriaRole.Form, new() { Name = "How it syncs" });
        await page.Field("Deactivations, % of active people").FillAsync("250");
        await rules.ReadsAsync("From 0 to 100.");
        await Expect(rules.Button("Save")).ToBeDisabledAsync();
        await rules.Button("Discard changes").ClickAsync();
        await Expect(page.Field("Deactivations, % of active people")).ToHaveValueAsync("20");
        foreach (var nothing in new[] { "", "some" })
        {
            await page.Field("Deactivations, % of active people").FillAsync(nothing);
            await Expect(rules.Button("Discard changes")).ToBeVisibleAsync();
            await Expect(rules.Button("Save")).ToBeDisabledAsync();
            await rules.Button("Discard changes").ClickAsync();
            await Expect(page.Field("Deactivations, % of active people")).ToHaveValueAsync("20");
        }

        await page.Field("Base address (optional)").FillAsync("http://127.0.0.1:9");
        await page.Button("Test and save settings").ClickAsync();
        await page.ReadsAsync("The address changed. Write the secret again, so that it is not sent elsewhere by accident.");

        await page.Button("Remove connection…").ClickAsync();
        await page.OpenDialog().GetByRole(AriaRole.Textbox).FillAsync("bamboo");
        await Expect(page.OpenDialog().Button("Remove connection")).ToBeDisabledAsync();
        await page.OpenDialog().Button("Keep it").ClickAsync();
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_mapping_that_is_half_done_says_what_is_missing()
    {
        var page = await OpenAsync("/integrations/bamboohr/attributes");
        await page.Field("Search attributes").FillAsync("desk number");
        await page.Field("Desk number goes to").SelectOptionAsync(new SelectOptionValue { Label = "Custom attribute" });
        await page.Button("Save and update").ClickAsync();
        await page.ReadsAsync("Desk number");
        await page.Field("Which one for Desk number").SelectOptionAsync(new SelectOptionValue { Label = "+ Create a custom attribute…" });
        await page.Field("Name").FillAsync("Subcompany");
        await page.ReadsAsync("There is one of this name already.");
        await Expect(page.OpenDialog().Button("Create")).ToBeDisabledAsync();
        await page.Field("Name").FillAsync("");
        await Expect(page.OpenDialog().Button("Create")).ToBeDisabledAsync();
        await page.OpenDialog().Button("Cancel").ClickAsync();
        await page.Button("Criterion").ClickAsync();
        await page.GetByLabel("Attribute", new() { Exact = true }).Nth(1).SelectOptionAsync(new SelectOptionValue { Label = "Hire Date" });
        await page.ReadsAsync("Write a value.");
    }

    [Fact]
    public async Task Settings_say_at_the_form_what_cannot_be()
    {
        var page = await OpenAsync("/settings");
        await page.Field("Name of your company").FillAsync(" ");
        await page.Part("Workspace").Button("Save").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("Give the company’s name");
        await page.GotoAsync("/settings/members");
        await page.Field("Email").FillAsync("nobody@");
        await Expect(page.Field("Email")).ToHaveJSPropertyAsync("validity.valid", false);
        await page.Field("Email").FillAsync("demo@rollcall.example");
        await page.Button("Send invite").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("This email belongs to a member already.");
        await page.GotoAsync("/settings/mail");
        await page.Field("SMTP host").FillAsync("not a host");
        await page.Part("Mail server").Button("Save").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("This is no host name.");
        await page.Field("Text").FillAsync("Come in!");
        await page.Part("Invitation").Button("Save").ClickAsync();
        await page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "{link}" }).ReadsAsync("without it nobody can accept");
    }

    [Fact]
    public async Task Times_that_are_none_are_said_and_not_taken_for_nothing()
    {
        var page = await OpenAsync("/settings/alerts");
        await page.Field("Hours").FillAsync("soon");
        await page.Button("Save hours").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("Give 1 to 8760 hours, or nothing.");
        await Expect(page.Field("Hours")).ToHaveValueAsync("soon");
        foreach (var (field, text) in new[] { ("History of changes, in days", "a year"), ("Alerts that are over, in days", "") })
        {
            await page.GotoAsync("/settings/retention");
            await page.Field(field).FillAsync(text);
            await page.Button("Save times").ClickAsync();
            await page.GetByRole(AriaRole.Alert).ReadsAsync("Give 1 to 3650 days in each field");
        }

        await page.ReloadAsync();
        await Expect(page.Field("Alerts that are over, in days")).ToHaveValueAsync("90");
    }

    [Fact]
    public async Task A_value_that_does_not_fit_its_field_is_not_taken()
    {
        var page = await OpenAsync("/employees");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.ButtonWith("Explain Weekly hours:").ClickAsync();
        await page.Button("Edit").Or(page.Button("Pin another value")).ClickAsync();
        await page.Part("Explain").GetByLabel("Weekly hours").FillAsync("many");
        await page.Part("Explain").Button("Save").Or(page.Button("Save and pin")).ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("This does not fit the field.");
        await Expect(page.Part("Explain").GetByLabel("Weekly hours")).ToHaveValueAsync("many");
    }

    [Theory]
    [InlineData("/employees/00000000-0000-0000-0000-000000000001", "There is no such employee")]
    [InlineData("/runs/00000000-0000-0000-0000-000000000001", "There is no such run")]
    [InlineData("/runs/00000000-0000-0000-0000-000000000001/undo", "There is nothing to undo")]
    [InlineData("/integrations/nothing", "There is no such connection")]
    [InlineData("/integrations/nothing/attributes", "There is no such connection")]
    [InlineData("/integrations/connect/nothing", "There is no such HR system")]
    [InlineData("/settings/nothing", "There is no such page")]
    [InlineData("/employees/nobody", "There is no such page")]
    public async Task An_address_of_nothing_says_so_and_leads_on(string path, string title)
    {
        var page = await OpenAsync(path);
        await page.IsOnAsync(title);
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link)).Not.ToHaveCountAsync(0);
    }

    private async Task<IPage> OpenAsync(string path)
    {
        var visit = await VisitAsync(owner.Demo.Address, owner.State);
        await visit.Page.GotoAsync(path);
        return visit.Page;
    }
}
