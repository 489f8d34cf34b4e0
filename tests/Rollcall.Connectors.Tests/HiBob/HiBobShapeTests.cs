using System.Net;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.Tests.HiBob;

/// <summary>Answers in the vendor's recorded and documented shapes, with invented data.</summary>
public sealed class HiBobShapeTests : IDisposable
{
    private const string Fields = """
        [ {"id":"root.id","categoryId":"root","categoryDisplayName":"Basic info","name":"Employee ID","jsonPath":"id","type":"employee-reference","typeData":{}},
          {"id":"root.email","categoryId":"root","name":"Email","description":null,"jsonPath":"email","type":"text","typeData":{}},
          {"id":"work.title","categoryId":"work","categoryDisplayName":"Work","name":"Job title","jsonPath":"work.title","type":"list","typeData":{"listId":"title"},"historical":true},
          {"id":"work.siteId","categoryId":"work","name":"Site ID","jsonPath":"work.siteId","type":"list_id","typeData":{"listId":"site"}},
          {"id":"work.reportsTo","categoryId":"work","name":"Reports to","jsonPath":"work.reportsTo","type":"employee","typeData":{}},
          {"id":"payroll.variable.Executive bonus.amount","categoryId":"payroll","name":"Executive bonus","jsonPath":"payroll.variable.Executive bonus.amount","type":"currency","typeData":{}},
          {"id":"employee.jobProfileId","categoryId":"jobsCatalog","name":"Job profile","jsonPath":"employee.jobProfileId","type":"hierarchy-list","typeData":{"listId":"jobs"}},
          {"id":"about.hobbies","categoryId":"about","name":"Hobbies","jsonPath":"about.hobbies","type":"multi-list","typeData":{"listId":"hobbies"}},
          {"id":"work.orbit","categoryId":"work","name":"Orbit","jsonPath":"work.orbit","type":"type-of-tomorrow"},
          {"name":"no id"}, null, 7 ]
        """;

    private const string Lists = """
        { "title": {"name":"title","values":[{"id":"255490048","value":"Engineer","name":"Engineer","archived":false,"children":[]}],
                    "items":[{"id":"255490048","value":"Engineer","name":"Engineer","archived":false,"children":[]},{"id":"255490049","name":"Old title","archived":true}]},
          "site": {"name":"site","items":[{"id":2510068,"value":"Berlin","name":"Berlin","archived":false}]},
          "jobs": {"name":"jobs","items":[
             {"id":1,"name":"A","children":[{"id":11,"name":"Lead"},{"id":12,"name":"Clerk"}]},
             {"id":2,"name":"B","children":[{"id":21,"name":"Lead"}]}]},
          "hobbies": {"name":"hobbies","items":[{"id":"yoga","name":"Yoga"},{"id":"261314348","name":"Bouldern, Klettern"}]},
          "odd": 7 }
        """;

    private readonly PlayedHttp http = new();

    public HiBobShapeTests() => http
        .On("GET", "/v1/company/people/fields", Fields)
        .On("GET", "/v1/company/named-lists", Lists);

    private IHrisSource Source => Connectors.Find("hibob")!.Create(new ConnectorContext(
        new Dictionary<string, string> { ["service-user-id"] = "SERVICE-1", ["token"] = "t0k3n" }, http.Client, TimeProvider.System, new CapturedLog()));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Null_is_empty_a_missing_key_is_absent_and_both_halves_agree()
    {
        People("""
            {"/root/id":{"value":"3400000000000000001"},"/work/title":{"value":"255490048"},"/work/siteId":{"value":2510068},"/about/hobbies":{"value":[]},
             "/payroll/variable/Executive bonus/amount":{"value":{"currency":"USD","value":240.50}},
             "id":"3400000000000000001","email":null,"work":{"title":"255490048","siteId":2510068,"reportsTo":null},
             "payroll":{"variable":{"Executive bonus":{"amount":{"currency":"USD","value":240.50}}}},"about":{"hobbies":[]}}
            """);
        var person = await OneAsync(["root.email", "work.title", "work.siteId", "work.reportsTo", "payroll.variable.Executive bonus.amount", "about.hobbies", "employee.jobProfileId"]);
        person.ExternalId.ShouldBe("3400000000000000001");
        person.Values.ShouldBe([
            SourceValue.Empty, SourceValue.OfItem("255490048", "Engineer"), SourceValue.OfItem("2510068", "Berlin"), SourceValue.Empty,
            SourceValue.OfText("240.50 USD"), SourceValue.Empty, SourceValue.Absent]);
    }

    [Fact]
    public async Task The_tree_alone_is_enough_and_so_are_the_slash_keys()
    {
        People("""{"id":"3400000000000000001","work":{"title":"255490049"}}""", """{"/root/id":{"value":"3400000000000000002"},"/work/title":{"value":"255490048"}}""");
        var people = await AllAsync(["work.title"]);
        people.Select(p => p.Values[0].Item.Label).ShouldBe(["Old title", "Engineer"]);
        people.Select(p => p.ExternalId).ShouldBe(["3400000000000000001", "3400000000000000002"]);
    }

    [Fact]
    public async Task Leaves_of_the_same_name_are_told_apart()
    {
        People("""{"id":"1","employee":{"jobProfileId":11}}""", """{"id":"2","employee":{"jobProfileId":12}}""", """{"id":"3","employee":{"jobProfileId":21}}""");
        (await AllAsync(["employee.jobProfileId"])).Select(p => p.Values[0].Item.Label).ShouldBe(["A / Lead", "Clerk", "B / Lead"]);
    }

    [Fact]
    public async Task An_item_that_is_in_no_list_is_held_unless_its_name_comes_along()
    {
        People("""{"id":"1","work":{"title":"9"},"about":{"hobbies":["yoga","9"]}}""", """{"id":"2","work":{"title":"9"},"humanReadable":{"work":{"title":"Pilot"}}}""");
        var people = await AllAsync(["work.title", "about.hobbies"]);
        people[0].Values.Select(v => v.Kind).ShouldBe([SourceValueKind.Unreadable, SourceValueKind.Unreadable]);
        people[1].Values[0].ShouldBe(SourceValue.OfItem("9", "Pilot"));
    }

    [Fact]
    public async Task A_type_we_do_not_know_is_read_as_what_it_looks_like()
    {
        People("""{"id":"1","work":{"orbit":"LEO"}}""", """{"id":"2","work":{"orbit":{"a":1}}}""", """{"id":"3","work":{"orbit":["x","y"]}}""", """{"id":"4","work":{"orbit":null}}""");
        (await AllAsync(["work.orbit"])).Select(p => p.Values[0].Kind)
            .ShouldBe([SourceValueKind.Text, SourceValueKind.Unreadable, SourceValueKind.Items, SourceValueKind.Empty]);
    }

    [Fact]
    public async Task An_employee_without_an_id_proves_nobody_absent()
    {
        People("""{"work":{"title":"255490048"}}""", """{"id":"2","work":{"title":null}}""", "7");
        var notes = new ReadNotes();
        var people = await Source.ReadAsync(new ReadRequest(["work.title"], notes), Cancellation).ToListAsync(Cancellation);
        people.ShouldHaveSingleItem().ExternalId.ShouldBe("2");
        notes.Unproven.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"people":[]}""")]
    [InlineData("""{"error":"no"}""")]
    public async Task An_answer_without_employees_is_no_empty_company(string answer)
    {
        http.On("POST", "/v1/people/search", answer);
        (await Should.ThrowAsync<ConnectorException>(() => AllAsync(["work.title"]))).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
    }

    [Fact]
    public async Task The_login_page_with_status_200_is_no_answer()
    {
        http.On("POST", "/v1/people/search", HttpStatusCode.OK);
        (await Should.ThrowAsync<ConnectorException>(() => AllAsync(["work.title"]))).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
    }

    [Fact]
    public async Task A_search_names_its_fields_asks_for_everybody_and_sends_no_empty_filter()
    {
        People("""{"id":"1","work":{"title":null}}""");
        await AllAsync(["work.title", "unknown.field"]);
        var search = http.Requests.Last(r => r.Method == "POST");
        search.Names("fields").ShouldBe(["work.title", "root.id"]);
        search.Json["showInactive"]!.GetValue<bool>().ShouldBeTrue();
        search.Json["filters"].ShouldBeNull();
        search.Json["humanReadable"].ShouldBeNull();
        search.Authorization.ShouldBe("Basic U0VSVklDRS0xOnQwazNu");
        search.ContentType.ShouldBe("application/json");
    }

    [Fact]
    public async Task The_metadata_may_come_wrapped_and_an_account_without_fields_is_no_account()
    {
        http.On("GET", "/v1/company/people/fields", $$"""{"fields":{{Fields}}}""");
        People("""{"id":"1"}""");
        (await Source.DiscoverAsync(Cancellation)).Attributes.Count.ShouldBe(9);
        http.On("GET", "/v1/company/people/fields", "[]");
        (await Should.ThrowAsync<ConnectorException>(() => Source.DiscoverAsync(Cancellation))).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
    }

    [Fact]
    public async Task A_built_in_status_that_was_renamed_is_still_that_status()
    {
        http.On("GET", "/v1/company/people/fields", """[{"id":"internal.lifecycleStatus","name":"Status","jsonPath":"internal.lifecycleStatus","type":"list","typeData":{"listId":"lifecycleStatus"}}]""")
            .On("GET", "/v1/company/named-lists", """{"lifecycleStatus":{"items":[{"id":"employed","name":"Angestellt"},{"id":"252","name":"Sabbatical"}]}}""");
        People("""{"id":"1","internal":{"lifecycleStatus":"employed"}}""", """{"id":"2","internal":{"lifecycleStatus":"252"}}""");
        (await AllAsync(["internal.lifecycleStatus"])).Select(p => p.Values[0].Item.Label).ShouldBe(["employed", "Sabbatical"]);
    }

    public void Dispose() => http.Dispose();

    private void People(params string[] employees) => http.On("POST", "/v1/people/search", $$"""{"employees":[{{string.Join(',', employees)}}]}""");

    private async Task<List<SourceRecord>> AllAsync(ValueList<string> attributes) =>
        await Source.ReadAsync(new ReadRequest(attributes, new ReadNotes()), Cancellation).ToListAsync(Cancellation);

    private async Task<SourceRecord> OneAsync(ValueList<string> attributes) => (await AllAsync(attributes)).ShouldHaveSingleItem();
}
