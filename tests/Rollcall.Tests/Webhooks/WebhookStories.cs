using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Features.Integrations;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Tests.Web;
using Rollcall.Webhooks;

namespace Rollcall.Tests.Webhooks;

/// <summary>An HRIS says that somebody changed, and the change is in the directory: over HTTP, with the vendor's own proof.</summary>
public sealed class WebhookStories
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("personio")]
    [InlineData("bamboohr")]
    [InlineData("hibob")]
    public async Task A_change_in_the_HRIS_is_read_as_that_one_person(string vendor)
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.Of(vendor));
        await SetUpAsync(company);
        var someone = company.Company.Somebody();

        company.Company.Workforce.Rename(someone.Number, "Ada", "Stone");

        await EventuallyAsync(async () => (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, "Ada Stone", Token)).Count == 1);
        await HandledAsync(company);
        var runs = await WebhookRunsAsync(company);
        runs.ShouldAllBe(r => r.Reading == ReadingKind.Single && r.State == RunState.Succeeded);
        runs.Sum(r => r.Applied).ShouldBe(2);
        var entry = (await company.Get<WebhookStore>().FindAsync(company.Workspace.Id, await ConnectionAsync(company), Token))!;
        entry.Received.ShouldBeGreaterThan(0);
        (entry.Refused, entry.Waiting).ShouldBe((0, 0));
    }

    [Fact]
    public async Task What_is_not_proven_is_refused_and_nothing_is_read()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        var connection = await ConnectionAsync(company);
        using var scope = await company.AsAsync(MemberRole.Admin);
        var service = scope.ServiceProvider.GetRequiredService<WebhookService>();
        var made = (await service.CreateAsync(connection, company.Server.Address, Token))!;
        const string change = """{"type":"employee.updated","data":{"employeeId":"1"}}""";

        (await PostAsync(made.Address, change)).ShouldBe(HttpStatusCode.Unauthorized, "there is no secret yet");
        (await PostAsync(made.Address, "\"Ping test\"")).ShouldBe(HttpStatusCode.OK, "Bob tries the address before there is one");
        (await service.SetSecretAsync(connection, " s3cret ", Token)).ShouldBe(KeptSecret.Kept);
        (await PostAsync(made.Address, change, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(new Uri(made.Address + "x"), change, "s3cret")).ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(new Uri(company.Server.Address, $"/hooks/{Guid.CreateVersion7()}/{made.Address.Segments[^1]}"), change, "s3cret")).ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(made.Address, new string('x', 1_100_000), "s3cret")).ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        var entry = (await company.Get<WebhookStore>().FindAsync(company.Workspace.Id, connection, Token))!;
        (entry.Received, entry.Refused, entry.Waiting).ShouldBe((0, 2, 0));
        (await WebhookRunsAsync(company)).ShouldBeEmpty();

        var renewed = (await service.CreateAsync(connection, company.Server.Address, Token))!;
        renewed.Address.ShouldNotBe(made.Address);
        (await PostAsync(made.Address, change, "s3cret")).ShouldBe(HttpStatusCode.NotFound, "the old address is gone");
        (await service.RemoveAsync(connection, Token)).ShouldBeTrue();
        (await PostAsync(renewed.Address, change, "s3cret")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_replay_is_one_more_read_that_changes_nothing_and_what_is_not_understood_reads_everybody()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        var address = await SetUpAsync(company);
        var someone = company.Company.Somebody();
        company.Company.Workforce.Rename(someone.Number, "Ada", "Stone");
        await EventuallyAsync(async () => (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, "Ada Stone", Token)).Count == 1);
        await HandledAsync(company);
        var change = $$$"""{"type":"employee.updated","data":{"employeeId":"{{{HrisUnderTest.HiBob.IdOf(someone)}}}"}}""";

        (await PostAsync(address, change, "s3cret")).ShouldBe(HttpStatusCode.OK);
        await HandledAsync(company);
        (await PostAsync(address, change, "s3cret")).ShouldBe(HttpStatusCode.OK);
        await HandledAsync(company);
        var singles = await WebhookRunsAsync(company);
        singles.Count.ShouldBeGreaterThanOrEqualTo(3);
        singles.ShouldAllBe(r => r.Reading == ReadingKind.Single);
        singles.OrderByDescending(r => r.StartedAt).Take(2).ShouldAllBe(r => r.Applied == 0);

        (await PostAsync(address, """{"type":"employee.renumbered"}""", "s3cret")).ShouldBe(HttpStatusCode.OK);
        await HandledAsync(company);
        (await WebhookRunsAsync(company)).Count(r => r.Reading == ReadingKind.Full).ShouldBe(1);
    }

    [Theory]
    [InlineData("personio")]
    [InlineData("bamboohr")]
    [InlineData("hibob")]
    public async Task What_an_HRIS_offers_is_not_asked_for_every_single_person(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await WebCompany.StartAsync(hris);
        await SetUpAsync(company);
        var someone = company.Company.Somebody();
        await RenameAsync(company, someone, "Ada");
        var before = company.Company.Hris.Calls.ByEndpoint.ToDictionary();

        await RenameAsync(company, someone, "Grace");

        var asked = company.Company.Hris.Calls.ByEndpoint.Where(c => c.Value > before.GetValueOrDefault(c.Key)).Select(c => c.Key).ToList();
        asked.ShouldHaveSingleItem("only the person was asked for");
    }

    [Fact]
    public async Task What_an_HRIS_offers_is_asked_again_once_something_failed()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        await SetUpAsync(company);
        var someone = company.Company.Somebody();
        await RenameAsync(company, someone, "Ada");
        var before = company.Company.Hris.Calls.Of("/company/people/fields");

        company.Company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Html, Times = 1, Endpoint = "*/people/search" });
        await RenameAsync(company, someone, "Grace");

        company.Company.Hris.Calls.Of("/company/people/fields").ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task A_flood_becomes_one_complete_read()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 60);
        await SetUpAsync(company);
        var connection = await ConnectionAsync(company);
        var store = company.Get<WebhookStore>();

        // They came while nobody looked: all of one moment, as after a night without a network.
        await company.Server.Services.GetRequiredService<WebhookWorker>().StopAsync(Token);
        foreach (var person in company.Company.Workforce.People().Take(40))
        {
            await store.TakeAsync(company.Workspace.Id, connection, Encoding.UTF8.GetBytes(HrisUnderTest.HiBob.IdOf(person)), new WebhookHint.People([HrisUnderTest.HiBob.IdOf(person)]), Token);
        }

        var work = (await store.WaitingAsync(Token)).ShouldHaveSingleItem();
        work.People.Count.ShouldBe(40);
        await company.Server.Services.GetRequiredService<WebhookWorker>().StartAsync(Token);

        await HandledAsync(company);
        (await WebhookRunsAsync(company)).ShouldHaveSingleItem().Reading.ShouldBe(ReadingKind.Full);
    }

    [Fact]
    public async Task Deliveries_wait_while_the_HRIS_is_away_and_none_is_lost()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        await SetUpAsync(company);
        await company.Server.Services.GetRequiredService<WebhookWorker>().StopAsync(Token);
        var someone = company.Company.Somebody();
        company.Company.Workforce.Rename(someone.Number, "Ada", "Stone");
        await EventuallyAsync(async () => (await EntryAsync(company)).Waiting > 0);

        await company.Server.Services.GetRequiredService<WebhookWorker>().StartAsync(Token);

        await HandledAsync(company);
        (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, "Ada Stone", Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_HRIS_that_changes_and_says_nothing_is_a_finding()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.Personio, employees: 12);
        var connection = await ConnectionAsync(company);
        await NewWebhook.MakeAsync(company.Get<WebhookStore>(), Connectors.Connectors.Find("personio")!.Webhook!, company.Workspace.Id, connection, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        (await FindingsAsync(company)).ShouldNotContain(FindingCodes.WebhooksSilent);

        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        (await FindingsAsync(company)).ShouldContain(FindingCodes.WebhooksSilent);
        (await company.Company.Cli.ExpectAsync(0, "findings")).Output.ShouldContain("sent no webhook");
    }

    [Fact]
    public async Task What_is_spoken_of_while_a_connection_is_paused_is_read_once_it_is_resumed()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        await SetUpAsync(company);
        var connection = await ConnectionAsync(company);
        await company.Get<ConnectionStore>().SetPausedAsync(company.Workspace.Id, connection, paused: true, Token);
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        await EventuallyAsync(async () => (await EntryAsync(company)) is { Received: > 0, Waiting: 0 });
        (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, "Ada Stone", Token)).ShouldBeEmpty("nothing is written while it is paused");

        await company.Get<ConnectionStore>().SetPausedAsync(company.Workspace.Id, connection, paused: false, Token);
        await company.Get<SyncScheduler>().CarryOnAsync(Token);

        await EventuallyAsync(async () => (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, "Ada Stone", Token)).Count == 1);
    }

    [Fact]
    public void What_a_delivery_is_a_reason_to_read_depends_on_the_connection()
    {
        var at = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        var work = new WebhookWork(new WorkspaceId(Guid.Empty), new ConnectionId(Guid.Empty), 1, at, at, ["1", "2"], null);
        var connection = new ConnectionEntry(work.Connection, new Core.Mapping.ConnectionConfig { Name = "hr", Provider = "hibob", Mappings = [] }, 0, new Dictionary<string, string>(), HasSecrets: true, Paused: false, at.AddDays(-1), at.AddDays(-1));

        WebhookWorker.ModeOf(work, connection, 100).ShouldBe(new ReadMode.People(["1", "2"]));
        WebhookWorker.ModeOf(work with { Reason = "unclear" }, connection, 100).ShouldBe(new ReadMode.Full());
        var many = work with { People = [.. Enumerable.Range(0, 30).Select(i => $"{i}")] };
        WebhookWorker.ModeOf(many, connection, 100).ShouldBe(new ReadMode.Full());
        WebhookWorker.ModeOf(many, connection, 10_000).ShouldBeOfType<ReadMode.People>();
        WebhookWorker.ModeOf(work, connection with { LastFullReadAt = at.AddSeconds(1) }, 100).ShouldBeNull("a later read saw it");
        WebhookWorker.ModeOf(work, connection with { Paused = true }, 100).ShouldBeNull();
        WebhookWorker.ModeOf(work, connection with { LastFullReadAt = null }, 100).ShouldBeNull("nobody has seen a preview yet");
        WebhookWorker.ModeOf(work, null, 100).ShouldBeNull();

        WebhookWorker.OwesRead(work, connection with { Paused = true }).ShouldBeTrue();
        WebhookWorker.OwesRead(work, connection with { Config = connection.Config with { Enabled = false } }).ShouldBeTrue();
        WebhookWorker.OwesRead(work, connection with { Paused = true, LastFullReadAt = at.AddSeconds(1) }).ShouldBeFalse("a later read saw it");
        WebhookWorker.OwesRead(work, connection with { LastFullReadAt = null, Paused = true }).ShouldBeFalse("the first sync reads everybody");
        WebhookWorker.OwesRead(work, connection).ShouldBeFalse();
        WebhookWorker.OwesRead(work, null).ShouldBeFalse();
    }

    [Fact]
    public async Task Each_action_needs_its_role()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        var nobody = new ConnectionId(Guid.Empty);
        await RoleTable.CheckAsync(company,
        [
            new("look", MemberRole.Viewer, s => s.GetRequiredService<WebhookService>().FindAsync(nobody, Token)),
            new("make", MemberRole.Admin, s => s.GetRequiredService<WebhookService>().CreateAsync(nobody, company.Server.Address, Token)),
            new("make at an address", MemberRole.Admin, s => s.GetRequiredService<WebhookService>().CreateAtAsync(nobody, company.Server.Address, Token)),
            new("where it is reached", MemberRole.Admin, s => s.GetRequiredService<WebhookService>().ServerAsync(Token)),
            new("give the secret", MemberRole.Admin, s => s.GetRequiredService<WebhookService>().SetSecretAsync(nobody, "x", Token)),
            new("remove", MemberRole.Admin, s => s.GetRequiredService<WebhookService>().RemoveAsync(nobody, Token)),
        ]);
    }

    /// <summary>Makes the webhook here, and then in the HRIS as its own page or API does.</summary>
    private static async Task<Uri> SetUpAsync(WebCompany company)
    {
        var (connection, hris) = (await ConnectionAsync(company), company.Company.Hris);
        using var scope = await company.AsAsync(MemberRole.Admin);
        var service = scope.ServiceProvider.GetRequiredService<WebhookService>();
        var made = (await service.CreateAsync(connection, company.Server.Address, Token))!;
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = hris.Address };
        switch (company.Company.Kind.Vendor)
        {
            case "personio":
                using (var answer = await http.PostAsync("/v2/auth/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = hris.Credentials["clientId"], ["client_secret"] = hris.Credentials["clientSecret"] }), Token))
                {
                    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await JsonAsync(answer)).GetProperty("access_token").GetString());
                }

                using (var answer = await http.PostAsync("/v2/webhooks", Json(new { url = made.Address, status = "ENABLED", token = made.Secret, enabled_events = new[] { "person.created", "person.updated", "person.deleted", "employment.updated" } }), Token))
                {
                    answer.StatusCode.ShouldBe(HttpStatusCode.Created);
                }

                break;
            case "bamboohr":
                (await http.PostAsync("/_control/switches?name=webhookTargetsMustBeHttps&value=false", null, Token)).EnsureSuccessStatusCode();
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(hris.Credentials["apiKey"] + ":x")));
                using (var answer = await http.PostAsync("/api/v1/webhooks", Json(new { name = "rollcall", url = made.Address, format = "json", events = new[] { "employee.created", "employee.updated", "employee.deleted" }, monitorFields = new[] { "firstName", "lastName", "department" } }), Token))
                {
                    answer.StatusCode.ShouldBe(HttpStatusCode.Created);
                    (await service.SetSecretAsync(connection, (await JsonAsync(answer)).GetProperty("privateKey").GetString()!, Token)).ShouldBe(KeptSecret.Kept);
                }

                break;
            default:
                (await service.SetSecretAsync(connection, "s3cret", Token)).ShouldBe(KeptSecret.Kept);
                (await http.PostAsync($"/_control/webhooks/save?secret=s3cret&url={Uri.EscapeDataString(made.Address.ToString())}", null, Token)).EnsureSuccessStatusCode();
                break;
        }

        return made.Address;
    }

    private static async Task<HttpStatusCode> PostAsync(Uri address, string body, string? secret = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret is not null)
        {
            request.Headers.Add("Bob-Signature", Emulators.HiBob.Webhooks.WebhookSignature.Of(secret, Encoding.UTF8.GetBytes(body)));
        }

        using var answer = await http.SendAsync(request, Token);
        return answer.StatusCode;
    }

    /// <summary>Renames somebody in the HRIS and waits until the directory has it.</summary>
    private static async Task RenameAsync(WebCompany company, Person someone, string name)
    {
        company.Company.Workforce.Rename(someone.Number, name, "Stone");
        await EventuallyAsync(async () => (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, name + " Stone", Token)).Count == 1);
        await HandledAsync(company);
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;

    private static async Task<ConnectionId> ConnectionAsync(WebCompany company) => (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single().Id;

    private static async Task<WebhookEntry> EntryAsync(WebCompany company) => (await company.Get<WebhookStore>().FindAsync(company.Workspace.Id, await ConnectionAsync(company), Token))!;

    private static async Task<IReadOnlyList<RunEntry>> WebhookRunsAsync(WebCompany company) =>
        [.. (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 100, Token)).Where(r => r.Trigger == RunTrigger.Webhook)];

    private static async Task<IReadOnlyList<string>> FindingsAsync(WebCompany company) =>
        [.. (await company.Get<RunStore>().CurrentFindingsAsync(company.Workspace.Id, await ConnectionAsync(company), Token)).Select(f => f.Code)];

    private static Task HandledAsync(WebCompany company) => EventuallyAsync(async () => (await EntryAsync(company)) is { Received: > 0, Waiting: 0 } or { Received: 0, Waiting: 0 }
        && !await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContext().WebhookEvents.AnyAsync(e => e.HandledAt == null, Token));

    private static Task EventuallyAsync(Func<Task<bool>> isTrue) => Eventually.TrueAsync(isTrue, "what the webhook spoke of");
}
