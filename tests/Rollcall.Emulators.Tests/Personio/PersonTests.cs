using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Personio;

namespace Rollcall.Emulators.Tests.Personio;

/// <summary>Version 2: persons, their employments, and the organisation behind the ids.</summary>
public sealed class PersonTests
{
    [Fact]
    public async Task The_links_lead_through_everybody_once_in_every_form()
    {
        foreach (var form in Enum.GetValues<PersonioNextLink>())
        {
            await using var account = await PersonioAccount.StartAsync(shape: switches => switches.NextLink = form);

            var ids = (await account.AllAsync("/v2/persons?limit=25")).Select(person => (string)person["id"]!).ToList();

            ids.ShouldBe(Enumerable.Range(1, 60).Select(PersonioAccount.Id), form.ToString());
        }
    }

    [Fact]
    public async Task A_filter_holds_over_all_pages()
    {
        foreach (var form in Enum.GetValues<PersonioNextLink>())
        {
            await using var account = await PersonioAccount.StartAsync(employees: 200, shape: switches => switches.NextLink = form);
            var left = account.Workforce.People().Where(person => person.Lifecycle == Lifecycle.Inactive).Select(person => PersonioAccount.Id(person.Number)).ToList();

            var found = (await account.AllAsync("/v2/persons?limit=3&status=INACTIVE")).Select(person => (string)person["id"]!).ToList();

            left.Count.ShouldBeGreaterThan(3);
            found.ShouldBe(left, form.ToString());
        }
    }

    [Theory]
    [InlineData("limit=51", "Provided value for limit is not valid")]
    [InlineData("limit=0", "Provided value for limit is not valid")]
    [InlineData("cursor=nonsense", "Provided request parameters are invalid.")]
    [InlineData("cursor=cur_%%%", "Provided request parameters are invalid.")]
    [InlineData("updated_at.gt=soon", "Provided request parameters are invalid.")]
    [InlineData("status=GONE", "Provided request parameters are invalid.")]
    [InlineData("updated_at.gt=10:00", "Provided request parameters are invalid.")]
    [InlineData("id.nooperator=1", "Provided filter encoding is invalid.")]
    [InlineData("email.gt=a", "Provided request parameters are invalid.")]
    public async Task A_wrong_question_is_400(string query, string detail)
    {
        await using var account = await PersonioAccount.StartAsync();

        var answer = await account.JsonAsync("/v2/persons?" + query, 400);

        ((string?)answer["errors"]![0]!["detail"]).ShouldBe(detail);
        ((string?)answer["errors"]![0]!["title"]).ShouldBe("Bad request");
    }

    [Theory]
    [InlineData("/v2/persons?department=3")]
    [InlineData("/v2/persons/4711003?limit=5")]
    [InlineData("/v2/persons/4711003/employments?status=ACTIVE")]
    [InlineData("/v2/org-units?type=team&name=Core")]
    [InlineData("/v2/cost-centers?type=team")]
    [InlineData("/v2/workplaces?country=DE")]
    [InlineData("/v2/legal-entities?sort=name")]
    [InlineData("/v2/webhooks?limit=5")]
    public async Task A_parameter_nobody_knows_is_400_unless_ignored(string path)
    {
        await using var account = await PersonioAccount.StartAsync();

        var refused = await account.JsonAsync(path, 400);
        account.Switches.IgnoresUnknownParameters = true;
        await account.JsonAsync(path);

        ((string?)refused["errors"]![0]!["detail"]).ShouldBe("Provided request parameters are invalid.");
    }

    [Fact]
    public async Task Every_documented_parameter_is_known()
    {
        await using var account = await PersonioAccount.StartAsync();
        const string moments = "updated_at=2026-10-05&updated_at.gt=2026-10-05&updated_at.lt=2026-10-06";

        await account.JsonAsync("/v2/persons?limit=5&id=1&email=a&first_name=b&last_name=c&preferred_name=d&status=ACTIVE&created_at=2026-10-05&created_at.gt=2026-10-05&created_at.lt=2026-10-06&" + moments);
        await account.JsonAsync("/v2/persons/4711003/employments?limit=5&id=1&" + moments);
        await account.JsonAsync("/v2/org-units?type=team&include_parent_chain=true&sort=-name&limit=5");
        await account.JsonAsync("/v2/cost-centers?id=1&name=a&sort=id&limit=5");
        await account.JsonAsync("/v2/workplaces?id=1&name=a&sort=id&limit=5");
        await account.JsonAsync("/v2/legal-entities?id=1&country=DE&limit=5");
    }

    [Fact]
    public async Task A_person_has_the_recorded_shape()
    {
        await using var account = await PersonioAccount.StartAsync();

        var person = (await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(3)}")).AsObject();

        person.Select(pair => pair.Key).ShouldBe(
        [
            "id", "email", "created_at", "updated_at", "first_name", "last_name", "preferred_name", "gender", "profile_picture", "status", "custom_attributes", "employments", "_meta",
        ]);
        ((string?)person["_meta"]!["links"]!["employments"]!["href"]).ShouldBe($"{account.Host.Address}v2/persons/{PersonioAccount.Id(3)}/employments");
        ((string?)person["updated_at"]).ShouldEndWith("Z");
    }

    [Fact]
    public async Task Custom_attributes_have_types_in_lower_case_no_label_and_two_ids()
    {
        await using var account = await PersonioAccount.StartAsync();
        var skilled = account.Workforce.People().First(person => person.SkillIds.Length > 1 && person.BirthDate is not null);
        var path = $"/v2/persons/{PersonioAccount.Id(skilled.Number)}";

        var custom = Custom(await account.JsonAsync(path));
        account.Switches.UpperCaseTypes = true;
        account.Switches.CustomAttributesHaveLabels = true;
        var described = Custom(await account.JsonAsync(path));

        custom["24408"]["value"]!.AsArray().Select(one => (string?)one).ShouldBe(skilled.SkillIds.Select(id => account.Workforce.Units.Name(id)));
        ((string?)custom["24408"]["type"]).ShouldBe("string_list");
        ((string?)custom["24408"]["id"])!.ShouldMatch("^dynamic_[0-9a-f]{13}\\.[0-9]{8}$");
        ((string?)custom["24412"]["id"]).ShouldBe("date_of_birth");
        ((string?)custom["24412"]["value"]).ShouldBe(skilled.BirthDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        custom["24419"]["value"]!.GetValue<decimal>().ShouldBe(Math.Round(skilled.WeeklyHours));
        custom["24413"].ContainsKey("label").ShouldBeFalse();
        custom.Values.Select(attribute => (string?)attribute["id"]).Distinct().Count().ShouldBe(custom.Count);
        ((string?)described["24413"]["type"]).ShouldBe("STRING");
        ((string?)described["24413"]["label"]).ShouldBe("Squad");
    }

    [Fact]
    public async Task What_is_empty_is_null_or_left_out()
    {
        await using var account = await PersonioAccount.StartAsync();
        var person = account.Workforce.People().First(one => one is { PreferredName: null, SquadId: null, TerminationDate: null });
        var path = $"/v2/persons/{PersonioAccount.Id(person.Number)}";
        var (full, job) = (await account.JsonAsync(path), (await account.AllAsync(path + "/employments")).Single());
        account.Switches.OmitsEmpty = true;
        var (lean, leanJob) = (await account.JsonAsync(path), (await account.AllAsync(path + "/employments")).Single());

        full.AsObject().ContainsKey("preferred_name").ShouldBeTrue();
        Custom(full)["24413"]["value"].ShouldBeNull();
        job.ContainsKey("employment_end_date").ShouldBeTrue();
        lean.AsObject().ContainsKey("preferred_name").ShouldBeFalse();
        Custom(lean).ShouldNotContainKey("24413");
        leanJob.ContainsKey("employment_end_date").ShouldBeFalse();
    }

    [Fact]
    public async Task Without_readable_attributes_a_person_is_an_id_with_links_and_an_employment_a_status()
    {
        await using var account = await PersonioAccount.StartAsync();
        var keys = (await account.JsonAsync("/v1/company/employees/attributes"))["data"]!.AsArray().Select(attribute => (string)attribute!["key"]!).Where(key => key != "id").ToList();
        keys.ForEach(account.Workforce.Access.Withdraw);
        var managed = account.Workforce.People().First(person => person.ManagerNumber is not null);

        var person = (await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(managed.Number)}")).AsObject();
        var employment = (await account.AllAsync($"/v2/persons/{PersonioAccount.Id(managed.Number)}/employments")).Single();

        person.Select(pair => pair.Key).ShouldBe(["id", "employments", "_meta"]);
        employment.Select(pair => pair.Key).ShouldBe(["id", "status", "person", "_meta"]);
        employment["_meta"]!["links"]!["supervisor"].ShouldNotBeNull();
    }

    [Fact]
    public async Task An_employment_holds_ids_whose_names_are_elsewhere()
    {
        await using var account = await PersonioAccount.StartAsync();
        var person = account.Workforce.People().First(one => one is { ManagerNumber: not null, TeamId: not null, CostCenterId: not null, SubcompanyId: not null, OfficeId: not null, DepartmentId: not null });
        var employment = (await account.AllAsync($"/v2/persons/{PersonioAccount.Id(person.Number)}/employments")).Single();

        ((string?)employment["supervisor"]!["id"]).ShouldBe(PersonioAccount.Id(person.ManagerNumber!.Value));
        ((string?)(await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(person.Number)}/employments/{employment["id"]}"))["id"]).ShouldBe((string?)employment["id"]);
        await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(person.Number)}/employments/{Guid.Empty}", 404);
        (await NameAsync("/v2/workplaces?limit=50", employment["office"]!)).ShouldBe(Name(person.OfficeId));
        (await NameAsync("/v2/legal-entities", employment["legal_entity"]!)).ShouldBe(Name(person.SubcompanyId));
        (await NameAsync("/v2/cost-centers?sort=-name", employment["cost_centers"]![0]!)).ShouldBe(Name(person.CostCenterId));
        foreach (var unit in employment["org_units"]!.AsArray())
        {
            (await NameAsync($"/v2/org-units?type={unit!["type"]}", unit)).ShouldBe(Name((string?)unit["type"] == "team" ? person.TeamId : person.DepartmentId));
            ((string?)(await account.JsonAsync($"/v2/org-units/{unit["id"]}?type={unit["type"]}&include_parent_chain=true"))["id"]).ShouldBe((string?)unit["id"]);
        }

        await account.JsonAsync("/v2/org-units", 400);

        string? Name(int? id) => account.Workforce.Units.Name(id);

        async Task<string?> NameAsync(string path, JsonNode reference) =>
            (string?)(await account.AllAsync(path)).Single(unit => (string?)unit["id"] == (string?)reference["id"])["name"];
    }

    [Fact]
    public async Task Lists_that_were_in_beta_and_accounts_without_legal_entities_are_switches()
    {
        await using var account = await PersonioAccount.StartAsync(shape: switches =>
        {
            switches.RequiresBetaHeader = true;
            switches.HasLegalEntities = false;
        });

        using var refused = await account.GetAsync("/v2/cost-centers");
        using var given = await account.SendAsync(HttpMethod.Get, "/v2/cost-centers", headers: ("Beta", "true"));
        using var lacking = await account.GetAsync("/v2/legal-entities");

        (refused.StatusCode, given.StatusCode, lacking.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Changed_since_finds_moments_and_days_and_the_employment_may_not_count()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Clock.Advance(TimeSpan.FromDays(2));
        account.Bearer = await account.NewTokenAsync();
        account.Workforce.SetEmail(3, "new@acme.example");
        account.Workforce.SetManager(4, 1);

        var all = await IdsAsync("updated_at.gt=2026-10-06T00:00:00Z");
        var byDay = await IdsAsync("updated_at=2026-10-07");
        account.Switches.EmploymentChangesTouchPerson = false;
        var persons = await IdsAsync("updated_at.gt=2026-10-06");
        var employment = await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(4)}/employments?updated_at.gt=2026-10-06");
        account.Switches.DateFilters = PersonioDateFilters.DaysOnly;
        await account.JsonAsync("/v2/persons?updated_at.gt=2026-10-06T00:00:00Z", 400);

        all.ShouldBe([PersonioAccount.Id(3), PersonioAccount.Id(4)]);
        byDay.ShouldBe(all);
        persons.ShouldBe([PersonioAccount.Id(3)]);
        employment["_data"]!.AsArray().Count.ShouldBe(1);

        async Task<List<string>> IdsAsync(string query) => [.. (await account.AllAsync("/v2/persons?" + query)).Select(person => (string)person["id"]!)];
    }

    [Fact]
    public async Task Someone_deleted_is_404_and_gone_from_the_list()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Workforce.Delete(3);

        await account.JsonAsync($"/v2/persons/{PersonioAccount.Id(3)}", 404);
        (await account.AllAsync("/v2/persons?limit=50")).Count.ShouldBe(59);
    }

    [Fact]
    public async Task Every_answer_tells_the_bucket_and_an_empty_one_is_a_bare_429()
    {
        await using var account = await PersonioAccount.StartAsync(rateLimits: true);
        var left = new List<string>();
        for (var call = 0; call < 100; call++)
        {
            using var answer = await account.GetAsync("/v2/persons?limit=1");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            left.Add(answer.Headers.GetValues("x-ratelimit-remaining").Single());
        }

        using var refused = await account.GetAsync("/v2/persons?limit=1");
        using var other = await account.GetAsync("/v2/workplaces");
        account.Clock.Advance(TimeSpan.FromMilliseconds(100));
        using var again = await account.GetAsync("/v2/persons?limit=1");

        (left[0], left[99]).ShouldBe(("99", "0"));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldBeNull();
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (other.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_stuck_cursor_is_a_fault()
    {
        await using var account = await PersonioAccount.StartAsync();
        var second = (string)(await account.JsonAsync("/v2/persons"))["_meta"]!["links"]!["next"]!["href"]!;
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.RepeatingCursor });

        ((string?)(await account.JsonAsync(second))["_meta"]!["links"]!["next"]!["href"]).ShouldBe(second);
    }

    [Fact]
    public async Task What_is_not_there_is_the_gateways_404()
    {
        await using var account = await PersonioAccount.StartAsync();

        ((string?)(await account.JsonAsync("/v2/recruiting/jobs", 404))["errors"]![0]!["detail"]).ShouldBe("The endpoint with /v2/recruiting/jobs was not found.");
        await account.PostJsonAsync("/v2/persons", "{}", 404);
    }

    private static Dictionary<string, JsonObject> Custom(JsonNode person) =>
        person["custom_attributes"]!.AsArray().ToDictionary(attribute => (string)attribute!["global_id"]!, attribute => attribute!.AsObject());
}
