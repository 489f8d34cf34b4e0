using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class DatasetTests
{
    [Fact]
    public async Task Pages_ordered_by_id_hold_everybody_once()
    {
        await using var account = await BambooHrAccount.StartAsync(employees: 205);
        var seen = new List<string>();
        for (var page = 1; page <= 3; page++)
        {
            var answer = await account.DataAsync($$"""{"fields":["eeid","status"],"orderBy":"eeid asc","page":{{page}},"pageSize":100}""");
            seen.AddRange(answer["data"]!.AsArray().Select(row => row!["fields"]!["eeid"]!.GetValue<string>()));
            answer["meta"]!.ToJsonString().ShouldBe($$"""{"page":{{page}},"pageSize":100,"totalPages":3,"totalItems":205}""");
            (answer["links"]!["next"] is not null).ShouldBe(page < 3);
        }

        seen.ShouldBe(Enumerable.Range(1, 205).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task One_page_alone_has_an_empty_array_for_links()
    {
        await using var account = await BambooHrAccount.StartAsync();

        (await account.DataAsync("""{"fields":["eeid"],"orderBy":"eeid asc"}"""))["links"]!.ToJsonString().ShouldBe("[]");
        account.Switches.EmptyObjectsAreArrays = false;
        (await account.DataAsync("""{"fields":["eeid"],"orderBy":"eeid asc"}"""))["links"]!.ToJsonString().ShouldBe("{}");
    }

    [Fact]
    public async Task Without_an_order_paging_loses_people()
    {
        await using var account = await BambooHrAccount.StartAsync(employees: 100);
        var seen = new HashSet<string>();
        for (var page = 1; page <= 4; page++)
        {
            seen.UnionWith((await account.DataAsync($$"""{"fields":["eeid"],"page":{{page}},"pageSize":25}"""))["data"]!.AsArray().Select(row => row!["fields"]!["eeid"]!.GetValue<string>()));
        }

        seen.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Values_are_texts_or_null_and_money_has_its_currency_beside_it()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Change(2, person => person with { Salary = 52000, Currency = "EUR", TerminationDate = null, SquadId = null, HasCompanyCar = true }, "all");

        var row = (await account.DataAsync("""{"fields":["eeid","compensationPayRate","compensationPayRateCurrencyCode","customField4389","customField4389CurrencyCode","terminationDate","customField4379","customField4388"],"filter":"eeid eq 2"}"""))["data"]![0]!["fields"]!;

        row.ToJsonString().ShouldBe("""{"eeid":"2","compensationPayRate":"52000.00","compensationPayRateCurrencyCode":"EUR","customField4389":"5200.00","customField4389CurrencyCode":"EUR","terminationDate":null,"customField4379":null,"customField4388":"Yes"}""");
    }

    [Theory]
    [InlineData("""{"fields":["workEmail"]}""", 400, "INVALID_ARGUMENT", "Invalid field name: employee_workEmail")]
    [InlineData("""{"fields":[]}""", 400, "INVALID_ARGUMENT", "The fields parameter is required.")]
    [InlineData("""{"fields":["eeid"],"orderBy":"hireDate asc"}""", 400, "UE-1001", "Sort field 'hireDate' must be included in the fields parameter.")]
    [InlineData("""{"fields":["eeid"],"filter":"nonsense eq 'x'"}""", 400, "INVALID_ARGUMENT", "Invalid field name: employee_nonsense")]
    [InlineData("""{"fields":["eeid"],"filter":"status eq 'Active' and eeid gt 3 or eeid eq 1"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"filter":"status eq Active"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"filter":"status not in ('Active')"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"filter":"firstName in ('A','B')"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"filter":"firstName gt 'A'"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"filter":"hireDate ge duration'P1Y2M'"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"filter":"status eq 'Active"}""", 422, "INVALID_FILTER", null)]
    [InlineData("""{"fields":["eeid"],"pageSize":1001}""", 422, "VALIDATION_FAILED", null)]
    [InlineData("""{"fields":["eeid"],"page":0}""", 422, "VALIDATION_FAILED", null)]
    [InlineData("""{"fields":""", 400, "INVALID_ARGUMENT", null)]
    public async Task A_wrong_query_is_a_problem_with_a_code(string body, int status, string code, string? detail)
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.PostAsync("/api/v2/datasets/employee/data", body);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem["code"]!.GetValue<string>().ShouldBe(code);
        problem["status"]!.GetValue<int>().ShouldBe(status);
        if (detail is not null)
        {
            problem["detail"]!.GetValue<string>().ShouldBe(detail);
        }
    }

    [Theory]
    [InlineData("status in ('Active','Inactive')", 60)]
    [InlineData("eeid in (5)", 1)]
    [InlineData("eeid ge 10 and eeid lt 20", 10)]
    [InlineData("eeid eq 3 or eeid eq 4 or eeid eq '5'", 3)]
    [InlineData("lastName eq 'O''Test'", 1)]
    [InlineData("status eq 'active' and eeid eq 1", 1)]
    [InlineData("hireDate ge duration'-P10D'", 2)]
    [InlineData("hireDate eq '2026-10-01'", 1)]
    [InlineData("lastChanged gt '2026-10-05T09:00:00Z'", 3)]
    [InlineData("customField4379 eq 'Otter' and eeid eq 12", 1)]
    public async Task Filters_find_who_they_say(string filter, int count)
    {
        await using var account = await BambooHrAccount.StartAsync();
        var company = account.Host.Workforce;
        foreach (var person in company.People().Where(person => person.HireDate > new DateOnly(2026, 9, 1)).Select(person => person.Number).ToList())
        {
            company.Change(person, found => found with { HireDate = new DateOnly(2020, 1, 1) }, nameof(Person.HireDate));
        }

        account.Clock.Advance(TimeSpan.FromHours(1));
        company.Rename(11, "Tess", "O'Test");
        company.Change(12, person => person with { HireDate = new DateOnly(2026, 10, 1), SquadId = company.Units.Of(UnitKind.Squad)[1].Id }, nameof(Person.HireDate));
        company.Change(13, person => person with { HireDate = new DateOnly(2026, 11, 1) }, nameof(Person.HireDate));
        filter = filter.Replace("09:00", "10:00", StringComparison.Ordinal);

        var answer = await account.DataAsync($$"""{"fields":["eeid"],"orderBy":"eeid asc","filter":"{{filter}}"}""");

        answer["meta"]!["totalItems"]!.GetValue<int>().ShouldBe(count);
    }

    [Theory]
    [InlineData("hireDate desc,eeid asc")]
    [InlineData("hireDate asc, eeid desc")]
    public async Task Rows_come_in_the_order_asked_for(string order)
    {
        await using var account = await BambooHrAccount.StartAsync(employees: 120);

        var rows = (await account.DataAsync($$"""{"fields":["hireDate","eeid"],"orderBy":"{{order}}","pageSize":1000}"""))["data"]!.AsArray();

        var got = rows.Select(row => (Date: row!["fields"]!["hireDate"]?.GetValue<string>() ?? "", Id: int.Parse(row["fields"]!["eeid"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture))).ToList();
        got.ShouldBe(order.StartsWith("hireDate desc", StringComparison.Ordinal)
            ? got.OrderByDescending(row => row.Date, StringComparer.Ordinal).ThenBy(row => row.Id)
            : got.OrderBy(row => row.Date, StringComparer.Ordinal).ThenByDescending(row => row.Id));
    }

    [Theory]
    [InlineData(RestrictedFieldsPosition.BesideFields)]
    [InlineData(RestrictedFieldsPosition.InsideFields)]
    public async Task A_forbidden_field_is_empty_and_named_with_its_prefix(RestrictedFieldsPosition position)
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.DatasetRestrictedFields = position);
        account.Host.Workforce.Access.Withdraw("employeeNumber");

        var row = (await account.DataAsync("""{"fields":["eeid","employeeNumber"],"filter":"eeid eq 1"}"""))["data"]![0]!;

        row["fields"]!.AsObject().ContainsKey("employeeNumber").ShouldBeTrue();
        row["fields"]!["employeeNumber"].ShouldBeNull();
        (position == RestrictedFieldsPosition.BesideFields ? row : row["fields"]!)["_restrictedFields"]!.ToJsonString().ShouldBe("""["employee_employeeNumber"]""");
    }

    [Fact]
    public async Task Filtering_or_ordering_by_a_forbidden_field_drops_everyone()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Access.Withdraw("customField4379");

        var filtered = await account.DataAsync("""{"fields":["eeid"],"filter":"customField4379 ne 'Otter'"}""");
        var ordered = await account.DataAsync("""{"fields":["eeid","customField4379"],"orderBy":"customField4379 asc"}""");

        filtered["meta"]!["totalItems"]!.GetValue<int>().ShouldBe(0);
        ordered["meta"]!["totalItems"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_forbidden_field_may_fail_the_query_as_older_text_had_it()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.DatasetForbidden = DatasetForbiddenField.Error);
        account.Host.Workforce.Access.Withdraw("customSquad");

        (await account.DataAsync("""{"fields":["eeid","customField4379"]}""", 403))["code"]!.GetValue<string>().ShouldBe("FORBIDDEN");
    }

    [Theory]
    [InlineData(AreaAccess.Forbidden, 403, 403)]
    [InlineData(AreaAccess.Hidden, 404, 422)]
    public async Task Without_the_right_datasets_are_refused(AreaAccess access, int data, int fields)
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.Datasets = access);

        using var rows = await account.PostAsync("/api/v2/datasets/employee/data", """{"fields":["eeid"]}""");
        using var names = await account.GetAsync("/api/v1_2/datasets/employee/fields");

        ((int)rows.StatusCode).ShouldBe(data);
        ((int)names.StatusCode).ShouldBe(fields);
    }

    [Fact]
    public async Task Too_much_data_is_refused()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.DatasetMaxItems = 10);

        (await account.DataAsync("""{"fields":["eeid"]}""", 413))["status"]!.GetValue<int>().ShouldBe(413);
    }

    [Fact]
    public async Task The_fields_are_paged_clamped_and_without_types()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var all = await account.JsonAsync("/api/v1_2/datasets/employee/fields");
        var last = await account.JsonAsync("/api/v1_2/datasets/employee/fields?page=99&page_size=20");

        var total = all["pagination"]!["total_records"]!.GetValue<int>();
        all["fields"]!.AsArray().Count.ShouldBe(total);
        all["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()).ShouldBeUnique();
        all["fields"]!.AsArray().Single(field => field!["name"]!.GetValue<string>() == "customField4378")!.ToJsonString()
            .ShouldBe("""{"name":"customField4378","label":"T-shirt size","parentType":"page","parentName":"Custom","entityName":"custom"}""");
        last["pagination"]!["current_page"]!.GetValue<int>().ShouldBe((total + 19) / 20);
        last["pagination"]!["next_page"].ShouldBeNull();
    }

    [Fact]
    public async Task Every_field_of_the_list_can_be_read()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var names = (await account.JsonAsync("/api/v1_2/datasets/employee/fields"))["fields"]!.AsArray().Select(field => "\"" + field!["name"] + "\"").ToList();

        var row = (await account.DataAsync($$"""{"fields":[{{string.Join(',', names)}}],"filter":"eeid eq 2"}"""))["data"]![0]!["fields"]!.AsObject();

        row.Count.ShouldBe(names.Count);
    }

    [Fact]
    public async Task Options_have_a_number_or_are_their_own_id()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var options = await account.PostJsonAsync("/api/v1_2/datasets/employee/field-options", """{"fields":["status","jobInformationDivision","firstName"]}""");
        using var unknown = await account.PostAsync("/api/v1_2/datasets/employee/field-options", """{"fields":["nonsense"]}""");

        options["status"]!.ToJsonString().ShouldBe("""[{"id":"Active","value":"Active"},{"id":"Inactive","value":"Inactive"}]""");
        options["jobInformationDivision"]!.AsArray()[0]!["id"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        options["firstName"]!.AsArray().ShouldBeEmpty();
        unknown.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task The_old_version_still_answers_flat_rows_and_says_it_is_deprecated()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.PostAsync("/api/v1/datasets/employee?page_size=2", """{"fields":["eeid","status"],"filters":{"match":"all","filters":[{"field":"eeid","operator":"gte","value":10}]},"sortBy":[{"field":"eeid","sort":"desc"}]}""");
        var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        answer.Headers.Contains("Deprecation").ShouldBeTrue();
        page["data"]!.AsArray().Select(row => row!["eeid"]!.GetValue<string>()).ShouldBe(["60", "59"]);
        page["aggregations"]!.AsArray().ShouldBeEmpty();
        page["pagination"]!["total_records"]!.GetValue<int>().ShouldBe(51);
    }

    [Fact]
    public async Task Dataset_answers_set_a_cookie_and_echo_the_request_id()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var request = BambooHrAccount.Request(HttpMethod.Post, "/api/v2/datasets/employee/data", """{"fields":["eeid"]}""");
        request.Headers.Add("X-Request-ID", "mine-1");

        using var answer = await account.SendAsync(request);

        answer.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("_cfuvid=");
        answer.Headers.GetValues("x-request-id").ShouldBe(["mine-1"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"status in ('Active')\"")]
    public async Task Prepared_pages_follow_every_change(string filter)
    {
        await using var plain = await BambooHrAccount.StartAsync(employees: 350);
        await using var prepared = await BambooHrAccount.StartAsync(employees: 350, prepared: true);
        Action<Workforce>[] mutations =
        [
            _ => { },
            company => company.Move(120, company.Units.Of(UnitKind.Squad)[3].Id),
            company => company.Delete(17),
            company => company.Terminate(200),
            company => company.RenameUnit(company.Units.Of(UnitKind.Squad)[3].Id, "Umbenannt"),
            company => company.Hire(),
        ];
        foreach (var mutate in mutations)
        {
            mutate(plain.Host.Workforce);
            mutate(prepared.Host.Workforce);
            for (var page = 1; page <= 4; page++)
            {
                var query = $$"""{"fields":["eeid","firstName","status","customField4379"],"orderBy":"eeid asc","page":{{page}},"pageSize":100,"filter":{{filter}}}""";

                (await prepared.DataAsync(query)).ToJsonString().Replace(prepared.Host.Address.Authority, plain.Host.Address.Authority, StringComparison.Ordinal)
                    .ShouldBe((await plain.DataAsync(query)).ToJsonString());
            }
        }
    }
}
