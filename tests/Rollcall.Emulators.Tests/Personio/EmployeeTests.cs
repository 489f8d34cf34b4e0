using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Tests.Personio;

/// <summary>Version 1: employees with labels, types and names.</summary>
public sealed class EmployeeTests
{
    private static readonly int[] s_pages = [50, 10];

    [Fact]
    public async Task Pages_by_offset_hold_everybody_once()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Workforce.Delete(7);
        account.Workforce.Hire();

        var ids = new List<long>();
        foreach (var offset in new[] { 0, 25, 50 })
        {
            var page = await account.JsonAsync($"/v1/company/employees?limit=25&offset={offset}");
            page["metadata"]!["total_elements"]!.GetValue<int>().ShouldBe(60);
            page["metadata"]!["total_pages"]!.GetValue<int>().ShouldBe(3);
            page["metadata"]!["current_page"]!.GetValue<int>().ShouldBe(offset / 25);
            ids.AddRange(page["data"]!.AsArray().Select(Id));
        }

        ids.Count.ShouldBe(60);
        ids.Distinct().Count().ShouldBe(60);
        ids.ShouldNotContain(4_711_007);
        ids.ShouldContain(4_711_061);
    }

    [Fact]
    public async Task The_usual_page_is_50_and_more_than_100_is_refused_or_cut()
    {
        await using var account = await PersonioAccount.StartAsync();
        var sizes = new List<int>();
        foreach (var offset in new[] { 0, 50 })
        {
            sizes.Add((await account.JsonAsync($"/v1/company/employees?offset={offset}"))["data"]!.AsArray().Count);
        }

        sizes.ShouldBe(s_pages);
        await account.JsonAsync("/v1/company/employees?limit=200", 400);
        account.Switches.ClampsLimit = true;
        (await account.JsonAsync("/v1/company/employees?limit=200"))["limit"]!.GetValue<int>().ShouldBe(100);
    }

    [Fact]
    public async Task A_projection_always_has_the_id_and_a_withdrawn_attribute_is_absent_everywhere()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Workforce.Access.Withdraw("dynamic_24413");

        var employee = (await account.JsonAsync("/v1/company/employees?limit=1&attributes[]=email&attributes[]=dynamic_24413"))["data"]![0]!["attributes"]!.AsObject();
        var attributes = (await account.JsonAsync("/v1/company/employees/attributes"))["data"]!.AsArray().Select(attribute => (string?)attribute!["key"]).ToList();

        employee.Select(pair => pair.Key).ShouldBe(["id", "email"]);
        attributes.ShouldNotContain("dynamic_24413");
        attributes.ShouldContain("dynamic_24414");
    }

    [Fact]
    public async Task Dates_are_midnights_of_their_day_and_tags_one_text()
    {
        await using var account = await PersonioAccount.StartAsync();
        var skilled = account.Workforce.People().First(person => person.SkillIds.Length > 1);
        var born = account.Workforce.People().First(person => person.BirthDate is { Month: 7, Year: > 1980 });

        var tags = await account.JsonAsync($"/v1/company/employees/{PersonioAccount.Id(skilled.Number)}");
        var date = await account.JsonAsync($"/v1/company/employees/{PersonioAccount.Id(born.Number)}");
        account.Switches.TagsAsJson = true;
        var list = await account.JsonAsync($"/v1/company/employees/{PersonioAccount.Id(skilled.Number)}");

        var names = skilled.SkillIds.Select(id => account.Workforce.Units.Name(id)).ToList();
        Value(tags, "dynamic_24408").ShouldBe(string.Join(',', names));
        JsonNode.Parse(Value(list, "dynamic_24408")!)!.AsArray().Select(tag => (string?)tag).ShouldBe(names);
        Value(date, "dynamic_24412").ShouldBe($"{born.BirthDate:yyyy-MM-dd}T00:00:00+02:00");
    }

    [Fact]
    public async Task Only_what_changed_since_comes_and_not_before_its_delay()
    {
        await using var account = await PersonioAccount.StartAsync(shape: switches => switches.UpdatedSinceDelay = TimeSpan.FromMinutes(45));
        account.Clock.Advance(TimeSpan.FromHours(1));
        account.Workforce.SetEmail(3, "new@acme.example");
        var path = "/v1/company/employees?updated_since=2026-10-05T10:00:00";

        var early = await account.JsonAsync(path);
        account.Clock.Advance(TimeSpan.FromMinutes(46));
        var late = await account.JsonAsync(path);

        early["data"]!.AsArray().ShouldBeEmpty();
        late["data"]!.AsArray().Select(Id).ShouldBe([4_711_003L]);
    }

    [Theory]
    [InlineData("2026-10-05", 200)]
    [InlineData("2026-10-05T10:00:00", 200)]
    [InlineData("2026-10-05T10:00:00Z", 200)]
    [InlineData("2026-10-05T10:00:00.125%2B02:00", 200)]
    [InlineData("", 400)]
    [InlineData("soon", 400)]
    [InlineData("10:00", 400)]
    [InlineData("05.10.2026", 400)]
    [InlineData("2026-13-05", 400)]
    public async Task A_date_that_cannot_be_read_is_400_and_not_an_empty_list(string since, int status)
    {
        await using var account = await PersonioAccount.StartAsync();

        var answer = await account.JsonAsync("/v1/company/employees?updated_since=" + since, status);

        answer["success"]!.GetValue<bool>().ShouldBe(status == 200);
    }

    [Theory]
    [InlineData("/v1/company/employees?limt=5", "limt")]
    [InlineData("/v1/company/employees?limit=5&status=active", "status")]
    [InlineData("/v1/company/employees?Limit=5", "Limit")]
    [InlineData("/v1/company/employees?attributes=email", "attributes")]
    [InlineData("/v1/company/employees/attributes?limit=5", "limit")]
    [InlineData("/v1/company/employees/custom-attributes?limit=5", "limit")]
    [InlineData("/v1/company/employees/4711003?email=x", "email")]
    public async Task A_parameter_nobody_knows_is_400_unless_ignored(string path, string name)
    {
        await using var account = await PersonioAccount.StartAsync(prepared: true, shape: switches => switches.IgnoresUnknownParameters = true);
        await account.JsonAsync(path);
        account.Switches.IgnoresUnknownParameters = false;

        var refused = await account.JsonAsync(path, 400);

        refused.ToJsonString().ShouldBe($$$"""{"success":false,"error":{"code":400,"message":"The parameter {{{name}}} is not known."}}""");
    }

    [Fact]
    public async Task An_unknown_person_is_404_in_german()
    {
        await using var account = await PersonioAccount.StartAsync();

        ((string?)(await account.JsonAsync("/v1/company/employees/1", 404))["error"]!["message"]).ShouldBe("Es ist ein Problem aufgetreten ");
    }

    [Fact]
    public async Task Fifteen_a_second_with_limits_on_and_no_word_about_when()
    {
        await using var account = await PersonioAccount.StartAsync(rateLimits: true);
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 16; call++)
        {
            using var answer = await account.GetAsync("/v1/company/employees?limit=1");
            statuses.Add(answer.StatusCode);
            answer.Headers.RetryAfter.ShouldBeNull();
        }

        statuses.Take(15).Distinct().ShouldBe([HttpStatusCode.OK]);
        statuses[15].ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Prepared_pages_are_the_same_bytes_and_follow_changes()
    {
        await using var plain = await PersonioAccount.StartAsync();
        await using var prepared = await PersonioAccount.StartAsync(prepared: true);
        const string path = "/v1/company/employees?limit=20&offset=20";

        var before = (await prepared.JsonAsync(path)).ToJsonString();
        before.ShouldBe((await plain.JsonAsync(path)).ToJsonString());
        (await prepared.JsonAsync(path)).ToJsonString().ShouldBe(before);
        prepared.Workforce.SetEmail(25, "new@acme.example");
        (await prepared.JsonAsync(path)).ToJsonString().ShouldContain("new@acme.example");
    }

    [Fact]
    public async Task Faults_show_in_the_page_itself()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.DuplicateRows });
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.ShrinkingTotal });
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.ShortPages });

        var page = await account.JsonAsync("/v1/company/employees?limit=20&offset=20");

        Id(page["data"]![0]).ShouldBe(4_711_020);
        page["data"]!.AsArray().Count.ShouldBe(20, "one doubled, one missing");
        page["metadata"]!["total_elements"]!.GetValue<int>().ShouldBe(59);
    }

    [Fact]
    public async Task A_field_added_while_it_runs_is_an_attribute_at_once()
    {
        await using var account = await PersonioAccount.StartAsync();
        var field = account.Workforce.AddField("Lieblingsessen", AddedFieldType.Choices, ["Suppe", "Curry"]);
        account.Workforce.SetCustom(3, field.Key, "Suppe", "Curry");

        Value(await account.JsonAsync($"/v1/company/employees/{PersonioAccount.Id(3)}"), "dynamic_24501").ShouldBe("Suppe,Curry");
    }

    private static long Id(JsonNode? employee) => employee!["attributes"]!["id"]!["value"]!.GetValue<long>();

    private static string? Value(JsonNode answer, string key) => (string?)answer["data"]!["attributes"]![key]!["value"];
}
