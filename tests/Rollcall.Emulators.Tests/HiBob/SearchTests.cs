using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class SearchTests
{
    private const string Squad = "work.custom.field_1700000000101";

    [Fact]
    public async Task An_employee_comes_in_both_representations_and_null_only_in_the_nested_one()
    {
        await using var account = await HiBobAccount.StartAsync();
        var without = account.Workforce.People().First(person => person is { SquadId: null, Lifecycle: Lifecycle.Active });
        var with = account.Workforce.People().First(person => person is { SquadId: not null, Lifecycle: Lifecycle.Active });

        var employees = await account.FieldsAsync("root.id", "root.firstName", Squad);

        var empty = employees.Single(employee => (string)employee["id"]! == account.Id(without.Number));
        empty.ContainsKey("/work/custom/field_1700000000101").ShouldBeFalse();
        empty["work"]!["custom"]!.AsObject().ContainsKey("field_1700000000101").ShouldBeTrue();
        empty["work"]!["custom"]!["field_1700000000101"].ShouldBeNull();
        var full = employees.Single(employee => (string)employee["id"]! == account.Id(with.Number));
        var squad = (string)full["/work/custom/field_1700000000101"]!["value"]!;
        ((string)full["work"]!["custom"]!["field_1700000000101"]!).ShouldBe(squad);
        ((string)full["/root/firstName"]!["value"]!).ShouldBe(with.FirstName);
        ((string)full["firstName"]!).ShouldBe(with.FirstName);
        full.ContainsKey("humanReadable").ShouldBeFalse();
        full.Select(property => property.Key).ShouldBe(["/root/id", "/root/firstName", "/work/custom/field_1700000000101", "id", "firstName", "work"], ignoreOrder: true);
    }

    [Fact]
    public async Task Ids_have_nineteen_digits_and_are_text()
    {
        await using var account = await HiBobAccount.StartAsync();

        var employees = await account.FieldsAsync("root.id");

        employees.Count.ShouldBe(60);
        employees.Select(employee => (string)employee["/root/id"]!["value"]!).ShouldBeUnique();
        employees.ShouldAllBe(employee => ((string)employee["/root/id"]!["value"]!).Length == 19);
    }

    [Fact]
    public async Task An_empty_multi_list_is_an_empty_array_in_both_representations()
    {
        await using var account = await HiBobAccount.StartAsync();
        var nobody = account.Workforce.People().First(person => person.SkillIds.IsEmpty);

        var employee = await account.OneAsync(nobody.Number, "category_1700000000000.field_1700000000106");

        employee["/category_1700000000000/field_1700000000106"]!["value"]!.AsArray().ShouldBeEmpty();
        employee["category_1700000000000"]!["field_1700000000106"]!.AsArray().ShouldBeEmpty();
        ((string)employee["humanReadable"]!["category_1700000000000"]!["field_1700000000106"]!).ShouldBe("");
    }

    [Fact]
    public async Task The_id_is_there_although_nobody_asked_for_it()
    {
        await using var account = await HiBobAccount.StartAsync();

        var employee = await account.OneAsync(1, "root.surname");

        ((string)employee["id"]!).ShouldBe(account.Id(1));
        employee.ContainsKey("/root/id").ShouldBeFalse();
        employee["humanReadable"]!.AsObject().ContainsKey("id").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"fields":["root.surname","employment.type","work.titel","root.id"]}""")]
    [InlineData("""{"fields":["/root/surname","/employment/type","/root/id","root.id"]}""")]
    public async Task Unknown_ids_are_dropped_without_a_word_and_slash_form_is_taken(string body)
    {
        await using var account = await HiBobAccount.StartAsync();

        var employees = await account.SearchAsync(body);

        employees.ShouldAllBe(employee => employee.Select(property => property.Key).Order().SequenceEqual(new[] { "/root/id", "/root/surname", "id", "surname" }));
    }

    [Fact]
    public async Task Without_fields_the_default_set_comes_without_lifecycle_and_custom_fields()
    {
        await using var account = await HiBobAccount.StartAsync();

        var employee = (await account.SearchAsync("{}"))[0];

        employee.Select(property => property.Key).Where(key => !key.StartsWith('/')).ShouldBe(
            [
                "id", "companyId", "firstName", "secondName", "surname", "fullName", "displayName", "email", "avatarUrl", "coverImageUrl", "creationDateTime", "about", "work", "employee",
                "payroll",
            ],
            ignoreOrder: true);
        employee["work"]!.AsObject().ContainsKey("custom").ShouldBeFalse();
        employee["about"]!["socialData"]!.AsObject().ContainsKey("twitter").ShouldBeTrue();
        employee["payroll"]!["employment"]!.AsObject().ContainsKey("type").ShouldBeTrue();
        employee["companyId"]!.GetValue<int>().ShouldBe(600001);
    }

    [Fact]
    public async Task Only_active_people_come_unless_inactive_ones_are_asked_for()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 300);
        account.Workforce.Change(1, person => person with { TerminationDate = HiBobAccount.Today.AddDays(9), LastWorkingDay = HiBobAccount.Today.AddDays(-1) }, nameof(Person.LastWorkingDay));

        var active = await account.SearchAsync("""{"fields":["internal.status"]}""");
        var all = await account.SearchAsync("""{"fields":["internal.status","internal.lifecycleStatus"],"showInactive":true}""");

        all.Count.ShouldBe(300);
        active.ShouldAllBe(employee => (string)employee["internal"]!["status"]! == "Active");
        active.Count.ShouldBe(all.Count(employee => (string)employee["internal"]!["status"]! == "Active"));
        var lifecycles = all.Select(employee => (string)employee["internal"]!["lifecycleStatus"]!).Distinct().ToList();
        lifecycles.ShouldBe(["Employed", "Hired", "Terminated", "Leave", "Parental leave", "Garden leave"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_audience_of_the_permission_group_wins_over_show_inactive()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 300, shape: switches => switches.AccessDataFor = BobAudience.Employed);
        account.Switches.HiddenEmployees = [1];

        var all = await account.FieldsAsync("internal.lifecycleStatus");

        all.ShouldNotBeEmpty();
        all.ShouldAllBe(employee => (string)employee["internal"]!["lifecycleStatus"]! == "Employed");
        all.ShouldNotContain(employee => (string)employee["id"]! == account.Id(1));
        using var hidden = await account.PostAsync("/v1/people/" + account.Id(1), "{}");
        hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("work.title")]
    [InlineData("work")]
    public async Task A_withdrawn_field_or_category_is_absent_everywhere_and_the_answer_is_200(string right)
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Access.Withdraw(right);

        var employee = await account.OneAsync(1, "root.id", "work.title", "root.state");

        employee.Select(property => property.Key).ShouldBe(["/root/id", "/root/state", "id", "state", "humanReadable"], ignoreOrder: true);
        account.Workforce.Access.Grant(right);
        (await account.OneAsync(1, "work.title")).ContainsKey("/work/title").ShouldBeTrue();
    }

    [Fact]
    public async Task Rights_follow_the_category_and_not_the_beginning_of_the_id()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Access.Withdraw("lifecycle");
        account.Workforce.Access.Withdraw("userData");

        var employee = await account.OneAsync(1, "root.id", "root.state", "internal.status", "employee.lastDayOfWork", "employee.hrbp");

        employee.Select(property => property.Key).Where(key => !key.StartsWith('/')).ShouldBe(["id", "employee", "humanReadable"], ignoreOrder: true);
        employee["employee"]!.AsObject().Select(property => property.Key).ShouldBe(["hrbp"]);
    }

    [Fact]
    public async Task Sensitive_fields_may_need_the_right_to_edit()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.SensitiveFieldsNeedEdit = true);

        (await account.OneAsync(1, "personal.birthDate")).ContainsKey("personal").ShouldBeFalse();
        account.Switches.EditableCategories = ["personal"];
        (await account.OneAsync(1, "personal.birthDate")).ContainsKey("personal").ShouldBeTrue();
    }

    [Fact]
    public async Task A_filter_by_id_or_email_answers_those_people_once()
    {
        await using var account = await HiBobAccount.StartAsync();
        var someone = account.Workforce.People().First(person => person is { Email: not null, Lifecycle: Lifecycle.Active, HireDate: not null } && person.Number > 1);

        var byId = await account.SearchAsync(Filter("root.id", account.Id(someone.Number), account.Id(someone.Number), account.Id(1), "3400000000000000009"));
        var byEmail = await account.SearchAsync(Filter("root.email", someone.Email!));

        byId.Select(employee => (string)employee["id"]!).ShouldBe([account.Id(1), account.Id(someone.Number)]);
        byEmail.Select(employee => (string)employee["id"]!).ShouldBe([account.Id(someone.Number)]);
    }

    [Theory]
    [InlineData("""{"filters":[{"fieldPath":"work.title","operator":"equals","values":["x"]}]}""")]
    [InlineData("""{"filters":[{"fieldPath":"root.id","operator":"notEquals","values":["x"]}]}""")]
    [InlineData("""{"filters":[{"fieldPath":"root.id","operator":"equals","values":[]}]}""")]
    [InlineData("""{"filters":[{"fieldPath":"root.id","operator":"equals"}]}""")]
    [InlineData("""{"filters":[{"fieldPath":"root.id","operator":"equals","values":["1"]},{"fieldPath":"root.email","operator":"equals","values":["x"]}]}""")]
    [InlineData("""{"filters":[]}""")]
    [InlineData("""{"filters":{}}""")]
    [InlineData("""{"fields":"root.id"}""")]
    [InlineData("""{"fields":[1]}""")]
    [InlineData("""{"showInactive":"yes"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_not_supported_is_a_bad_request(string body)
    {
        await using var account = await HiBobAccount.StartAsync();

        var refusal = await account.PostJsonAsync("/v1/people/search", body, 400);

        refusal["key"]!.GetValue<string>().ShouldNotBeEmpty();
        refusal["error"]!.GetValue<string>().ShouldNotBeEmpty();
        refusal["args"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task No_filters_and_too_many_fields_can_be_taken()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 5);
        var many = string.Join(',', Enumerable.Range(0, 400).Select(at => $"\"custom.x{at}\""));

        (await account.PostJsonAsync("/v1/people/search", $$"""{"fields":[{{many}},"root.surname"]}""", 400))["error"].ShouldNotBeNull();
        account.Switches.TooManyFields = BobRefusal.Ignored;
        account.Switches.EmptyFilters = BobRefusal.Ignored;

        var dropped = await account.SearchAsync($$"""{"fields":[{{many}},"root.surname"],"filters":[]}""");
        dropped.ShouldAllBe(employee => employee.Count == 1);
    }

    [Fact]
    public async Task One_employee_is_bare_found_by_id_or_email_even_when_inactive()
    {
        await using var account = await HiBobAccount.StartAsync();
        var leaver = account.Workforce.People().First(person => person is { Lifecycle: Lifecycle.Inactive, Email: not null });

        var byId = await account.PostJsonAsync("/v1/people/" + account.Id(leaver.Number), """{"fields":["root.email"]}""");
        var byEmail = await account.PostJsonAsync("/v1/people/" + leaver.Email, """{"fields":["root.email"]}""");
        using var nobody = await account.PostAsync("/v1/people/99999999", "{}");
        account.Switches.OneEmployeeIsWrapped = true;
        var wrapped = await account.PostJsonAsync("/v1/people/" + leaver.Email, """{"fields":["root.email"]}""");

        ((string)byId["email"]!).ShouldBe(leaver.Email);
        byEmail.ToJsonString().ShouldBe(byId.ToJsonString());
        wrapped["employees"]![0]!.ToJsonString().ShouldBe(byId.ToJsonString());
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_terminated_person_leaves_the_default_search_and_a_deleted_one_every_search()
    {
        await using var account = await HiBobAccount.StartAsync();
        var someone = account.Workforce.People().First(person => person is { Lifecycle: Lifecycle.Active, TerminationDate: null, HireDate: not null } && person.Number > 10);
        var id = account.Id(someone.Number);

        account.Workforce.Terminate(someone.Number);
        (await account.SearchAsync("""{"fields":[]}""")).ShouldNotContain(employee => (string)employee["id"]! == id);
        ((string)(await account.OneAsync(someone.Number, "internal.terminationDate"))["internal"]!["terminationDate"]!).ShouldBe("2026-10-05");
        account.Workforce.Delete(someone.Number);
        (await account.FieldsAsync("root.id")).ShouldNotContain(employee => (string)employee["id"]! == id);
    }

    [Fact]
    public async Task A_future_termination_date_leaves_the_person_active_until_the_midnight_after_it()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Terminate(1, HiBobAccount.Today.AddDays(1));
        var before = await account.OneAsync(1, "internal.status", "internal.lifecycleStatus");

        account.Clock.Advance(TimeSpan.FromDays(1));
        var last = await account.OneAsync(1, "internal.status", "internal.lifecycleStatus");
        account.Clock.Advance(TimeSpan.FromDays(1));
        var after = await account.OneAsync(1, "internal.status", "internal.lifecycleStatus");

        ((string)before["internal"]!["status"]!).ShouldBe("Active");
        ((string)last["internal"]!["status"]!).ShouldBe("Active");
        ((string)after["internal"]!["lifecycleStatus"]!).ShouldBe("Terminated");
    }

    [Fact]
    public async Task A_changed_external_id_is_the_id_everywhere()
    {
        await using var account = await HiBobAccount.StartAsync();
        var report = account.Workforce.People().First(person => person.ManagerNumber == 1);
        account.Workforce.SetExternalId(1, "3500000000000000001");

        var employee = await account.OneAsync(report.Number, "work.manager", "work.reportsTo");

        ((string)employee["work"]!["manager"]!).ShouldBe("3500000000000000001");
        ((string)employee["work"]!["reportsTo"]!["id"]!).ShouldBe("3500000000000000001");
        (await account.FieldsAsync("root.id")).Count(found => (string)found["id"]! == "3500000000000000001").ShouldBe(1);
    }

    private static string Filter(string path, params string[] values) => new JsonObject
    {
        ["fields"] = new JsonArray("root.id"),
        ["filters"] = new JsonArray(new JsonObject { ["fieldPath"] = path, ["operator"] = "equals", ["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) }),
    }.ToJsonString();
}
