using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Tests.BambooHr;

/// <summary>The shapes of answers that recordings and documents show, and what is made of those nobody has shown.</summary>
public sealed class BambooHrShapeTests
{
    private readonly PlayedBambooHr bamboo = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_field_is_offered_once_under_its_alias_or_its_id()
    {
        var schema = await bamboo.Source.DiscoverAsync(Cancellation);
        schema.Attributes.Take(13).Select(a => a.Key).ShouldBe(
            ["4340.4", "16.1", "employmentHistoryStatus", "status", "terminationDate", "workEmail", "payRate", "19.1", "reportsTo", "1610", "customShirtsize", "teams", "customMarkets"]);
        schema.Find("employmentStatus").ShouldBeNull("it is the deprecated twin of status");
        schema.Find("employmentHistoryStatus")!.Label.ShouldBe("Employment Status");
        schema.Find("supervisorEId")!.Type.ShouldBe(SourceType.Person);
        schema.Find("customMarkets")!.Type.ShouldBe(SourceType.MultiSelect);
        schema.Find("customShirtsize")!.ShouldSatisfyAllConditions(
            a => a.IsCustom.ShouldBeTrue(), a => a.Readable.ShouldBe(Readability.Readable), a => a.HowToGrant.ShouldBeNull(), a => a.Options.Select(o => o.Id).ShouldBe(["18276", "18290"]));
    }

    [Fact]
    public async Task A_field_that_no_report_shows_is_not_readable_and_says_where_to_grant_it()
    {
        bamboo.Http.On("POST", "/reports/custom", """{"title":"","fields":[{"id":"workEmail"},{"id":1610,"type":"employee_access"},{"id":"16.1"}],"employees":[]}""");
        var schema = await bamboo.Source.DiscoverAsync(Cancellation);
        schema.Find("workEmail")!.Readable.ShouldBe(Readability.Readable);
        schema.Find("1610")!.Readable.ShouldBe(Readability.Readable);
        schema.Find("16.1")!.Readable.ShouldBe(Readability.Readable);
        var shirt = schema.Find("customShirtsize")!;
        shirt.Readable.ShouldBe(Readability.NotReadable);
        shirt.HowToGrant.ShouldNotBeNull().ShouldContain("“Shirt size”");
    }

    [Fact]
    public async Task A_report_without_any_column_says_nothing_about_permissions()
    {
        bamboo.Http.On("POST", "/reports/custom", """{"title":"","fields":[],"employees":[]}""");
        (await bamboo.Source.DiscoverAsync(Cancellation)).Attributes.ShouldAllBe(a => a.Readable == Readability.Unknown);
    }

    [Fact]
    public async Task Empty_has_many_spellings()
    {
        var values = await bamboo.ReadRowAsync(
            """{"id":"4","terminationDate":"0000-00-00","payRate":" USD","workEmail":null,"customShirtsize":"","teams":[],"supervisorEId":" ","age":"-1","reportsTo":{}}""",
            "terminationDate", "payRate", "workEmail", "customShirtsize", "teams", "supervisorEId", "age", "reportsTo");
        values.ShouldAllBe(v => v.Kind == SourceValueKind.Empty);
    }

    [Fact]
    public async Task A_column_that_is_left_out_is_absent_and_not_empty()
    {
        var values = await bamboo.ReadRowAsync("""{"id":"4","workEmail":null}""", "workEmail", "payRate", "noSuchField");
        values.Select(v => v.Kind).ShouldBe([SourceValueKind.Empty, SourceValueKind.Absent, SourceValueKind.Absent]);
        bamboo.Reports.ShouldHaveSingleItem().Names("fields").ShouldBe(["id", "workEmail", "payRate"]);
    }

    [Fact]
    public async Task A_recorded_row_reads_as_it_is_meant()
    {
        var values = await bamboo.ReadRowAsync(
            """{"1610":"Yes","4357.0":null,"id":"4","payRate":"65000.00 USD","supervisorEId":"9","supervisor":"Berg, Ida","customShirtsize":"2. Medium","teams":"Sales, EMEA, Blue","terminationDate":"2026-12-31","status":"Active"}""",
            "payRate", "supervisorEId", "supervisor", "customShirtsize", "teams", "terminationDate", "status", "1610");
        values.ShouldBe(
        [
            SourceValue.OfText("65000.00 USD"),
            SourceValue.OfPerson(new PersonReference("9", null, null)),
            SourceValue.OfPerson(new PersonReference(null, null, "Ida Berg")),
            SourceValue.OfItem("18276", "2. Medium"),
            SourceValue.OfItems([new SourceItem("18502", "Sales, EMEA"), new SourceItem("18503", "Blue")]),
            SourceValue.OfText("2026-12-31"),
            SourceValue.OfText("Active"),
            SourceValue.OfText("Yes"),
        ]);
    }

    [Theory]
    [InlineData("\"Sales,EMEA\"", "18501 -")]
    [InlineData("\"Sales, EMEA\"", "18502")]
    [InlineData("[\"Sales\",\"Sales, EMEA\"]", "18501 18502")]
    [InlineData("[{\"id\":18503,\"label\":\"Blue\"}]", "18503")]
    [InlineData("[{\"id\":\"7\",\"name\":\"Retired team\"}]", "7")]
    [InlineData("\"Salesforce, Blue\"", "- 18503")]
    public async Task Several_options_come_in_several_encodings(string json, string ids)
    {
        var values = await bamboo.ReadRowAsync($$"""{"id":"4","teams":{{json}}}""", "teams");
        string.Join(' ', values[0].Items.Select(i => i.Id ?? "-")).ShouldBe(ids);
    }

    [Theory]
    [InlineData("[[1]]")]
    [InlineData("[null]")]
    [InlineData("[{\"weight\":2}]")]
    [InlineData("{\"weight\":2}")]
    [InlineData("\"\\ud800\"")]
    public async Task What_nobody_understands_is_unreadable_and_neither_dropped_nor_empty(string json)
    {
        foreach (var attribute in new[] { "workEmail", "teams", "customShirtsize" })
        {
            (await bamboo.ReadRowAsync($$"""{"id":"4","{{attribute}}":{{json}}}""", attribute))[0].Kind.ShouldBe(SourceValueKind.Unreadable, attribute);
        }
    }

    [Theory]
    [InlineData("{\"currency\":\"EUR\",\"value\":\"65000.00\"}", "65000.00 EUR")]
    [InlineData("{\"amount\":5000,\"currency\":\"EUR\"}", "5000 EUR")]
    [InlineData("65000.5", "65000.5")]
    public async Task Money_is_an_amount_and_a_currency(string json, string text) =>
        (await bamboo.ReadRowAsync($$"""{"id":"4","payRate":{{json}}}""", "payRate"))[0].ShouldBe(SourceValue.OfText(text));

    [Fact]
    public async Task Booleans_and_numbers_are_texts_as_written()
    {
        var values = await bamboo.ReadRowAsync("""{"id":4,"photoUploaded":true,"workEmail":12.50,"status":false}""", "photoUploaded", "workEmail", "status");
        values.Select(v => v.Text).ShouldBe(["true", "12.50", "false"]);
    }

    [Fact]
    public async Task A_status_nobody_knows_stays_the_vendors_word()
    {
        var values = await bamboo.ReadRowAsync("""{"id":"4","status":"Furloughed"}""", "status");
        values[0].ShouldBe(SourceValue.OfText("Furloughed"));
        Connectors.Find("bamboohr")!.StatusWords.ShouldNotContain(w => w.Word == "Furloughed");
    }

    [Fact]
    public async Task A_column_asked_for_by_id_may_come_back_with_a_part_number()
    {
        (await bamboo.ReadRowAsync("""{"1610.0":"Yes","id":"4"}""", "1610"))[0].ShouldBe(SourceValue.OfText("Yes"));
        (await bamboo.ReadRowAsync("""{"16100":"No","1610x":"No","id":"4"}""", "1610"))[0].ShouldBe(SourceValue.Absent);
    }

    [Fact]
    public async Task Rows_in_another_order_read_the_same()
    {
        bamboo.Http.On("POST", "/reports/custom", PlayedBambooHr.Report(
            """[{"id":"1","status":"Active","workEmail":"a@x.example"},{"workEmail":"b@x.example","extra":{"deep":[1]},"status":"Inactive","id":"2"},{"status":"Active","id":"3","workEmail":"c@x.example"}]"""));
        var people = await bamboo.ReadAsync("workEmail", "status");
        people.Select(p => $"{p.ExternalId} {p.Values[0].Text} {p.Values[1].Text}").ShouldBe(["1 a@x.example Active", "2 b@x.example Inactive", "3 c@x.example Active"]);
    }

    [Fact]
    public async Task A_row_without_an_id_is_noted_proves_nobody_absent_and_stops_nobody_else()
    {
        bamboo.Http.On("POST", "/reports/custom", PlayedBambooHr.Report("""[{"id":"1","status":"Active"},{"status":"Active"},{"id":null},{"id":""},null,{"id":"2","status":"Active"}]"""));
        var notes = new ReadNotes();
        (await bamboo.ReadAsync(notes, "status")).Select(p => p.ExternalId).ShouldBe(["1", "2"]);
        notes.Unproven.ShouldNotBeNull();
        notes.Notes.Count.ShouldBe(4);
        notes.Notes.ShouldAllBe(n => n.Code == "row-without-id");
    }

    [Fact]
    public async Task The_same_person_twice_is_delivered_twice()
    {
        bamboo.Http.On("POST", "/reports/custom", PlayedBambooHr.Report("""[{"id":"1","status":"Active"},{"id":"1","status":"Inactive"}]"""));
        (await bamboo.ReadAsync("status")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Values_that_repeat_are_kept_once()
    {
        bamboo.Http.On("POST", "/reports/custom", PlayedBambooHr.Report("""[{"id":"1","customShirtsize":"2. Medium"},{"id":"2","customShirtsize":"2. Medium"}]"""));
        var people = await bamboo.ReadAsync("customShirtsize");
        people[0].Values[0].Item.ShouldBeSameAs(people[1].Values[0].Item);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"title\":\"\",\"fields\":[]}")]
    [InlineData("{\"title\":\"\",\"fields\":[],\"employees\":{}}")]
    [InlineData("{\"title\":\"\",\"fields\":[{\"id\":\"status\"}],\"employees\":[{\"id\":\"1\"},{\"id\":\"2\"")]
    [InlineData("{\"title\":\"\",\"fields\":[{\"id\":\"status\"}],\"employees\":[{\"id\":\"1\"}]")]
    [InlineData("{\"title\":\"\",\"fields\":[{\"id\":\"status\"}],\"employees\":[{\"id\":1 2}]}")]
    public async Task An_answer_that_is_no_report_breaks_the_contract(string body)
    {
        var source = bamboo.Source;
        await source.DiscoverAsync(Cancellation);
        bamboo.Http.On("POST", "/reports/custom", body);
        var read = source.ReadAsync(new ReadRequest(["status"], new ReadNotes()), Cancellation);
        (await Should.ThrowAsync<ConnectorException>(() => read.ToListAsync(Cancellation).AsTask())).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
    }

    [Fact]
    public async Task A_person_with_very_long_texts_is_read_whole()
    {
        var about = string.Concat(Enumerable.Repeat("long é ", 40_000));
        var values = await bamboo.ReadRowAsync($$"""{"id":"4","workEmail":"{{about}}","status":"Active"}""", "workEmail", "status");
        values[0].Text.ShouldBe(about);
        values[1].Text.ShouldBe("Active");
    }
}
