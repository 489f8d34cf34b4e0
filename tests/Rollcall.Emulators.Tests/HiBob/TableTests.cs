using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class TableTests
{
    [Theory]
    [InlineData("work")]
    [InlineData("employment")]
    [InlineData("lifecycle")]
    [InlineData("salaries")]
    public async Task Bulk_pages_deliver_everybody_once(string table)
    {
        await using var account = await HiBobAccount.StartAsync();
        var seen = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await account.JsonAsync($"/v1/bulk/people/{table}?limit=7" + (cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : ""));
            seen.AddRange(page["results"]!.AsArray().Select(row => (string)row!["employeeId"]!));
            page["results"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(7);
            page["errors"]!.AsArray().ShouldBeEmpty();
            cursor = (string?)page["response_metadata"]!["next_cursor"];
        }

        seen.ShouldBe(account.Workforce.People().Select(person => account.Id(person.Number)));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=ten")]
    [InlineData("cursor=nonsense")]
    public async Task A_wrong_page_is_a_bad_request(string query)
    {
        await using var account = await HiBobAccount.StartAsync();

        using var answer = await account.GetAsync("/v1/bulk/people/work?" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task People_outside_the_audience_are_listed_as_errors()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Switches.HiddenEmployees = [2];

        var page = await account.JsonAsync($"/v1/bulk/people/work?employeeIds={account.Id(1)},{account.Id(2)}");

        page["results"]!.AsArray().Select(row => (string)row!["employeeId"]!).ShouldBe([account.Id(1)]);
        ((string)page["errors"]!.AsArray().Single()![account.Id(2)]!["error"]!).ShouldBe("MISSING_PERMISSION");
    }

    [Fact]
    public async Task The_older_specification_can_be_had()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches =>
        {
            switches.CursorName = "cursor";
            switches.BulkValuesAreNested = true;
        });

        var page = await account.JsonAsync("/v1/bulk/people/work?limit=1");

        page["response_metadata"]!["cursor"].ShouldNotBeNull();
        page["results"]![0]!["values"]![0]!["values"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_repeating_cursor_can_be_asked_for()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.RepeatingCursor });

        var first = await account.JsonAsync("/v1/bulk/people/work?limit=5");
        var cursor = (string)first["response_metadata"]!["next_cursor"]!;
        var second = await account.JsonAsync("/v1/bulk/people/work?limit=5&cursor=" + Uri.EscapeDataString(cursor));

        ((string)second["response_metadata"]!["next_cursor"]!).ShouldBe(cursor);
    }

    [Fact]
    public async Task History_shows_past_rows_and_without_the_right_only_todays()
    {
        await using var account = await HiBobAccount.StartAsync();
        var number = account.Workforce.People().First(person => person.Number % 3 == 0 && person.HireDate < HiBobAccount.Today.AddYears(-2)).Number;
        var all = (await account.JsonAsync($"/v1/people/{account.Id(number)}/work"))["values"]!.AsArray();

        account.Workforce.Access.Withdraw("work.history");
        var today = await account.JsonAsync($"/v1/people/{account.Id(number)}/work");

        all.Count.ShouldBe(2);
        all.Count(row => row!["isCurrent"]!.GetValue<bool>()).ShouldBe(1);
        today["values"]!.AsArray().Single()!["isCurrent"]!.GetValue<bool>().ShouldBeTrue();
        today["restricted_columns"]!["no_view_history_permission"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_withdrawn_column_is_left_out_and_named()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Access.Withdraw("work.title");

        var table = await account.JsonAsync($"/v1/people/{account.Id(1)}/work");

        table["values"]![0]!.AsObject().ContainsKey("title").ShouldBeFalse();
        table["values"]![0]!.AsObject().ContainsKey("department").ShouldBeTrue();
        table["restricted_columns"]!["no_view_permission"]!.AsArray().Select(name => (string)name!).ShouldBe(["title"]);
    }

    [Fact]
    public async Task A_future_leaver_has_a_lifecycle_row_in_the_future()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Change(1, person => person with { HireDate = new DateOnly(2020, 1, 1), OriginalHireDate = null }, nameof(Person.HireDate));
        account.Workforce.Terminate(1, HiBobAccount.Today.AddDays(20));

        var rows = (await account.JsonAsync($"/v1/people/{account.Id(1)}/lifecycle"))["values"]!.AsArray();

        rows.Select(row => ((string)row!["status"]!, (string)row["employeeStatus"]!, row["isCurrent"]!.GetValue<bool>(), (string)row["effectiveDate"]!)).ShouldBe(
            [("Employed", "Active", true, "2020-01-01"), ("Terminated", "Inactive", false, "2026-10-26")]);
    }

    [Fact]
    public async Task Tables_nobody_uses_are_empty_and_nobody_has_none()
    {
        await using var account = await HiBobAccount.StartAsync();

        foreach (var table in new[] { "equities", "variable", "training", "bank-accounts" })
        {
            (await account.JsonAsync($"/v1/people/{account.Id(1)}/{table}"))["values"]!.AsArray().ShouldBeEmpty();
        }

        using var nobody = await account.GetAsync("/v1/people/123/work");
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Custom_tables_have_metadata_lists_and_rows_of_one_employee()
    {
        await using var account = await HiBobAccount.StartAsync();

        var tables = (await account.JsonAsync("/v1/people/custom-tables/metadata"))["tables"]!.AsArray();
        var id = (string)tables[0]!["id"]!;
        var column = tables[0]!["columns"]![0]!;
        var one = await account.JsonAsync("/v1/people/custom-tables/metadata/" + id);
        var list = await account.JsonAsync("/v1/company/named-lists/" + (string)column["typeData"]!["listId"]!);
        var rows = (await account.JsonAsync($"/v1/people/custom-tables/{account.Id(5)}/{id}?includeHumanReadable=true"))["values"]!.AsArray();

        one.ToJsonString().ShouldBe(tables[0]!.ToJsonString());
        var item = list["items"]!.AsArray().Single(item => (string)item!["id"]! == (string)rows[0]![(string)column["id"]!]!)!;
        ((string)rows[0]!["humanReadable"]![(string)column["id"]!]!).ShouldBe((string)item["name"]!);
        (await account.JsonAsync($"/v1/people/custom-tables/{account.Id(6)}/{id}"))["values"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_custom_table_read_with_a_content_type_is_refused_as_recorded()
    {
        await using var account = await HiBobAccount.StartAsync();

        using var refused = await account.SendAsync(HiBobAccount.Request(HttpMethod.Get, $"/v1/people/custom-tables/{account.Id(5)}/about__table_1700000000201", body: ""));

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Profiles_are_the_active_people_nested_only()
    {
        await using var account = await HiBobAccount.StartAsync();

        var profiles = (await account.JsonAsync("/v1/profiles"))["employees"]!.AsArray();
        account.Switches.ProfilesAreHuman = true;
        var human = (await account.JsonAsync("/v1/profiles"))["employees"]!.AsArray();

        profiles.Count.ShouldBe((await account.SearchAsync("{}")).Count);
        profiles[0]!.AsObject().Select(property => property.Key).ShouldBe(["id", "firstName", "surname", "email", "displayName", "personal", "about", "work"]);
        profiles[0]!["about"]!["superpowers"].ShouldBeOfType<JsonArray>();
        ((string)human[0]!["work"]!["title"]!).ShouldBe(account.Workforce.Units.Name(account.Workforce.Find(1)!.TitleId));
    }

    [Fact]
    public async Task An_avatar_is_an_address_in_plain_text()
    {
        await using var account = await HiBobAccount.StartAsync();
        var person = account.Workforce.People().First(person => person.Email is not null);

        using var byId = await account.GetAsync("/v1/avatars/" + account.Id(person.Number));
        using var byEmail = await account.GetAsync("/v1/avatars?email=" + Uri.EscapeDataString(person.Email!));
        using var nobody = await account.GetAsync("/v1/avatars/123");

        byId.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        var address = await byId.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        address.ShouldStartWith("https://");
        (await byEmail.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(address);
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
