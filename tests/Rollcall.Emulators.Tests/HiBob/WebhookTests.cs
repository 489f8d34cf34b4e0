using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.Tests.Webhooks;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class WebhookTests
{
    private const string Secret = "a secret of the customer";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Saving_pings_the_target()
    {
        await using var account = await HiBobAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();

        await SaveAsync(account, target);

        (await target.NextAsync()).Body.ShouldBe("\"Ping test\"");
    }

    [Fact]
    public async Task The_second_ping_is_an_object_and_a_target_that_takes_neither_is_not_saved()
    {
        await using var account = await HiBobAccount.StartAsync();
        await using var target = await WebhookTarget.StartAsync();
        target.Answers.Enqueue(400);
        await SaveAsync(account, target);
        target.Answers.Enqueue(500);
        target.Answers.Enqueue(500);

        await SaveAsync(account, target, status: 422);

        (await target.NextAsync()).Body.ShouldBe("\"Ping test\"");
        (await target.NextAsync()).Body.ShouldBe("""{"text":"Ping test"}""");
        (await account.JsonAsync("/_control/webhooks"))["webhooks"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_is_told_signed_and_without_values()
    {
        await using var account = await HiBobAccount.StartAsync();
        await using var target = await SavedAsync(account);

        account.Workforce.Rename(3, "Secretive", "Person");
        var delivered = await target.NextAsync();

        delivered.Body.ShouldBe(
            $$$"""{"companyId":600001,"type":"employee.updated","triggeredBy":"system","triggeredAt":"2026-10-05T09:30:00.000000","version":"v2","data":{"employeeId":"{{{account.Id(3)}}}","fieldUpdates":[{"id":"root.firstName"},{"id":"root.surname"}]}}""");
        delivered.Headers["Bob-Signature"].ShouldBe(Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), delivered.Raw)));
    }

    [Fact]
    public async Task The_uncertain_shape_of_changed_fields_is_a_switch()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches =>
        {
            switches.FieldUpdatesName = "fieldUpdatesIds";
            switches.FieldUpdateForm = BobFieldUpdateForm.Text;
        });
        await using var target = await SavedAsync(account);

        account.Workforce.SetEmail(3, "new@acme.example");

        JsonNode.Parse((await target.NextAsync()).Body)!["data"]!["fieldUpdatesIds"]!.ToJsonString().ShouldBe("""["root.email"]""");
    }

    [Fact]
    public async Task Hiring_moving_and_deleting_have_their_own_events()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.LifecycleEventsAtMidnight = false);
        await using var target = await SavedAsync(account);

        var hired = account.Workforce.Hire();
        var id = account.Id(hired.Number);
        account.Workforce.Move(hired.Number, account.Workforce.Units.Of(UnitKind.Department)[3].Id);
        account.Workforce.Terminate(hired.Number);
        account.Workforce.Delete(hired.Number);

        var types = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var body = JsonNode.Parse((await target.NextAsync()).Body)!;
            ((string)body["data"]!["employeeId"]!).ShouldBe(id);
            types.Add((string)body["type"]! + " " + (string?)body["data"]!["tableId"]);
        }

        types.ShouldBe(
        [
            "employee.created ", "employee.joined ", "employee.activated ", "employee.updated ", "table.entry.created work", "employee.updated ", "table.entry.created lifecycle",
            "employee.left ", "employee.inactivated ", "employee.deleted ",
        ]);
    }

    [Fact]
    public async Task Leaving_is_told_at_midnight()
    {
        await using var account = await HiBobAccount.StartAsync();
        await using var target = await SavedAsync(account, "employee.left", "employee.deleted");
        account.Workforce.Terminate(3);
        account.Workforce.Delete(4);

        var first = JsonNode.Parse((await target.NextAsync()).Body)!;
        account.Clock.Advance(TimeSpan.FromHours(15));
        var second = JsonNode.Parse((await target.NextAsync()).Body)!;

        ((string)first["type"]!).ShouldBe("employee.deleted");
        ((string)second["type"]!).ShouldBe("employee.left");
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_and_nothing_overtakes_it()
    {
        await using var account = await HiBobAccount.StartAsync();
        await using var target = await SavedAsync(account);
        target.Answers.Enqueue(503);

        account.Workforce.SetEmail(3, "one@acme.example");
        account.Workforce.SetEmail(4, "two@acme.example");
        var failed = await target.NextAsync();
        var again = await account.AdvanceUntilAsync(target.NextAsync(), TimeSpan.FromMinutes(1));
        var later = await target.NextAsync();

        again.Body.ShouldBe(failed.Body);
        later.Body.ShouldContain(account.Id(4));
        var statuses = (await account.JsonAsync("/_control/webhooks"))["attempts"]!.AsArray().Select(attempt => attempt!["status"]!.GetValue<int>()).ToList();
        statuses.Take(3).ShouldBe([200, 503, 200]);
    }

    [Fact]
    public async Task A_removed_webhook_is_told_nothing_more()
    {
        await using var account = await HiBobAccount.StartAsync();
        await using var gone = await WebhookTarget.StartAsync();
        var id = await SaveAsync(account, gone);
        await gone.NextAsync();
        using var removed = await account.SendAsync(HiBobAccount.Request(HttpMethod.Post, "/_control/webhooks/remove?id=" + id));
        await using var stays = await SavedAsync(account);

        account.Workforce.SetEmail(3, "one@acme.example");
        await stays.NextAsync();

        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        gone.Received.ShouldBe(1);
    }

    private static async Task<WebhookTarget> SavedAsync(HiBobAccount account, params string[] events)
    {
        var target = await WebhookTarget.StartAsync();
        await SaveAsync(account, target, 201, events);
        await target.NextAsync();
        return target;
    }

    private static async Task<int> SaveAsync(HiBobAccount account, WebhookTarget target, int status = 201, params string[] events)
    {
        var query = $"url={Uri.EscapeDataString(target.Url)}&secret={Uri.EscapeDataString(Secret)}" + string.Concat(events.Select(type => "&event=" + type));
        var answer = await account.PostJsonAsync("/_control/webhooks/save?" + query, "", status);
        return answer["id"]?.GetValue<int>() ?? 0;
    }
}
