using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class ListTests
{
    [Fact]
    public async Task The_cursor_leads_through_everybody_once_and_back()
    {
        await using var account = await BambooHrAccount.StartAsync(employees: 95);
        var pages = new List<JsonNode>();
        string? cursor = null;
        do
        {
            pages.Add(await account.JsonAsync("/api/v1/employees?sort=-lastName&page[limit]=40" + (cursor is null ? "" : "&page[after]=" + Uri.EscapeDataString(cursor))));
            cursor = pages[^1]["meta"]!["page"]!["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        var back = await account.JsonAsync("/api/v1/employees?sort=-lastName&page[limit]=40&page[before]=" + Uri.EscapeDataString(pages[2]["meta"]!["page"]!["prevCursor"]!.GetValue<string>()));
        pages.SelectMany(Ids).Order().ShouldBe(Enumerable.Range(1, 95).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order());
        Ids(back).ShouldBe(Ids(pages[1]));
        pages[0]["_links"]!.AsObject().Select(pair => pair.Key).ShouldBe(["self", "next"]);
        pages[2]["_links"]!.AsObject().Select(pair => pair.Key).ShouldBe(["self", "prev"]);
        pages[0]["meta"]!["total"]!.GetValue<int>().ShouldBe(95);
    }

    [Fact]
    public async Task The_next_link_is_the_next_page()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var first = await account.JsonAsync("/api/v1/employees?filter[status]=active&page[limit]=5");

        var second = await account.JsonAsync(first["_links"]!["next"]!["href"]!.GetValue<string>());

        Ids(second).Count().ShouldBe(5);
        Ids(second).Intersect(Ids(first)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_can_not_be_continued_once_its_last_person_changed()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var first = await account.JsonAsync("/api/v1/employees?page[limit]=10");
        account.Clock.Advance(TimeSpan.FromSeconds(1));
        account.Host.Workforce.Rename(10, "Changed", "Meanwhile");

        using var answer = await account.GetAsync(first["_links"]!["next"]!["href"]!.GetValue<string>());

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer))["error"]!["code"]!.GetValue<string>().ShouldBe("BadPage");
    }

    [Theory]
    [InlineData("page[after]=rubbish", "BadPage")]
    [InlineData("page[after]=a&page[before]=b", "BadPage")]
    [InlineData("page[limit]=2501", "BadRequest")]
    [InlineData("sort=hireDate", "BadRequest")]
    [InlineData("filter[status]=Active", "BadRequest")]
    [InlineData("filter[customSquad]=Otter", "BadRequest")]
    [InlineData("filter[payRate]=1", "BadRequest")]
    [InlineData("filter[departmentId]=x", "BadRequest")]
    [InlineData("filter[hireDate]=01.02.2026", "BadRequest")]
    public async Task Wrong_parameters_are_refused_with_a_code(string query, string code)
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.GetAsync("/api/v1/employees?" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer))["error"]!["code"]!.GetValue<string>().ShouldBe(code);
    }

    [Fact]
    public async Task Custom_fields_are_not_to_be_had_here()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var row = (await account.JsonAsync("/api/v1/employees?fields=customSquad,4379,workEmail,nonsense&page[limit]=1"))["data"]![0]!;

        row.AsObject().Select(pair => pair.Key).ShouldBe(["employeeId", "firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status", "workEmail", "_restrictedFields"]);
    }

    [Fact]
    public async Task In_april_fewer_fields_were_known()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.EmployeeListFields = EmployeeListVocabulary.April2026);

        var row = (await account.JsonAsync("/api/v1/employees?fields=teams,reportsToId&page[limit]=1"))["data"]![0]!.AsObject();

        row.ContainsKey("teams").ShouldBeFalse();
        row.ContainsKey("reportsToId").ShouldBeTrue();
    }

    [Fact]
    public async Task A_forbidden_value_is_null_and_named()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Access.Withdraw("workEmail");

        var row = (await account.JsonAsync("/api/v1/employees?fields=workEmail,departmentName&page[limit]=1"))["data"]![0]!;
        var filtered = await account.JsonAsync("/api/v1/employees?filter[workEmail]=acme");

        row["workEmail"].ShouldBeNull();
        row["_restrictedFields"]!.ToJsonString().ShouldBe("""["workEmail"]""");
        filtered["meta"]!["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Objects_and_ids_have_their_own_forms()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var company = account.Host.Workforce;
        company.Move(3, company.Units.Of(UnitKind.Team)[0].Id);
        company.Change(3, person => person with { Salary = 5000, Currency = "EUR", ManagerNumber = 2 }, nameof(Person.Salary));

        var row = (await account.JsonAsync("/api/v1/employees?filter[ids]=3,99999&fields=teams,payRate,reportsToId,isManager,departmentId,departmentName"))["data"]!.AsArray().Single()!;

        row["teams"]![0]!["id"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        row["payRate"]!.ToJsonString().ShouldBe("""{"amount":"5000.00","currency":"EUR"}""");
        row["reportsToId"]!.GetValue<string>().ShouldBe("2");
        row["isManager"]!.GetValueKind().ShouldBeOneOf(System.Text.Json.JsonValueKind.True, System.Text.Json.JsonValueKind.False);
        row["departmentId"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.String);
    }

    [Fact]
    public async Task Ids_may_be_given_as_repeated_keys()
    {
        await using var account = await BambooHrAccount.StartAsync();

        Ids(await account.JsonAsync("/api/v1/employees?filter[ids][]=4&filter[ids][]=6")).ShouldBe(["4", "6"]);
    }

    [Fact]
    public async Task Faults_spoil_pages_as_asked()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var first = await account.JsonAsync("/api/v1/employees?page[limit]=10");
        var after = first["meta"]!["page"]!["nextCursor"]!.GetValue<string>();
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.RepeatingCursor, Endpoint = "/api/v1/employees" });
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.DuplicateRows, Endpoint = "/api/v1/employees" });

        var second = await account.JsonAsync("/api/v1/employees?page[limit]=10&page[after]=" + Uri.EscapeDataString(after));

        second["meta"]!["page"]!["nextCursor"]!.GetValue<string>().ShouldBe(after);
        Ids(second).First().ShouldBe(Ids(first).Last());
    }

    private static IEnumerable<string> Ids(JsonNode page) => page["data"]!.AsArray().Select(row => row!["employeeId"]!.GetValue<string>());

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
