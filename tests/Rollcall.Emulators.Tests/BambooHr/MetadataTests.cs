using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class MetadataTests
{
    [Fact]
    public async Task Field_ids_are_numbers_negative_numbers_and_dotted_texts()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var fields = (await account.JsonAsync("/api/v1/meta/fields")).AsArray();

        fields.ShouldContain(field => field!["id"]!.GetValueKind() == JsonValueKind.Number && field["id"]!.GetValue<int>() < 0);
        fields.ShouldContain(field => field!["id"]!.GetValueKind() == JsonValueKind.String && field["id"]!.GetValue<string>() == "19.1");
        fields.ShouldContain(field => field!["alias"] == null);
        fields.Count(field => (field!["alias"]?.GetValue<string>()) == "payRate").ShouldBe(2);
    }

    [Fact]
    public async Task A_deprecated_twin_shares_the_id_of_what_it_means()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var twins = (await account.JsonAsync("/api/v1/meta/fields")).AsArray().Where(field => field!["id"]!.ToString() == "387").Select(field => field!.ToJsonString());

        twins.ShouldBe(
        [
            """{"id":387,"name":"Status","type":"status","alias":"status"}""",
            """{"id":387,"type":"status","deprecated":true,"name":"Employment Status","alias":"employmentStatus"}""",
        ]);
    }

    [Fact]
    public async Task Custom_fields_cover_every_type_that_can_be_made()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var types = (await account.JsonAsync("/api/v1/meta/fields")).AsArray()
            .Where(field => int.TryParse(field!["id"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var id) && id is >= 4378 and < 4400)
            .Select(field => field!["type"]!.GetValue<string>())
            .Distinct();

        types.ShouldBe(["list", "multilist", "employee", "textarea", "text", "date", "int", "checkbox", "currency", "percentage", "phone", "url"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_can_be_asked_for_is_not_all_listed()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var aliases = (await account.JsonAsync("/api/v1/meta/fields")).AsArray().Select(field => field!["alias"]?.GetValue<string>()).ToList();
        var employee = (await account.JsonAsync("/api/v1/employees/2?fields=supervisorEId,lastChanged,bestEmail")).AsObject();

        aliases.ShouldNotContain("supervisorEId");
        employee.Select(pair => pair.Key).ShouldBe(["id", "supervisorEId", "lastChanged", "bestEmail"]);
    }

    [Fact]
    public async Task A_list_keeps_its_archived_options_and_one_list_has_no_id()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var squad = account.Host.Workforce.Units.Of(UnitKind.Squad)[0];
        account.Host.Workforce.ArchiveUnit(squad.Id);

        var lists = (await account.JsonAsync("/api/v1/meta/lists")).AsArray();

        var option = List(lists, 4379)["options"]!.AsArray().Single(option => option!["name"]!.GetValue<string>() == squad.Name)!;
        option["archived"]!.GetValue<string>().ShouldBe("yes");
        option["id"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        lists.Count(list => list!["id"] is null).ShouldBe(1);
        lists.ShouldContain(list => list!["alias"] == null);
        List(lists, 4383)["multiple"]!.GetValue<string>().ShouldBe("yes");
    }

    [Fact]
    public async Task Renaming_an_option_keeps_its_id_and_renames_it_on_people()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var person = account.Host.Workforce.People().First(person => person.SquadId is not null);
        var before = Option(await account.JsonAsync("/api/v1/meta/lists"), account.Host.Workforce.Units.Name(person.SquadId)!);

        account.Host.Workforce.RenameUnit(person.SquadId!.Value, "Renamed squad");

        Option(await account.JsonAsync("/api/v1/meta/lists"), "Renamed squad").ShouldBe(before);
        (await account.JsonAsync($"/api/v1/employees/{person.Number}?fields=customSquad"))["customSquad"]!.GetValue<string>().ShouldBe("Renamed squad");
    }

    [Fact]
    public async Task A_field_added_while_running_appears_everywhere_with_its_values()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var field = account.Host.Workforce.AddField("Favourite dish (today)", AddedFieldType.Choice, ["Soup", "Curry"]);
        account.Host.Workforce.SetCustom(3, field.Key, "Curry");

        var listed = (await account.JsonAsync("/api/v1/meta/fields")).AsArray().Single(entry => entry!["name"]!.GetValue<string>() == field.Label)!;
        var id = listed["id"]!.GetValue<int>();
        var alias = listed["alias"]!.GetValue<string>();

        alias.ShouldBe("customFavouritedishtoday");
        (await account.JsonAsync($"/api/v1/employees/3?fields={id},{alias}")).ToJsonString().ShouldBe($$"""{"id":"3","{{id}}":"Curry","{{alias}}":"Curry"}""");
        (await account.DataAsync($$"""{"fields":["eeid","customField{{id}}"],"orderBy":"eeid asc","pageSize":3}"""))["data"]![2]!["fields"]![$"customField{id}"]!.GetValue<string>().ShouldBe("Curry");
        Option(await account.JsonAsync("/api/v1/meta/lists"), "Soup").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Users_are_an_object_by_id_with_whole_numbers()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var users = (await account.JsonAsync("/api/v1/meta/users?status=enabled")).AsObject();

        users["2301"]!["employeeId"]!.GetValue<int>().ShouldBe(0);
        users.ShouldAllBe(user => user.Value!["status"]!.GetValue<string>() == "enabled" && user.Key == user.Value["id"]!.ToString());
        users.ShouldContain(user => user.Value!["lastLogin"] == null);
    }

    [Fact]
    public async Task Tables_name_their_columns()
    {
        await using var account = await BambooHrAccount.StartAsync();

        var tables = (await account.JsonAsync("/api/v1/meta/tables")).AsArray();

        var job = tables.Single(table => table!["alias"]!.GetValue<string>() == "jobInfo")!["fields"]!.AsArray();
        job.Select(field => field!["alias"]!.GetValue<string>()).ShouldBe(["date", "location", "department", "division", "jobTitle", "reportsTo", "teams"]);
        job[5]!.ToJsonString().ShouldBe("""{"id":91,"name":"Reporting to","alias":"reportsTo","type":"employee"}""");
    }

    private static JsonNode List(JsonArray lists, int fieldId) => lists.Single(list => list!["fieldId"]!.GetValue<int>() == fieldId)!;

    private static int Option(JsonNode lists, string name) =>
        lists.AsArray().SelectMany(list => list!["options"]!.AsArray()).First(option => option!["name"]!.GetValue<string>() == name)!["id"]!.GetValue<int>();
}
