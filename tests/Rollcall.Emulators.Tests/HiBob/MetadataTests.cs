using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class MetadataTests
{
    [Fact]
    public async Task Fields_are_a_bare_array_of_the_recorded_shape()
    {
        await using var account = await HiBobAccount.StartAsync();

        var fields = (await account.JsonAsync("/v1/company/people/fields")).AsArray();

        fields.Select(field => (string)field!["id"]!).ShouldBeUnique();
        fields.Count.ShouldBeGreaterThan(90);
        foreach (var field in fields)
        {
            field!.AsObject().Select(property => property.Key).ShouldBe(
                ["id", "categoryId", "categoryDisplayName", "category", "name", "description", "jsonPath", "type", "typeData", "historical"]);
            field["typeData"]!.GetValueKind().ShouldBe(JsonValueKind.Object);
        }

        fields.Single(field => (string)field!["id"]! == "work.title")!.ToJsonString().ShouldBe(
            """{"id":"work.title","categoryId":"work","categoryDisplayName":"Work","category":"work","name":"Job title","description":null,"jsonPath":"work.title","type":"list","typeData":{"listId":"title"},"historical":true}""");
    }

    [Fact]
    public async Task Every_creatable_type_and_every_odd_built_in_one_is_there()
    {
        await using var account = await HiBobAccount.StartAsync();
        var fields = (await account.JsonAsync("/v1/company/people/fields")).AsArray();

        fields.Where(field => ((string)field!["id"]!).Contains("field_", StringComparison.Ordinal)).Select(field => (string)field!["type"]!).Distinct().ShouldBe(
            ["text", "text-area", "number", "date", "list", "multi-list", "hierarchy-list", "currency", "employee-reference", "document"],
            ignoreOrder: true);
        fields.Select(field => (string)field!["type"]!).Distinct().ShouldBe(
            [
                "text", "text-area", "number", "date", "list", "multi-list", "hierarchy-list", "currency", "employee-reference", "document", "short-date", "time", "boolean", "list_id",
                "employee", "avatar", "ssn", "period", "working_pattern", "duration_with_unit",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("root.state", "userData")]
    [InlineData("root.creationDate", "userData")]
    [InlineData("internal.status", "lifecycle")]
    [InlineData("payroll.employment.type", "employment")]
    [InlineData("home.mobilePhone", "personalContact")]
    [InlineData("employee.lastDayOfWork", "lifecycle")]
    [InlineData("payroll.custom.field_1700000000110", "work")]
    public async Task Categories_are_not_the_beginnings_of_ids(string id, string category)
    {
        await using var account = await HiBobAccount.StartAsync();

        var field = (await account.JsonAsync("/v1/company/people/fields")).AsArray().Single(field => (string)field!["id"]! == id)!;

        ((string)field["categoryId"]!).ShouldBe(category);
    }

    [Fact]
    public async Task Every_list_of_the_metadata_exists_and_holds_every_value_in_use()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 120);
        var fields = (await account.JsonAsync("/v1/company/people/fields")).AsArray().Where(field => field!["typeData"]!["listId"] is not null).ToList();
        var employees = await account.FieldsAsync([.. fields.Select(field => (string)field!["id"]!)]);

        foreach (var field in fields)
        {
            var list = await account.JsonAsync("/v1/company/named-lists/" + (string)field!["typeData"]!["listId"]!);
            var ids = AllIds(list["items"]!).ToHashSet();
            var slash = "/" + ((string)field["id"]!).Replace('.', '/');
            var used = employees.Select(employee => employee[slash]?["value"]).OfType<JsonNode>().SelectMany(Texts).ToHashSet();

            used.Except(ids).ShouldBeEmpty((string)field["id"]!);
        }
    }

    [Fact]
    public async Task All_lists_are_an_object_by_name_with_the_items_twice()
    {
        await using var account = await HiBobAccount.StartAsync();

        var lists = (await account.JsonAsync("/v1/company/named-lists")).AsObject();

        foreach (var (name, list) in lists)
        {
            ((string)list!["name"]!).ShouldBe(name);
            list["values"]!.ToJsonString().ShouldBe(list["items"]!.ToJsonString());
        }

        lists["site"]!["items"]![0]!["id"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        lists["title"]!["items"]![0]!["id"]!.GetValueKind().ShouldBe(JsonValueKind.String);
        lists["department"]!["items"]!.AsArray().ShouldContain(item => (string)item!["id"]! == "Sales");
        lists["department"]!["items"]!.AsArray().ShouldContain(item => ((string)item!["id"]!).All(char.IsAsciiDigit));
        lists["entity_multi_list_1700000000107"]!["items"]![0]!["children"]![0]!["children"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_documented_forms_of_all_lists_can_be_had()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.NamedLists = BobNamedListsForm.Array);

        var array = (await account.JsonAsync("/v1/company/named-lists")).AsArray();
        account.Switches.NamedLists = BobNamedListsForm.Wrapped;
        var wrapped = (await account.JsonAsync("/v1/company/named-lists"))["lists"]!;

        array[0]!.AsObject().Select(property => property.Key).ShouldBe(["name", "items"]);
        wrapped.ToJsonString().ShouldBe(array.ToJsonString());
    }

    [Fact]
    public async Task An_archived_item_shows_only_when_asked_for_and_stays_on_people()
    {
        await using var account = await HiBobAccount.StartAsync();
        var person = account.Workforce.People().First(person => person.SquadId is not null);
        account.Workforce.ArchiveUnit(person.SquadId!.Value);
        var path = "/v1/company/named-lists/work.custom.field_1700000000101";

        var without = await account.JsonAsync(path);
        var with = await account.JsonAsync(path + "?includeArchived=true");
        var employee = await account.OneAsync(person.Number, "work.custom.field_1700000000101");

        var id = (string)employee["work"]!["custom"]!["field_1700000000101"]!;
        without["items"]!.AsArray().ShouldNotContain(item => (string)item!["id"]! == id);
        with["items"]!.AsArray().Single(item => (string)item!["id"]! == id)!["archived"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_renamed_department_keeps_its_id()
    {
        await using var account = await HiBobAccount.StartAsync();
        var sales = account.Workforce.Units.Of(UnitKind.Department).First(unit => unit.Name == "Sales");

        account.Workforce.RenameUnit(sales.Id, "Revenue");
        var list = await account.JsonAsync("/v1/company/named-lists/department");

        ((string)list["items"]!.AsArray().Single(item => (string)item!["id"]! == "Sales")!["name"]!).ShouldBe("Revenue");
    }

    [Theory]
    [InlineData("Department")]
    [InlineData("terminationReason")]
    [InlineData("nothing")]
    public async Task An_unknown_or_misspelt_list_is_not_found(string name)
    {
        await using var account = await HiBobAccount.StartAsync();

        using var answer = await account.GetAsync("/v1/company/named-lists/" + name);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Fields_need_no_right_and_lists_may()
    {
        await using var account = await HiBobAccount.StartAsync();
        account.Workforce.Access.Withdraw("/company/people/fields");
        account.Workforce.Access.Withdraw("/company/named-lists");

        using var fields = await account.GetAsync("/v1/company/people/fields");
        using var lists = await account.GetAsync("/v1/company/named-lists");

        fields.StatusCode.ShouldBe(HttpStatusCode.OK);
        lists.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(BobOwnCategoryFieldId.WithoutCustom, "category_1700000000000.field_1700000000106")]
    [InlineData(BobOwnCategoryFieldId.WithCustom, "category_1700000000000.custom.field_1700000000106")]
    public async Task Ids_in_a_category_of_the_customer_have_no_certain_form(BobOwnCategoryFieldId form, string id)
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.OwnCategoryFieldId = form);

        ((string)(await account.FieldAsync("Skills"))["id"]!).ShouldBe(id);
    }

    private static IEnumerable<string> Texts(JsonNode value) => value is JsonArray many ? many.Select(item => item!.ToJsonString()) : [value.ToJsonString()];

    private static IEnumerable<string> AllIds(JsonNode items) => items.AsArray().SelectMany(item => AllIds(item!["children"]!).Append(item["id"]!.ToJsonString()));
}
