using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Personio;
using Rollcall.Emulators.Tests.Support;
using Rollcall.Emulators.Tests.Webhooks;

namespace Rollcall.Emulators.Tests.Personio;

public sealed class WebhookTests
{
    private const string AllEvents = """["person.created","person.updated","person.deleted","employment.created","employment.updated","employment.updated.cost-centers","employment.deleted","employment.started","employment.terminated"]""";

    [Fact]
    public async Task A_change_is_told_with_an_id_and_the_token_verbatim()
    {
        await using var account = await PersonioAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        await SaveAsync(account, target);

        account.Workforce.Rename(3, "Secretive", "Person");
        var told = await target.NextAsync();

        told.Body.ShouldBe($$$"""{"company_id":"12345","event_name":"person.updated","occurred_at":"2026-10-05T09:30:00Z","payload":{"person":{"id":"{{{PersonioAccount.Id(3)}}}"}},"meta":{}}""");
        told.Headers["Authorization"].ShouldBe("Bearer s3cret");
    }

    [Theory]
    [InlineData(PersonioWebhookPayload.Nested, """{"person":{"id":"PERSON"},"employment":{"id":"EMPLOYMENT"}}""")]
    [InlineData(PersonioWebhookPayload.Flat, """{"person_id":"PERSON","employment_id":"EMPLOYMENT"}""")]
    [InlineData(PersonioWebhookPayload.Bare, """{"id":"EMPLOYMENT","person":{"id":"PERSON"}}""")]
    public async Task The_inside_of_the_payload_is_a_switch(PersonioWebhookPayload form, string expected)
    {
        await using var account = await PersonioAccount.StartAsync(shape: switches => switches.WebhookPayload = form);
        await using var target = await WebhookTarget.StartAsync();
        await SaveAsync(account, target);
        var employment = (string)(await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(4)}"))["employments"]![0]!["id"]!;

        account.Workforce.SetManager(4, 1);

        (await target.NextAsync()).Json["payload"]!.ToJsonString()
            .ShouldBe(expected.Replace("PERSON", PersonioAccount.Id(4), StringComparison.Ordinal).Replace("EMPLOYMENT", employment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hiring_moving_leaving_and_deleting_have_their_own_events()
    {
        await using var account = await PersonioAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        await SaveAsync(account, target);

        (await ToldAsync(2 + 1, () => account.Workforce.Hire())).ShouldBe(["employment.created", "employment.started", "person.created"]);
        (await ToldAsync(1, () => account.Workforce.Move(61, account.Workforce.Units.Of(UnitKind.Department)[3].Id))).ShouldBe(["employment.updated"]);
        (await ToldAsync(2, () => account.Workforce.Move(61, account.Workforce.Units.Of(UnitKind.CostCenter)[1].Id))).ShouldBe(["employment.updated", "employment.updated.cost-centers"]);
        (await ToldAsync(1, () => account.Workforce.Move(61, account.Workforce.Units.Of(UnitKind.Squad)[1].Id))).ShouldBe(["person.updated"]);
        (await ToldAsync(2, () => account.Workforce.Terminate(61))).ShouldBe(["employment.terminated", "employment.updated"]);
        (await ToldAsync(2, () => account.Workforce.Rehire(61))).ShouldBe(["employment.started", "employment.updated"]);
        (await ToldAsync(2, () => account.Workforce.Delete(61))).ShouldBe(["employment.deleted", "person.deleted"]);

        // They are sent side by side, so their order is not promised.
        async Task<List<string>> ToldAsync(int count, Action act)
        {
            act();
            var names = new List<string>();
            for (var i = 0; i < count; i++)
            {
                names.Add((string)(await target.NextAsync()).Json["event_name"]!);
            }

            return [.. names.Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task A_webhook_is_disabled_unless_said_otherwise_and_can_be_changed_and_deleted()
    {
        await using var account = await PersonioAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        var made = await account.PostJsonAsync("/v2/webhooks", $$"""{"url":"{{target.Url}}","auth_type":"NONE","enabled_events":["person.updated"]}""", 201);
        var path = "/v2/webhooks/" + made["id"];
        account.Workforce.SetEmail(3, "one@acme.example");
        using var enabled = await account.SendAsync(HttpMethod.Patch, path, """{"status":"ENABLED","description":"mine"}""");
        account.Workforce.SetEmail(4, "two@acme.example");
        var told = await target.NextAsync();

        ((string?)made["status"]).ShouldBe("DISABLED");
        ((string?)(await account.JsonAsync(path))["description"]).ShouldBe("mine");
        ((string?)told.Json["payload"]!["person"]!["id"]).ShouldBe(PersonioAccount.Id(4));
        told.Headers.ShouldNotContainKey("Authorization");
        using var deleted = await account.SendAsync(HttpMethod.Delete, path);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await account.JsonAsync(path, 404);
    }

    [Theory]
    [InlineData("""{"auth_type":"NONE","enabled_events":["person.updated"]}""")]
    [InlineData("""{"url":"http://far.example/hook","auth_type":"NONE","enabled_events":["person.updated"]}""")]
    [InlineData("""{"url":"https://far.example/hook","enabled_events":["person.updated"]}""")]
    [InlineData("""{"url":"https://far.example/hook","auth_type":"SIGNED","enabled_events":["person.updated"]}""")]
    [InlineData("""{"url":"https://far.example/hook","auth_type":"CUSTOM","custom_headers":{"A":"1","B":"2","C":"3","D":"4"},"enabled_events":["person.updated"]}""")]
    [InlineData("""{"url":"https://far.example/hook","auth_type":"CUSTOM","custom_headers":{"Content-Type":"x"},"enabled_events":["person.updated"]}""")]
    [InlineData("""{"url":"https://far.example/hook","auth_type":"NONE","enabled_events":["person.married"]}""")]
    [InlineData("""{"url":"https://far.example/hook","auth_type":"NONE","enabled_events":[]}""")]
    [InlineData("""["nonsense"]""")]
    [InlineData("nonsense")]
    public async Task A_webhook_must_be_whole(string body)
    {
        await using var account = await PersonioAccount.StartAsync();

        await account.PostJsonAsync("/v2/webhooks", body, 400);
        (await account.AllAsync("/v2/webhooks")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Custom_headers_travel_and_are_never_shown()
    {
        await using var account = await PersonioAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        var made = await account.PostJsonAsync("/v2/webhooks", $$"""{"url":"{{target.Url}}","status":"ENABLED","auth_type":"CUSTOM","custom_headers":{"X-My-Auth":"hush"},"enabled_events":["person.updated"]}""", 201);

        using var sent = await account.SendAsync(HttpMethod.Post, $"/v2/webhooks/{made["id"]}/ping");
        var ping = await target.NextAsync();

        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        ping.Headers["X-My-Auth"].ShouldBe("hush");
        ((string?)ping.Json["event_name"]).ShouldBe("ping");
        made.ToJsonString().ShouldNotContain("hush");
    }

    [Fact]
    public async Task A_server_error_is_tried_fourteen_times_and_a_client_error_once()
    {
        await using var account = await PersonioAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        var id = await SaveAsync(account, target);
        target.Status = 500;
        account.Workforce.SetEmail(3, "one@acme.example");
        for (var request = 0; request < 14; request++)
        {
            var told = await account.AdvanceUntilAsync(target.NextAsync(), TimeSpan.FromHours(1));
            ((string?)told.Json["event_name"]).ShouldBe("person.updated");
        }

        await ActivityAsync(14);
        account.Clock.Advance(TimeSpan.FromDays(10));
        target.Status = 404;
        account.Workforce.SetEmail(4, "two@acme.example");
        await target.NextAsync();
        await ActivityAsync(15);
        account.Clock.Advance(TimeSpan.FromDays(10));
        target.Status = 200;
        account.Workforce.SetEmail(5, "three@acme.example");
        await target.NextAsync();

        (await ActivityAsync(16)).Select(attempt => (int?)attempt!["response_status"]).Take(3).ShouldBe([200, 404, 500]);
        (await account.AllAsync($"/v2/webhooks/{id}/events")).Count.ShouldBe(3);

        // The attempt is logged after its answer, a moment after the target has it.
        async Task<JsonArray> ActivityAsync(int count)
        {
            // Days may have gone by, and with them the token.
            account.Bearer = await account.NewTokenAsync();
            var made = await Eventually.SeeAsync(
                $"{count} attempts", async () => (await account.JsonAsync($"/v2/webhooks/{id}/activity"))["_data"]!.AsArray(), attempts => attempts.Count >= count);
            made.Count.ShouldBe(count);
            return made;
        }
    }

    [Fact]
    public async Task A_test_event_is_about_somebody_and_must_exist()
    {
        await using var account = await PersonioAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        var id = await SaveAsync(account, target);

        using var sent = await account.SendAsync(HttpMethod.Post, $"/v2/webhooks/{id}/test-event", """{"event_name":"employment.updated"}""");
        using var unknown = await account.SendAsync(HttpMethod.Post, $"/v2/webhooks/{id}/test-event", """{"event_name":"nonsense"}""");

        ((string?)(await target.NextAsync()).Json["payload"]!["person"]!["id"]).ShouldBe(PersonioAccount.Id(1));
        (sent.StatusCode, unknown.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Reading_and_writing_are_two_scopes()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Workforce.Access.Withdraw("personio:webhooks:write");

        await account.PostJsonAsync("/v2/webhooks", """{"url":"https://far.example/hook","auth_type":"NONE","enabled_events":["person.updated"]}""", 401);
        (await account.AllAsync("/v2/webhooks")).ShouldBeEmpty();
        account.Workforce.Access.Withdraw("personio:webhooks:read");
        await account.JsonAsync("/v2/webhooks", 401);
    }

    private static async Task<string> SaveAsync(PersonioAccount account, WebhookTarget target) =>
        (string)(await account.PostJsonAsync("/v2/webhooks", $$"""{"url":"{{target.Url}}","status":"ENABLED","token":"Bearer s3cret","enabled_events":{{AllEvents}}}""", 201))["id"]!;
}
