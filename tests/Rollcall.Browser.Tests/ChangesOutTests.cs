using System.Net;

namespace Rollcall.Browser.Tests;

/// <summary>Another program is subscribed from the settings, tested, given a new secret, and removed again.</summary>
public sealed class ChangesOutTests(Chromium chromium, OwnedDemo owned) : Journey(chromium), IClassFixture<OwnedDemo>
{
    [Fact]
    public async Task A_program_hears_of_changes_until_it_is_removed()
    {
        using var consumer = new HttpListener();
        var port = FreePort();
        consumer.Prefixes.Add($"http://127.0.0.1:{port}/");
        consumer.Start();
        _ = AnswerAsync(consumer);
        var visit = await VisitAsync(owned.Demo.Address, owned.State);
        var page = visit.Page;
        await visit.OpenAsync("/settings/changes-out");
        await page.ReadsAsync("No program hears of changes yet");

        await page.Field("Name of the program").FillAsync("laptops");
        await page.Field("Address").FillAsync("inventory");
        await page.Button("Add program").ClickAsync();
        await page.ReadsAsync("Give an http or https address");
        await page.Field("Address").FillAsync($"http://127.0.0.1:{port}/hook");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Begin with the first change that is kept" }).CheckAsync();
        await page.Button("Add program").ClickAsync();
        await page.ReadsAsync("it is not shown again");
        var secret = await page.Locator("code").First.InnerTextAsync();
        secret.ShouldStartWith("whsec_");
        (await visit.AxeAsync()).ShouldBeEmpty();

        var card = page.Part("laptops");
        await card.Button("Send a test to laptops").ClickAsync();
        await card.ReadsAsync("The test was taken, with status 200.");
        await Expect(card.Button("Deliveries to laptops")).ToHaveAttributeAsync("aria-expanded", "false");
        await card.Button("Deliveries to laptops").ClickAsync();
        await card.ReadsAsync("changes");
        await Expect(card.GetByRole(AriaRole.Table)).ToContainTextAsync("Taken");
        await card.Button("Edit laptops").ClickAsync();
        await Expect(card.GetByLabel("Name of the program", new() { Exact = true })).ToBeFocusedAsync();
        await card.GetByLabel("Address", new() { Exact = true }).FillAsync("inventory");
        await card.Button("Save program").ClickAsync();
        await card.ReadsAsync("Give an http or https address");
        await card.GetByLabel("Address", new() { Exact = true }).FillAsync($"http://127.0.0.1:{port}/other");
        await card.GetByLabel("Only these fields", new() { Exact = true }).FillAsync("title, manager");
        (await visit.AxeAsync()).ShouldBeEmpty();
        if (Environment.GetEnvironmentVariable("ROLLCALL_SCREENSHOTS") is { Length: > 0 } pictures)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(pictures, "changes-out-edit.png"), FullPage = true });
        }

        await card.Button("Save program").ClickAsync();
        await card.ReadsAsync("Only title, manager.");
        await card.ReadsAsync("/other");
        await Expect(card.Button("Edit laptops")).ToBeFocusedAsync();
        await card.Button("Pause laptops").ClickAsync();
        await card.ReadsAsync("Paused");
        foreach (var screen in new[] { Screen.Wide, Screen.Narrow })
        {
            await page.SetViewportSizeAsync(screen.Width, screen.Height);
            (await visit.AxeAsync()).ShouldBeEmpty();
            (await visit.SidewaysAsync()).ShouldBe(0);
            if (Environment.GetEnvironmentVariable("ROLLCALL_SCREENSHOTS") is { Length: > 0 } folder)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"changes-out-{screen.Name}.png"), FullPage = true });
            }
        }

        await card.Button("New secret for laptops").ClickAsync();
        await page.OpenDialog().Button("Make a new secret").ClickAsync();
        await card.ReadsAsync("The old secret signs too");
        (await page.Locator("code").First.InnerTextAsync()).ShouldNotBe(secret);
        await visit.OpenAsync("/settings/changes-out");
        await card.ReadsAsync("Paused");
        await Expect(page.Locator("code")).ToHaveCountAsync(0);
        await card.Button("Remove laptops").ClickAsync();
        await page.OpenDialog().Button("Remove program").ClickAsync();
        await page.ReadsAsync("No program hears of changes yet");
        visit.Complaints.ShouldBeEmpty();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AnswerAsync(HttpListener consumer)
    {
        while (consumer.IsListening)
        {
            try
            {
                (await consumer.GetContextAsync()).Response.Close();
            }
            catch (HttpListenerException)
            {
                // Closed at the end of the test.
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
