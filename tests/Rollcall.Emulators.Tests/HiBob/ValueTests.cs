using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class ValueTests
{
    [Fact]
    public async Task List_values_are_ids_for_machines_and_names_for_people()
    {
        await using var account = await HiBobAccount.StartAsync();
        var person = account.Workforce.People().First(person => person is { OfficeId: not null, DepartmentId: not null });

        var employee = await account.OneAsync(person.Number, "work.title", "work.department", "work.site", "work.siteId");

        var units = account.Workforce.Units;
        ((string)employee["work"]!["title"]!).ShouldAllBe(c => char.IsAsciiDigit(c));
        employee["work"]!["siteId"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        ((string)employee["work"]!["site"]!).ShouldBe(units.Name(person.OfficeId));
        employee["humanReadable"]!["work"]!.ToJsonString().ShouldBe(
            new JsonObject
            {
                ["title"] = units.Name(person.TitleId),
                ["department"] = units.Name(person.DepartmentId),
                ["site"] = units.Name(person.OfficeId),
                ["siteId"] = units.Name(person.OfficeId),
            }.ToJsonString());
    }

    [Fact]
    public async Task The_human_half_holds_text_only_and_nothing_empty()
    {
        await using var account = await HiBobAccount.StartAsync();
        var fields = (await account.JsonAsync("/v1/company/people/fields")).AsArray().Select(field => (string)field!["id"]!).ToArray();

        foreach (var number in Enumerable.Range(1, 20))
        {
            var human = (await account.OneAsync(number, fields))["humanReadable"]!;
            foreach (var leaf in Leaves(human))
            {
                leaf.ShouldNotBeNull();
                leaf.GetValueKind().ShouldBe(JsonValueKind.String);
            }
        }
    }

    [Fact]
    public async Task Replaced_employees_are_nested_text_without_slash_keys()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Change(2, person => person with { HireDate = new DateOnly(2015, 5, 1), OriginalHireDate = null, ManagerNumber = 1 }, nameof(Person.HireDate), nameof(Person.ManagerNumber));

        var employee = (await account.PostJsonAsync(
            "/v1/people/" + account.Id(2),
            """{"fields":["root.id","root.companyId","root.secondName","work.startDate","work.shortStartDate","work.isManager","work.employeeIdInCompany","work.manager"],"humanReadable":"replace"}""")).AsObject();

        employee.Select(property => property.Key).ShouldBe(["id", "companyId", "secondName", "work"]);
        employee["secondName"].ShouldBeNull();
        ((string)employee["companyId"]!).ShouldBe("600001");
        ((string)employee["work"]!["startDate"]!).ShouldBe("01/05/2015");
        ((string)employee["work"]!["shortStartDate"]!).ShouldBe("01/05");
        ((string)employee["work"]!["isManager"]!).ShouldBe("Yes");
        ((string)employee["work"]!["employeeIdInCompany"]!).ShouldBe("2");
        ((string)employee["work"]!["manager"]!).ShouldBe(Roster.DisplayName(account.Workforce.Find(1)!));
    }

    [Fact]
    public async Task An_unknown_human_word_counts_as_none()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 3);

        (await account.SearchTextAsync("""{"fields":["work.title"],"humanReadable":"BOTH"}""")).ShouldBe(await account.SearchTextAsync("""{"fields":["work.title"]}"""));
        account.Switches.HumanReadableIgnoresCase = false;
        (await account.SearchTextAsync("""{"fields":["work.title"],"humanReadable":"append"}""")).ShouldNotContain("humanReadable");
    }

    [Fact]
    public async Task Human_dates_and_status_words_follow_the_switches()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches =>
        {
            switches.HumanDates = BobHumanDates.Unchanged;
            switches.StatusCasing = BobStatusCasing.LowerCase;
        });
        account.Workforce.Change(1, person => person with { HireDate = new DateOnly(2015, 5, 1) }, nameof(Person.HireDate));

        var employee = await account.OneAsync(1, "work.startDate", "internal.status", "internal.lifecycleStatus");

        ((string)employee["humanReadable"]!["work"]!["startDate"]!).ShouldBe("2015-05-01");
        ((string)employee["internal"]!["status"]!).ShouldBe("active");
        ((string)employee["internal"]!["lifecycleStatus"]!).ShouldBe("employed");
        ((string)employee["humanReadable"]!["internal"]!["lifecycleStatus"]!).ShouldBe("Employed");
        (await account.JsonAsync("/v1/company/named-lists/lifecycleStatus"))["items"]!.AsArray().ShouldContain(item => (string)item!["id"]! == "employed" && (string)item["name"]! == "Employed");
    }

    [Fact]
    public async Task Managers_are_references_objects_and_counts()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.SetManager(3, 2);
        account.Workforce.SetManager(2, 1);

        var employee = await account.OneAsync(3, "work.reportsTo", "work.reportsTo.email", "work.reportsToIdInCompany", "work.manager", "work.secondLevelManager");
        var top = await account.OneAsync(1, "work.manager", "work.isManager", "work.directReports", "work.indirectReports");

        ((string)employee["work"]!["manager"]!).ShouldBe(account.Id(2));
        ((string)employee["work"]!["secondLevelManager"]!).ShouldBe(account.Id(1));
        employee["work"]!["reportsTo"]!.AsObject().Select(property => property.Key).ShouldBe(["id", "firstName", "surname", "displayName", "email"]);
        ((string?)employee["/work/reportsTo/email"]?["value"]).ShouldBe(account.Workforce.Find(2)!.Email);
        employee["work"]!["reportsToIdInCompany"]!.GetValue<int>().ShouldBe(2);
        top["work"]!["manager"].ShouldBeNull();
        top["work"]!["isManager"]!.GetValue<bool>().ShouldBeTrue();
        top["work"]!["directReports"]!.GetValue<int>().ShouldBe(account.Workforce.People().Count(person => person.ManagerNumber == 1 && person.Lifecycle != Lifecycle.Inactive));
        top["work"]!["indirectReports"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(BobLoneManagerEmail.InsideObject, """{"reportsTo":{"email":"boss@acme.example"}}""")]
    [InlineData(BobLoneManagerEmail.DottedKey, """{"reportsTo.email":"boss@acme.example"}""")]
    [InlineData(BobLoneManagerEmail.Absent, null)]
    public async Task The_address_of_the_manager_alone_has_no_certain_place(BobLoneManagerEmail place, string? expected)
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.LoneManagerEmail = place);
        account.Workforce.SetManager(3, 2);
        account.Workforce.SetEmail(2, "boss@acme.example");

        var employee = await account.OneAsync(3, "work.reportsTo.email");

        ((string)employee["/work/reportsTo/email"]!["value"]!).ShouldBe("boss@acme.example");
        employee["work"]?.ToJsonString().ShouldBe(expected);
    }

    [Fact]
    public async Task Every_other_type_has_its_own_form()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Change(
            8,
            person => person with { HireDate = new DateOnly(2024, 12, 8), OriginalHireDate = null, Salary = 1240.5m, Currency = "USD", WeeklyHours = 37.5m, SecondManagerNumber = 4, TerminationDate = new DateOnly(2026, 12, 31) },
            nameof(Person.HireDate));

        var employee = await account.OneAsync(
            8,
            "work.tenureDuration", "payroll.salary.payment", "payroll.employment.workingPattern", "payroll.employment.fte", "internal.notice", "root.creationDateTime",
            "work.custom.field_1700000000105", "work.custom.field_1700000000107", "work.custom.field_1700000000113", "payroll.variable.Executive bonus.amount");

        employee["work"]!["tenureDuration"]!.ToJsonString().ShouldBe("""{"periodISO":"P1Y9M27D","sortFactor":657,"humanize":"1 year, 9 months and 27 days"}""");
        employee["payroll"]!["salary"]!["payment"]!.ToJsonString().ShouldBe("""{"currency":"USD","value":1240.5}""");
        ((string)employee["humanReadable"]!["payroll"]!["salary"]!["payment"]!).ShouldBe("$1,240.50");
        employee["/payroll/variable/Executive bonus/amount"]!["value"]!["value"]!.GetValue<int>().ShouldBe(5000);
        employee["payroll"]!["employment"]!["fte"]!.GetValue<decimal>().ShouldBe(93.75m);
        employee["payroll"]!["employment"]!["workingPattern"]!["days"]!["sunday"]!.GetValue<int>().ShouldBe(0);
        employee["payroll"]!["employment"]!["workingPattern"]!["hoursPerDay"]!.GetValue<decimal>().ShouldBe(7.5m);
        employee["internal"]!["notice"]!.ToJsonString().ShouldBe("""{"unit":"days","length":30}""");
        ((string)employee["creationDateTime"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$");
        ((string)employee["work"]!["custom"]!["field_1700000000105"]!).ShouldBe(account.Id(4));
        employee["work"]!["custom"]!["field_1700000000107"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        ((string)employee["humanReadable"]!["work"]!["custom"]!["field_1700000000107"]!).ShouldContain(" \\ ");
    }

    [Fact]
    public async Task Fields_added_while_it_runs_can_be_read_in_every_type()
    {
        await using var account = await HiBobAccount.StartAsync();
        var choice = account.Workforce.AddField("Parking lot", AddedFieldType.Choice, ["P1", "P2"]);
        var choices = account.Workforce.AddField("Languages", AddedFieldType.Choices, ["Deutsch", "English"]);
        var mentor = account.Workforce.AddField("Mentor", AddedFieldType.Person);
        var since = account.Workforce.AddField("Since", AddedFieldType.Date);
        var badge = account.Workforce.AddField("Badge", AddedFieldType.Integer);
        account.Workforce.SetCustom(4, choice.Key, "P2");
        account.Workforce.SetCustom(4, choices.Key, "Deutsch", "English");
        account.Workforce.SetCustom(4, mentor.Key, "5");
        account.Workforce.SetCustom(4, since.Key, "2024-02-29");
        account.Workforce.SetCustom(4, badge.Key, "17");

        var field = await account.FieldAsync("Parking lot");
        var list = await account.JsonAsync("/v1/company/named-lists/" + (string)field["typeData"]!["listId"]!);
        var ids = new List<string>();
        foreach (var added in account.Workforce.AddedFields)
        {
            ids.Add((string)(await account.FieldAsync(added.Label))["id"]!);
        }

        var employee = await account.OneAsync(4, [.. ids]);
        var nobody = await account.OneAsync(6, [.. ids]);

        string Slash(int at) => "/" + ids[at].Replace('.', '/');
        var p2 = list["items"]!.AsArray().Single(item => (string)item!["name"]! == "P2")!;
        ((string)employee[Slash(0)]!["value"]!).ShouldBe((string)p2["id"]!);
        employee[Slash(1)]!["value"]!.AsArray().Count.ShouldBe(2);
        ((string)employee[Slash(2)]!["value"]!).ShouldBe(account.Id(5));
        ((string)employee[Slash(3)]!["value"]!).ShouldBe("2024-02-29");
        employee[Slash(4)]!["value"]!.GetValue<int>().ShouldBe(17);
        nobody.Count(property => property.Key.StartsWith('/')).ShouldBe(1);
        account.Workforce.RemoveField(badge.Key);
        (await account.OneAsync(4, ids[4])).ContainsKey(Slash(4)).ShouldBeFalse();
    }

    private static IEnumerable<JsonNode?> Leaves(JsonNode node)
    {
        foreach (var (_, child) in node.AsObject())
        {
            if (child is JsonObject)
            {
                child.AsObject().ShouldNotBeEmpty();
                foreach (var leaf in Leaves(child))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return child;
            }
        }
    }
}
