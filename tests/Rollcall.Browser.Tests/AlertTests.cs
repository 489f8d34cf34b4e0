namespace Rollcall.Browser.Tests;

/// <summary>A webhook for alerts gets a new secret from the settings, and a link in an alert opens the page in its workspace.</summary>
public sealed class AlertTests(Chromium chromium, OwnedDemo owned) : Journey(chromium), IClassFixture<OwnedDemo>
{
    [Fact]
    public async Task A_webhook_gets_a_new_secret_and_mail_has_none()
    {
        var visit = await VisitAsync(owned.Demo.Address, owned.State);
        var page = visit.Page;
        await visit.OpenAsync("/settings/alerts?workspace=acme");
        await page.ReadsAsync("Nobody is told yet");
        new Uri(page.Url).PathAndQuery.ShouldBe("/settings/alerts");

        await page.Field("Name").FillAsync("pager");
        await page.GetByRole(AriaRole.Radio, new() { Name = "By webhook" }).CheckAsync();
        await page.Field("Address").FillAsync("https://alerts.acme.example/rollcall");
        await page.Button("Add channel").ClickAsync();
        await page.ReadsAsync("it is not shown again");
        var secret = await page.Locator("code").First.InnerTextAsync();
        await page.Field("Name").FillAsync("it");
        await page.GetByRole(AriaRole.Radio, new() { Name = "By mail" }).CheckAsync();
        await page.Field("Mail addresses").FillAsync("it@acme.example");
        await page.Button("Add channel").ClickAsync();
        await page.Part("it").WaitForAsync();
        await Expect(page.Part("it").ButtonWith("New secret")).ToHaveCountAsync(0);
        await page.Part("it").ButtonWith("Send a test to it").ClickAsync();
        await page.Part("it").ReadsAsync("The test was left in the folder for mails.");
        await page.Part("it").ReadsAsync("Left in a folder");

        await page.Part("pager").Button("New secret for pager").ClickAsync();
        (await visit.AxeAsync()).ShouldBeEmpty();
        await page.OpenDialog().Button("Make a new secret").ClickAsync();
        await page.Part("pager").ReadsAsync("The old secret signs too");
        (await page.Locator("code").First.InnerTextAsync()).ShouldNotBe(secret);
        foreach (var screen in new[] { Screen.Wide, Screen.Narrow })
        {
            await page.SetViewportSizeAsync(screen.Width, screen.Height);
            (await visit.AxeAsync()).ShouldBeEmpty();
            (await visit.SidewaysAsync()).ShouldBe(0);
        }

        await visit.OpenAsync("/settings/alerts");
        await page.Part("pager").ReadsAsync("The old secret signs too");
        await Expect(page.Locator("code")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }
}
