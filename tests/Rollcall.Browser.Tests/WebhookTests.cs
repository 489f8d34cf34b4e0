namespace Rollcall.Browser.Tests;

/// <summary>A webhook is set up from the connection's page, and a change in the HRIS is there without anybody asking.</summary>
public sealed class WebhookTests(Chromium chromium) : Journey(chromium)
{
    [Fact]
    public async Task A_webhook_is_set_up_by_hand_and_changes_arrive_by_themselves()
    {
        var server = await WithAsync(RunningServer.StartAsync(Token));
        var hris = await WithAsync(RunningHris.StartAsync("hibob", employees: 12, Token));
        var visit = await VisitAsync(server.Address);
        var page = visit.Page;
        await Owner.SetUpAsync(visit, server);
        await VendorForm.Of("hibob").ConnectAsync(page, hris, hris.Hris.Address);
        await page.GoToAsync("Integrations");
        await page.GetByRole(AriaRole.Main).Link("hibob").ClickAsync();
        await page.Button("Update & Synchronize").ClickAsync();
        await page.ReadsAsync("changes were written to the directory.");

        await page.GoToAsync("Integrations");
        await page.GetByRole(AriaRole.Main).Link("hibob").ClickAsync();
        var webhook = page.Part("Changes at once (webhook)");
        await webhook.Button("Set up a webhook").ClickAsync();
        await webhook.ReadsAsync("Copy this now; it is not shown again.");
        await webhook.ReadsAsync("Waits for the secret");
        (await visit.AxeAsync()).ShouldBeEmpty();
        var address = await webhook.Locator("code").First.InnerTextAsync();
        await webhook.Button("Save the secret").ClickAsync();
        await webhook.ReadsAsync("This is needed.");
        await webhook.GetByLabel("Secret", new() { Exact = true }).FillAsync("s3cret of the webhook");
        await webhook.Button("Save the secret").ClickAsync();
        await webhook.ReadsAsync("Nothing came yet.");
        await hris.Hris.DoAsync("webhooks/save", ("url", address), ("secret", "s3cret of the webhook"));

        var someone = (await hris.Hris.PeopleAsync()).First(p => p is { Email: not null, Lifecycle: "Active" });
        await hris.Hris.DoAsync($"people/{someone.Number}/rename", ("firstName", "Ada"), ("lastName", "Stone"));

        await visit.OpenAsync("/runs");
        await page.ReadsAsync("Change in the HRIS");
        await page.GoToAsync("Employees");
        await page.ReadsAsync("Ada Stone");
        await visit.OpenAsync("/integrations/hibob");
        await webhook.ReadsAsync("came");
        await Expect(webhook).Not.ToContainTextAsync(address);
        await webhook.Button("Remove the webhook").ClickAsync();
        await page.OpenDialog().Button("Remove the webhook").ClickAsync();
        await Expect(webhook.Button("Set up a webhook")).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }
}
