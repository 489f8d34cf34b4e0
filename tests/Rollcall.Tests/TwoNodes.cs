using System.Net;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests;

/// <summary>Two servers on one PostgreSQL: whatever one knows the other one knows, and what a killed one was to do is done.</summary>
public sealed class TwoNodes(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_arrives_through_either_node_and_after_one_is_killed()
    {
        await using var company = await Company.SyncedAsync(HrisUnderTest.HiBob, postgres: postgres);
        await using var web = await ServerProcess.StartAsync(company.Cli, "--duty", "web");
        await using var worker = await ServerProcess.StartAsync(company.Cli, "--duty", "worker");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var node in new[] { web, worker })
        {
            (await http.GetStringAsync(new Uri(node.Address, "/health/ready"), Token)).ShouldBe("ok");
        }

        using (var page = await http.GetAsync(new Uri(worker.Address, "/sign-in"), Token))
        {
            page.StatusCode.ShouldBe(HttpStatusCode.NotFound, "a worker serves no pages");
        }

        var created = await company.Cli.JsonAsync(0, "webhooks", "create", "hr", "--address", web.Address.ToString());
        var address = new Uri(created.GetProperty("address").GetString()!);
        company.Cli.Environment["ROLLCALL_TEST_WEBHOOK"] = "s3cret";
        await company.Cli.ExpectAsync(0, "webhooks", "secret", "hr", "ROLLCALL_TEST_WEBHOOK");
        await SendToAsync(http, company, address);

        // The web node takes the delivery, the worker reads.
        company.Workforce.Rename(company.Somebody(0).Number, "Ada", "Stone");
        await ArrivesAsync(company, "Ada Stone");

        // The worker dies; what comes meanwhile waits, and the next one reads it.
        await worker.DisposeAsync();
        company.Workforce.Rename(company.Somebody(1).Number, "Bea", "Stone");
        await Eventually.TrueAsync(async () => (await company.Cli.JsonAsync(0, "webhooks", "show", "hr")).GetProperty("waiting").GetInt32() > 0, "the delivery");

        (await company.Cli.ExpectAsync(0, "employees", "--search", "Bea Stone")).Output.ShouldNotContain("Bea Stone");
        await using var other = await ServerProcess.StartAsync(company.Cli);
        await ArrivesAsync(company, "Bea Stone");

        // The web node dies; the other one takes deliveries at the same path.
        await web.DisposeAsync();
        await SendToAsync(http, company, new Uri(other.Address, address.AbsolutePath));
        company.Workforce.Rename(company.Somebody(2).Number, "Cleo", "Stone");
        await ArrivesAsync(company, "Cleo Stone");
        (await company.Cli.JsonAsync(0, "webhooks", "show", "hr")).GetProperty("refused").GetInt32().ShouldBe(0);
        await company.Cli.ExpectAsync(0, "plan", "hr");
    }

    private static async Task SendToAsync(HttpClient http, Company company, Uri address)
    {
        using var saved = await http.PostAsync(new Uri(company.Hris.Address, $"/_control/webhooks/save?secret=s3cret&url={Uri.EscapeDataString(address.ToString())}"), null, Token);
        saved.EnsureSuccessStatusCode();
    }

    private static Task ArrivesAsync(Company company, string name) =>
        Eventually.TrueAsync(async () => (await company.Cli.ExpectAsync(0, "employees", "--search", name)).Output.Contains(name, StringComparison.Ordinal), "the change");
}
