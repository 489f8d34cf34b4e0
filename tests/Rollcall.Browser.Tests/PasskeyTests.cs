namespace Rollcall.Browser.Tests;

/// <summary>Signing in with the device instead of a password, with Chromium's virtual authenticator.</summary>
public sealed class PasskeyTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task A_passkey_is_added_used_renamed_and_removed()
    {
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var visit = await VisitAsync(server.Named);
        var page = visit.Page;
        await Owner.SetUpAsync(visit, server);
        await AddAuthenticatorAsync(visit);

        await page.Link("Your account").ClickAsync();
        await page.Button("Add a passkey").ClickAsync();
        await page.ReadsAsync("Passkey added.");
        await page.Button("Sign out").First.ClickAsync();
        await page.IsOnAsync("Sign in");
        await page.Button("Sign in with a passkey").ClickAsync();
        await page.IsOnAsync("Home");

        await page.Link("Your account").ClickAsync();
        await page.Button("Rename the passkey Passkey 1").ClickAsync();
        await page.Field("Name of the passkey Passkey 1").FillAsync("My laptop");
        await page.Part("Passkeys").Button("Save").ClickAsync();
        await page.Button("Remove the passkey My laptop").ClickAsync();
        await page.OpenDialog().Button("Remove passkey").ClickAsync();
        await page.ReadsAsync("You have no passkey yet.");
        await page.Button("Sign out").First.ClickAsync();
        await page.Button("Sign in with a passkey").ClickAsync();
        await page.GetByRole(AriaRole.Alert).ReadsAsync("This passkey does not belong to an account here");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task At_a_number_instead_of_a_name_the_page_says_why_there_are_none()
    {
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var visit = await VisitAsync(server.Address);
        await visit.Page.GotoAsync("/sign-in");
        await visit.Page.Button("Sign in with a passkey").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alert).ReadsAsync("Passkeys belong to a name, not to a number.");
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task AddAuthenticatorAsync(Visit visit)
    {
        var devtools = await visit.Browser.NewCDPSessionAsync(visit.Page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
