using System.Net;
using System.Text;
using Rollcall.Emulators.BambooHr.Webhooks;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Tests.Webhooks;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class WebhookTests
{
    private const string Monitored = """{"name":"dir","url":"URL","format":"json","events":["employee.created","employee.updated","employee.deleted"],"monitorFields":["firstName","customSquad","4378"],"includeCompanyDomain":true}""";

    [Fact]
    public void The_signature_is_the_recorded_one()
    {
        var body = Encoding.UTF8.GetBytes("""{"employees":[{"changedFields":["First name"],"fields":{"Employee #":{"value":"300"},"First name":{"value":"Tefi"},"Last name":{"value":"Adams"}},"id":"5"}]}""");

        WebhookSignature.Of("123b929362d51613054f71e5e5d4bf2c", body, 1658248023).ShouldBe("56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac");
    }

    [Fact]
    public async Task A_webhook_shows_its_key_once_and_belongs_to_its_maker()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var made = await account.PostJsonAsync("/api/v1/webhooks", Monitored.Replace("URL", "https://x.example/hook", StringComparison.Ordinal), 201);
        var id = made["id"]!.GetValue<string>();

        var read = await account.JsonAsync($"/api/v1/webhooks/{id}");
        using var foreign = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Get, $"/api/v1/webhooks/{id}", key: BambooHrAccount.OtherKey));
        using var unknown = await account.GetAsync("/api/v1/webhooks/999");
        using var deleted = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Delete, $"/api/v1/webhooks/{id}"));

        made["privateKey"]!.GetValue<string>().ShouldMatch("^[0-9a-f]{32}$");
        read["privateKey"].ShouldBeNull();
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await foreign.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe($$$"""{"errors":{"error":"You do not have access to webhook ID: {{{id}}}"}}""");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await deleted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("Web hook has been deleted.");
        (await account.JsonAsync("/api/v1/webhooks"))["webhooks"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"name":"x","url":"https://x.example","format":"json","events":["employee.updated"]}""", 400)]
    [InlineData("""{"name":"x","url":"http://x.example","format":"json","events":["employee.created"]}""", 400)]
    [InlineData("""{"name":"x","url":"https://x.example","events":["employee.created"]}""", 400)]
    [InlineData("""{"name":"x","url":"https://x.example","format":"json","events":["employee.created","employee_with_fields.created"]}""", 400)]
    [InlineData("""{"name":"x","url":"https://x.example","format":"json","events":["employee.updated"],"monitorFields":["terminationDate"]}""", 400)]
    [InlineData("""{"name":"x","url":"https://x.example","format":"json"}""", 400)]
    [InlineData("""{"name":"x","url":"https://x.example","format":"json","events":["employee.updated"],"monitorFields":["nonsense"]}""", 403)]
    [InlineData("""{"name":"x","url":"https://x.example","format":"json","events":["employee.created"]}""", 201)]
    public async Task A_webhook_must_be_whole(string body, int status)
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.PostAsync("/api/v1/webhooks", body);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("/hook")]
    [InlineData("https://")]
    [InlineData("file:///hook")]
    public async Task A_target_must_be_an_address_even_when_it_need_not_be_https(string url)
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);

        using var answer = await account.PostAsync("/api/v1/webhooks", Monitored.Replace("URL", url, StringComparison.Ordinal));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Deliveries_are_signed_and_a_newcomer_is_created_and_then_updated()
    {
        await using var target = await WebhookTarget.StartAsync();
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);
        var made = await account.PostJsonAsync("/api/v1/webhooks", Monitored.Replace("URL", target.Url, StringComparison.Ordinal), 201);

        var hired = account.Host.Workforce.Hire();
        var created = await target.NextAsync();
        var updated = await target.NextAsync();

        var timestamp = long.Parse(created.Headers["X-BambooHR-Timestamp"], System.Globalization.CultureInfo.InvariantCulture);
        timestamp.ShouldBe(BambooHrAccount.Start.ToUnixTimeSeconds());
        created.Headers["X-BambooHR-Signature"].ShouldBe(WebhookSignature.Of(made["privateKey"]!.GetValue<string>(), created.Raw, timestamp));
        created.Headers["Company-Domain"].ShouldBe("acme");
        created.Json.ToJsonString().ShouldBe($$$"""{"type":"employee.created","timestamp":"2026-10-05T09:30:00Z","data":{"companyId":"73142","employeeId":"{{{hired.Number}}}"}}""");
        updated.Json["data"]!["changedFields"]!.ToJsonString().ShouldBe("""["firstName","customShirtsize","customSquad"]""");
    }

    [Fact]
    public async Task Only_monitored_and_readable_fields_fire()
    {
        await using var target = await WebhookTarget.StartAsync();
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);
        await account.PostJsonAsync("/api/v1/webhooks", Monitored.Replace("URL", target.Url, StringComparison.Ordinal), 201);
        var company = account.Host.Workforce;

        company.SetEmail(3, "other@acme.example");
        company.Access.Withdraw("customSquad");
        company.Move(3, company.Units.Of(UnitKind.Squad)[0].Id);
        company.Access.Grant("customSquad");
        company.Move(4, company.Units.Of(UnitKind.Squad)[0].Id);
        company.Delete(5);

        (await target.NextAsync()).Json["data"]!.ToJsonString().ShouldBe("""{"companyId":"73142","employeeId":"4","changedFields":["customSquad"]}""");
        (await target.NextAsync()).Json["type"]!.GetValue<string>().ShouldBe("employee.deleted");
    }

    [Fact]
    public async Task Standard_and_custom_changes_come_as_two_events()
    {
        await using var target = await WebhookTarget.StartAsync();
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);
        await account.PostJsonAsync("/api/v1/webhooks", Monitored.Replace("URL", target.Url, StringComparison.Ordinal), 201);

        account.Host.Workforce.Change(3, person => person with { FirstName = "Neu", SquadId = null }, nameof(Person.FirstName), nameof(Person.SquadId));

        var events = new[] { await target.NextAsync(), await target.NextAsync() };
        events.Select(one => one.Json["data"]!["changedFields"]!.ToJsonString()).ShouldBe(["""["firstName"]""", """["customSquad"]"""]);
    }

    [Fact]
    public async Task The_old_payload_has_labels_and_wrapped_values()
    {
        await using var target = await WebhookTarget.StartAsync();
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);
        await account.PostJsonAsync("/api/v1/webhooks", $$$"""{"name":"old","url":"{{{target.Url}}}","format":"json","monitorFields":["firstName"],"postFields":{"firstName":"First name"}}""", 201);

        account.Host.Workforce.Rename(3, "Bryony", "Bell");

        (await target.NextAsync()).Body.ShouldBe("""{"employees":[{"id":"3","action":"Updated","timestamp":"2026-10-05T09:30:00+0000","changedFields":["First Name"],"fields":{"First name":{"value":"Bryony"}}}]}""");
    }

    [Fact]
    public async Task A_form_is_signed_over_its_raw_text()
    {
        await using var target = await WebhookTarget.StartAsync();
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);
        var made = await account.PostJsonAsync("/api/v1/webhooks", $$"""{"name":"form","url":"{{target.Url}}","format":"form-encoded","events":["employee.updated"],"monitorFields":["firstName"]}""", 201);

        account.Host.Workforce.Rename(3, "Bryony", "Bell");
        var delivery = await target.NextAsync();

        Uri.UnescapeDataString(delivery.Body).ShouldBe("type=employee.updated&timestamp=2026-10-05T09:30:00Z&data[companyId]=73142&data[employeeId]=3&data[changedFields][0]=firstName");
        delivery.Headers["X-BambooHR-Signature"].ShouldBe(WebhookSignature.Of(made["privateKey"]!.GetValue<string>(), delivery.Raw, BambooHrAccount.Start.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task A_server_error_is_tried_five_times_more_and_a_client_error_never()
    {
        await using var target = await WebhookTarget.StartAsync();
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.WebhookTargetsMustBeHttps = false);
        var made = await account.PostJsonAsync("/api/v1/webhooks", Monitored.Replace("URL", target.Url, StringComparison.Ordinal), 201);
        var id = made["id"]!.GetValue<string>();
        target.Status = 500;
        account.Host.Workforce.Delete(3);
        await target.NextAsync();
        var attempts = 1;
        foreach (var minutes in new[] { 5, 10, 20, 40, 80 })
        {
            await account.LogAsync(id, attempts++);
            account.Clock.Advance(TimeSpan.FromMinutes(minutes));
            (await target.NextAsync()).Json["data"]!["employeeId"]!.GetValue<string>().ShouldBe("3");
        }

        await account.LogAsync(id, 6);
        account.Clock.Advance(TimeSpan.FromHours(4));
        target.Status = 404;
        account.Host.Workforce.Delete(4);
        (await target.NextAsync()).Json["data"]!["employeeId"]!.GetValue<string>().ShouldBe("4");
        await account.LogAsync(id, 7);
        account.Clock.Advance(TimeSpan.FromHours(4));
        target.Status = 200;
        account.Host.Workforce.Delete(6);

        (await target.NextAsync()).Json["data"]!["employeeId"]!.GetValue<string>().ShouldBe("6");
        var log = await account.LogAsync(id, 8);
        log.Select(entry => entry!["statusCode"]!.GetValue<string>()).ShouldBe(["200", "404", "500", "500", "500", "500", "500", "500"]);
        log[0]!["employeeIds"]!.ToJsonString().ShouldBe("""["6"]""");
    }
}
