using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class ReportTests
{
    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.api+json")]
    [InlineData("text/plain")]
    public async Task Any_other_content_type_than_the_exact_one_is_read_as_xml(string contentType)
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Post, "/api/v1/reports/custom?format=JSON", """{"fields":["id"]}""", contentType: contentType));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.GetValues("X-BambooHR-Error-Message").ShouldBe(["Malformed XML"]);
    }

    [Fact]
    public async Task A_report_may_be_asked_for_in_xml()
    {
        await using var account = await BambooHrAccount.StartAsync();
        const string body = """<report><title>dir</title><filters><employeeIds><employeeId>3</employeeId></employeeIds></filters><fields><field id="firstName"/></fields></report>""";

        using var answer = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Post, "/api/v1/reports/custom?format=json", body, contentType: "text/xml"));
        var report = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        report["title"]!.GetValue<string>().ShouldBe("dir");
        report["employees"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()).ShouldBe(["3"]);
    }

    [Theory]
    [InlineData("", "*/*", 404)]
    [InlineData("", "application/xml", 404)]
    [InlineData("", "application/json", 200)]
    [InlineData("", "text/csv", 200)]
    [InlineData("?format=bogus", "application/json", 404)]
    [InlineData("?format=jSoN", "*/*", 200)]
    public async Task Without_a_format_only_some_words_of_accept_are_known(string query, string accept, int status)
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Post, "/api/v1/reports/custom" + query, """{"fields":["id"]}""", accept: accept));

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Unknown_and_forbidden_columns_vanish_from_the_fields_and_from_the_rows()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Access.Withdraw("4379");

        var report = await account.ReportAsync("""{"title":"dir","fields":["firstName","customSquad","nonsense","customLevel"]}""");

        report["fields"]!.AsArray().Select(field => field!["id"]!.GetValue<string>()).ShouldBe(["firstName", "customLevel"]);
        report["employees"]!.AsArray().ShouldAllBe(row => Keys(row!).SequenceEqual(new[] { "id", "firstName", "customLevel" }));
        report["employees"]!.AsArray().Count.ShouldBe(60);
    }

    [Fact]
    public async Task Numeric_columns_come_first_in_rows_and_are_numbers_among_the_fields()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var report = await account.ReportAsync("""{"fields":["firstName","4392","1610","4357.0"]}""");

        report["fields"]!.AsArray().Select(field => field!["id"]!.ToJsonString()).ShouldBe(["\"firstName\"", "4392", "1610", "\"4357.0\""]);
        Keys(report["employees"]![0]!).ShouldBe(["1610", "4392", "id", "firstName", "4357.0"]);
    }

    [Fact]
    public async Task Columns_without_an_alias_may_come_back_with_a_point_and_nought()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.ReportAliaslessColumns = AliaslessColumnForm.DotZero);

        var report = await account.ReportAsync("""{"fields":["1610","4378"]}""");

        report["fields"]!.AsArray().Select(field => field!["id"]!.ToJsonString()).ShouldBe(["\"1610.0\"", "4378"]);
        Keys(report["employees"]![0]!).ShouldBe(["4378", "id", "1610.0"]);
    }

    [Fact]
    public async Task A_report_has_leavers_too_and_only_texts()
    {
        await using var account = await BambooHrAccount.StartAsync(employees: 300);

        var rows = (await account.ReportAsync("""{"fields":["id","status","terminationDate","payRate","customCompanycar","customWeeklyhours","photoUploaded"]}"""))["employees"]!.AsArray();

        rows.Select(row => row!["status"]!.GetValue<string>()).Distinct().ShouldBe(["Active", "Inactive"], ignoreOrder: true);
        rows.Where(row => row!["status"]!.GetValue<string>() == "Active").Select(row => row!["payRate"]!.GetValue<string>()).ShouldContain(" USD");
        rows.SelectMany(row => row!.AsObject()).Where(pair => pair.Key != "photoUploaded").ShouldAllBe(pair => pair.Value == null || pair.Value.GetValueKind() == JsonValueKind.String);
        rows[0]!["photoUploaded"]!.GetValueKind().ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
    }

    [Fact]
    public async Task A_report_can_be_narrowed_to_ids_and_to_what_changed()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Clock.Advance(TimeSpan.FromMinutes(5));
        account.Host.Workforce.Rename(9, "Nora", "Neu");

        var byId = await account.ReportAsync("""{"fields":["firstName"],"filters":{"employeeIds":[9,"12",99999]}}""");
        var changed = await account.ReportAsync("""{"fields":["firstName"],"filters":{"lastChanged":{"includeNull":"no","value":"2026-10-05T09:34:00Z"}}}""");

        byId["employees"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()).ShouldBe(["9", "12"]);
        changed["employees"]!.ToJsonString().ShouldBe("""[{"id":"9","firstName":"Nora"}]""");
    }

    [Fact]
    public async Task Without_fields_there_is_one_person_only()
    {
        await using var account = await BambooHrAccount.StartAsync();

        (await account.ReportAsync("""{"title":"x"}"""))["employees"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400, 200)]
    [InlineData(401, 400)]
    public async Task A_report_takes_400_fields(int count, int status)
    {
        await using var account = await BambooHrAccount.StartAsync();
        var names = string.Join(',', Enumerable.Range(0, count).Select(number => $"\"f{number}\""));

        using var answer = await account.PostAsync("/api/v1/reports/custom?format=JSON", $$"""{"fields":[{{names}}]}""");

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_prepared_report_is_the_same_bytes_and_follows_every_change()
    {
        const string query = """{"fields":["id","firstName","department","customSquad","supervisor","payRate","customSkills","1610"]}""";
        await using var plain = await BambooHrAccount.StartAsync(employees: 2500);
        await using var prepared = await BambooHrAccount.StartAsync(employees: 2500, prepared: true);
        foreach (var mutate in Mutations())
        {
            mutate(plain.Host.Workforce);
            mutate(prepared.Host.Workforce);

            (await prepared.ReportAsync(query)).ToJsonString().ShouldBe((await plain.ReportAsync(query)).ToJsonString());
        }
    }

    private static IEnumerable<Action<Workforce>> Mutations()
    {
        yield return _ => { };
        yield return company => company.Move(1500, company.Units.Of(UnitKind.Squad)[3].Id);
        yield return company => company.Rename(2, "Neue", "Chefin");
        yield return company => company.Hire();
        yield return company => company.Delete(17);
        yield return company => company.RenameUnit(company.Units.Of(UnitKind.Department)[2].Id, "Umbenannt");
        yield return company => company.Access.Withdraw("customSkills");
        yield return company => company.Access.Grant("customSkills");
        yield return company => company.Terminate(2400);
    }

    private static IEnumerable<string> Keys(JsonNode row) => row.AsObject().Select(pair => pair.Key);
}
