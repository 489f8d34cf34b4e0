using System.Globalization;
using System.Net;
using System.Text;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Tests.BambooHr;

/// <summary>What is asked, how, and of whom.</summary>
public sealed class BambooHrRequestTests
{
    private readonly PlayedBambooHr bamboo = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_wants_json_goes_to_the_company_and_carries_the_key()
    {
        await bamboo.ReadAsync("status");
        await bamboo.Source.TestAsync(Cancellation);
        var basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(bamboo.Settings["api-key"] + ":x"));
        bamboo.Http.Requests.ShouldAllBe(r => r.Accept == "application/json" && r.Address.Host == "acme.bamboohr.com" && r.Address.Scheme == "https" && r.Authorization == basic);
    }

    [Fact]
    public async Task A_body_is_json_by_exactly_that_name()
    {
        await bamboo.ReadAsync("status");
        var report = bamboo.Reports.ShouldHaveSingleItem();
        report.ContentType.ShouldBe("application/json", "with a charset behind it, it would be read as XML");
        report.Address.Query.ShouldBe("?format=JSON&onlyCurrent=true");
    }

    [Fact]
    public async Task Only_mapped_fields_are_asked_for()
    {
        await bamboo.ReadAsync("workEmail", "teams", "16.1");
        bamboo.Reports.ShouldHaveSingleItem().Names("fields").ShouldBe(["id", "workEmail", "teams", "16.1"]);
    }

    [Fact]
    public async Task More_fields_than_a_report_takes_are_read_in_several_and_joined()
    {
        var fields = Enumerable.Range(5000, 1000).ToList();
        ManyFields(fields, leaveOut: null);
        var notes = new ReadNotes();
        var people = await bamboo.ReadAsync(notes, [.. fields.Select(f => $"{f}")]);

        bamboo.Reports.Select(r => r.Names("fields").Count).ShouldBe([400, 203, 400], ignoreOrder: true);
        people.Select(p => p.ExternalId).ShouldBe(["1", "2"]);
        people.ShouldAllBe(p => p.Values.Index().All(v => v.Item.Text == $"{p.ExternalId}:{fields[v.Index]}"));
        notes.Unproven.ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_who_is_not_in_all_of_the_joined_reports_is_left_out_and_nobody_is_absent()
    {
        var fields = Enumerable.Range(5000, 500).ToList();
        ManyFields(fields, leaveOut: "5450");
        var notes = new ReadNotes();
        (await bamboo.ReadAsync(notes, [.. fields.Select(f => $"{f}")])).Select(p => p.ExternalId).ShouldBe(["1"]);
        notes.Unproven.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_delta_asks_an_hour_earlier_and_reads_those_named()
    {
        bamboo.Http.On("GET", "/employees/changed", """
            {"latest":"2026-05-29T14:29:44+00:00","employees":{"4":{"id":"4","action":"Updated","lastChanged":"2026-05-29T14:29:44+00:00"},
             "5":{"id":"5","action":"Deleted","lastChanged":"2026-05-29T14:29:44+00:00"},"121":{"id":"121","action":"Inserted"}}}
            """).On("POST", "/reports/custom", PlayedBambooHr.Report("""[{"id":"121","status":"Active"},{"id":"4","status":"Inactive"},{"id":"99","status":"Active"}]"""));
        var since = new DateTimeOffset(2026, 5, 29, 16, 0, 0, TimeSpan.FromHours(2));
        var changed = await bamboo.Source.ReadChangesAsync(new ReadRequest(["status"], new ReadNotes()), since, Cancellation).ToListAsync(Cancellation);

        changed.Select(p => p.ExternalId).ShouldBe(["121", "4"]);
        bamboo.Http.Requests.Single(r => r.Address.AbsolutePath.EndsWith("/changed", StringComparison.Ordinal)).Address.Query.ShouldBe("?since=2026-05-29T13%3A00%3A00Z&type=all");
        bamboo.Reports.ShouldHaveSingleItem().Json["filters"]!["employeeIds"]!.ToJsonString().ShouldBe("[121,4]");
    }

    [Theory]
    [InlineData("""{"latest":"2026-05-29T14:29:44+00:00","employees":[]}""", true)]
    [InlineData("""{"latest":"2026-05-29T14:29:44+00:00","employees":{}}""", true)]
    [InlineData("""{"latest":"2026-05-29T14:29:44+00:00","employees":["4"]}""", false)]
    [InlineData("""{"latest":"2026-05-29T14:29:44+00:00"}""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""{"latest":""", false)]
    public async Task Nobody_changed_is_told_from_an_answer_that_says_nothing(string json, bool isProper)
    {
        bamboo.Http.On("GET", "/employees/changed", json);
        var read = bamboo.Source.ReadChangesAsync(new ReadRequest(["status"], new ReadNotes()), DateTimeOffset.UnixEpoch, Cancellation).ToListAsync(Cancellation).AsTask();
        if (isProper)
        {
            (await read).ShouldBeEmpty();
            bamboo.Reports.ShouldBeEmpty();
        }
        else
        {
            (await Should.ThrowAsync<ConnectorException>(() => read)).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
        }
    }

    [Theory]
    [InlineData(450, 3, 450)]
    [InlineData(2500, 1, 2500)]
    public async Task Many_changes_are_read_in_few_requests(int changes, int reports, int people)
    {
        var ids = Enumerable.Range(1, changes).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        var map = string.Join(',', ids.Select(i => $$"""
            "{{i}}":{"id":"{{i}}","action":"Updated"}
            """));
        bamboo.Http.On("GET", "/employees/changed", """{"latest":"","employees":{""" + map + "}}")
            .On("POST", "/reports/custom", PlayedBambooHr.Report($"[{string.Join(',', ids.Append("99999").Select(i => $$"""{"id":"{{i}}","status":"Active"}"""))}]"));
        var read = await bamboo.Source.ReadChangesAsync(new ReadRequest(["status"], new ReadNotes()), DateTimeOffset.UnixEpoch, Cancellation).ToListAsync(Cancellation);
        read.Count.ShouldBe(people);
        bamboo.Reports.Count.ShouldBe(reports);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task Without_reports_people_come_from_the_dataset_in_a_fixed_order(HttpStatusCode closed)
    {
        OnlyDataset(closed, """{"data":[{"fields":{"eeid":"4","email":"a@x.example","customField4378":"2. Medium","compensationPayRate":"65000.00","compensationPayRateCurrencyCode":"USD","status":null}}],"links":[],"meta":{"page":1,"pageSize":1000,"totalPages":1,"totalItems":1}}""");
        var values = (await bamboo.ReadAsync("workEmail", "customShirtsize", "payRate", "status", "teams")).ShouldHaveSingleItem().Values;
        values.ShouldBe(
            [SourceValue.OfText("a@x.example"), SourceValue.OfItem("18276", "2. Medium"), SourceValue.OfText("65000.00 USD"), SourceValue.Empty, SourceValue.Absent]);
        var asked = bamboo.Http.Requests.Last().Json;
        asked["orderBy"]!.GetValue<string>().ShouldBe("eeid asc");
        asked["pageSize"]!.GetValue<int>().ShouldBe(1000);
        bamboo.Http.Requests.Last().Names("fields").ShouldBe(["eeid", "email", "customField4378", "compensationPayRate", "compensationPayRateCurrencyCode", "status"]);
    }

    [Fact]
    public async Task Links_of_an_answer_are_never_followed()
    {
        var page = string.Join(',', Enumerable.Range(1, 1000).Select(i => $$$"""{"fields":{"eeid":"{{{i}}}"}}"""));
        OnlyDataset(HttpStatusCode.Forbidden, $$$"""{"data":[{{{page}}}],"links":{"next":"https://evil.example/steal"},"meta":{"page":1,"pageSize":1000,"totalPages":2,"totalItems":1001}}""");
        bamboo.Http.On("POST", "/datasets/employee/data", request => PlayedHttp.Json(request.Json["page"]!.GetValue<int>() == 1
            ? $$$"""{"data":[{{{page}}}],"links":{"next":"https://evil.example/steal"},"meta":{"totalPages":2,"totalItems":1001}}"""
            : """{"data":[{"fields":{"eeid":"1001"}}],"links":{"prev":"https://evil.example/"},"meta":{"totalPages":2,"totalItems":1001}}"""));
        (await bamboo.ReadAsync("status")).Count.ShouldBe(1001);
        bamboo.Http.Requests.ShouldAllBe(r => r.Address.Host == "acme.bamboohr.com");
    }

    [Fact]
    public async Task A_dataset_that_sends_its_first_page_for_ever_is_broken()
    {
        var page = string.Join(',', Enumerable.Range(1, 1000).Select(i => $$$"""{"fields":{"eeid":"{{{i}}}"}}"""));
        OnlyDataset(HttpStatusCode.Forbidden, $$$"""{"data":[{{{page}}}],"meta":{"totalPages":9,"totalItems":9000}}""");
        (await Should.ThrowAsync<ConnectorException>(() => bamboo.ReadAsync("status"))).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
    }

    [Fact]
    public async Task Fewer_people_than_the_dataset_says_prove_nobody_absent()
    {
        OnlyDataset(HttpStatusCode.Forbidden, """{"data":[{"fields":{"eeid":"4"}}],"links":[],"meta":{"totalPages":1,"totalItems":7}}""");
        var notes = new ReadNotes();
        (await bamboo.ReadAsync(notes, "status")).Count.ShouldBe(1);
        notes.Unproven.ShouldNotBeNull();
    }

    [Fact]
    public async Task In_the_dataset_employment_status_means_another_thing_than_in_reports()
    {
        OnlyDataset(HttpStatusCode.Forbidden, """{"data":[{"fields":{"eeid":"4","status":"Active","employmentStatus":"Full-Time"}}],"meta":{"totalPages":1,"totalItems":1}}""");
        var values = (await bamboo.ReadAsync("status", "employmentHistoryStatus")).ShouldHaveSingleItem().Values;
        values.Select(v => v.Text).ShouldBe(["Active", "Full-Time"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "Employee not found, Employee not found", null)]
    [InlineData(HttpStatusCode.Forbidden, "Insufficient Permissions to view this employee", null)]
    [InlineData(HttpStatusCode.Forbidden, "API access is temporarily disabled", ConnectorFaultKind.Forbidden)]
    [InlineData(HttpStatusCode.Unauthorized, "API key not provided or invalid", ConnectorFaultKind.Unauthorized)]
    public async Task Nobody_visible_is_told_from_a_refused_key(HttpStatusCode status, string message, ConnectorFaultKind? fault)
    {
        OnlyDataset(HttpStatusCode.Forbidden, """{"data":[],"meta":{"totalPages":0,"totalItems":0}}""");
        bamboo.Http.On("GET", "/employees/77?", status, message);
        var read = async () => await bamboo.Source.ReadSomeAsync(new ReadRequest(["status"], new ReadNotes()), ["77"], Cancellation).ToListAsync(Cancellation);
        if (fault is null)
        {
            (await read()).ShouldBeEmpty();
        }
        else
        {
            (await Should.ThrowAsync<ConnectorException>(read)).Fault.Kind.ShouldBe(fault.Value);
        }
    }

    [Fact]
    public async Task A_company_whose_api_is_shut_is_told_from_a_wrong_key()
    {
        bamboo.Http.On("GET", "/employees/0", HttpStatusCode.Forbidden, "API access is temporarily disabled");
        var test = await bamboo.Source.TestAsync(Cancellation);
        test.Authenticated.ShouldBeFalse();
        test.Problems.ShouldHaveSingleItem().Fix.ShouldContain("wait");
        bamboo.Http.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("[]", "nobody-visible")]
    [InlineData("""[{"id":"8","status":"Active"}]""", "permission-missing")]
    public async Task A_key_that_sees_hardly_anybody_is_told_to_see_all(string rows, string code)
    {
        bamboo.Http.On("GET", "/meta/fields", """
            [{"id":1,"name":"First Name","type":"text","alias":"firstName"},{"id":2,"name":"Last Name","type":"text","alias":"lastName"},{"id":3,"name":"Hire Date","type":"date","alias":"hireDate"},
             {"id":4,"name":"Department","type":"list","alias":"department"},{"id":17,"name":"Job Title","type":"list","alias":"jobTitle"},{"id":18,"name":"Location","type":"list","alias":"location"},
             {"id":387,"name":"Status","type":"status","alias":"status"},{"id":-38,"name":"Termination Date","type":"date","alias":"terminationDate"},{"id":1356,"name":"Gender","type":"gender","alias":"gender"},
             {"id":1360,"name":"Work Email","type":"email","alias":"workEmail"}]
            """).On("POST", "/reports/custom", PlayedBambooHr.Report(rows));
        var problem = (await bamboo.Source.TestAsync(Cancellation)).Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe(code);
        problem.Fix.ShouldContain("All Employees");
    }

    [Theory]
    [InlineData("acme")]
    [InlineData(" Acme ")]
    [InlineData("acme.bamboohr.com")]
    [InlineData("https://acme.bamboohr.com/home")]
    public async Task The_company_may_be_given_as_it_stands_in_the_browser(string company)
    {
        bamboo.Settings["company-domain"] = company;
        await bamboo.Source.DiscoverAsync(Cancellation);
        bamboo.Http.Requests.ShouldAllBe(r => r.Address.Host == "acme.bamboohr.com");
    }

    [Theory]
    [InlineData("company-domain", "acme.evil.example")]
    [InlineData("company-domain", "evil.example/#")]
    [InlineData("company-domain", "acme@evil")]
    [InlineData("company-domain", "-acme")]
    [InlineData("company-domain", "")]
    [InlineData("api-key", "two words")]
    [InlineData("api-key", "key:password")]
    [InlineData("api-key", " ")]
    [InlineData("base-url", "ftp://acme.example")]
    public void Impossible_settings_are_refused_before_anything_is_sent(string setting, string value)
    {
        bamboo.Settings[setting] = value;
        var refused = Should.Throw<ConnectorException>(() => bamboo.Source);
        refused.Fault.Kind.ShouldBe(ConnectorFaultKind.Misconfigured);
        refused.Fault.Fix.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_a_fault_and_never_followed()
    {
        bamboo.Http.On("GET", "/meta/fields", _ =>
        {
            var response = PlayedHttp.Empty(HttpStatusCode.Found);
            response.Headers.Location = new Uri("https://evil.example/");
            return response;
        });
        (await Should.ThrowAsync<ConnectorException>(() => bamboo.Source.DiscoverAsync(Cancellation))).Fault.Kind.ShouldBe(ConnectorFaultKind.ContractBroken);
        bamboo.Http.Requests.ShouldAllBe(r => r.Address.Host == "acme.bamboohr.com");
    }

    [Fact]
    public async Task A_fault_carries_the_vendors_trace_id()
    {
        bamboo.Http.On("GET", "/meta/fields", _ =>
        {
            var response = PlayedHttp.Empty(HttpStatusCode.InternalServerError);
            response.Headers.TryAddWithoutValidation("x-request-id", "123456789012345678901234567890123456789");
            return response;
        });
        var fault = (await Should.ThrowAsync<ConnectorException>(() => bamboo.Source.DiscoverAsync(Cancellation))).Fault;
        fault.TraceId.ShouldBe("123456789012345678901234567890123456789");
        fault.HttpStatus.ShouldBe(500);
    }

    /// <summary>Two people whose value of a field is “id:field”; the second one is missing wherever <paramref name="leaveOut"/> is asked for.</summary>
    private void ManyFields(List<int> fields, string? leaveOut)
    {
        bamboo.Http.On("GET", "/meta/fields", $"[{string.Join(',', fields.Select(f => $$"""{"id":{{f}},"name":"Field {{f}}","type":"text"}"""))}]")
            .On("POST", "/reports/custom", request =>
            {
                var names = request.Names("fields");
                var ids = leaveOut is not null && names.Contains(leaveOut) ? ["1"] : new[] { "1", "2" };
                var rows = ids.Select(id => $$"""{"id":"{{id}}",{{string.Join(',', names.Where(n => n != "id").Select(n => $"\"{n}\":\"{id}:{n}\""))}}}""");
                return PlayedBambooHr.Report($"[{string.Join(',', rows)}]")(request);
            });
    }

    private void OnlyDataset(HttpStatusCode reports, string data) => bamboo.Http
        .On("POST", "/reports/custom", reports)
        .On("GET", "/datasets/employee/fields", """
            {"pagination":{"total_records":6,"current_page":1,"total_pages":1,"next_page":null,"prev_page":null},"name":"employee","label":"Employee","fields":[
             {"name":"eeid","label":"EEID","parentType":"page","parentName":"Calculated","entityName":"calculated"},
             {"name":"email","label":"Work Email"},{"name":"status","label":"Status"},{"name":"employmentStatus","label":"Employment Status"},
             {"name":"compensationPayRate","label":"Pay rate"},{"name":"compensationPayRateCurrencyCode","label":"Pay rate - Currency Code"},
             {"name":"customField4378","label":"Shirt size","parentType":"page","parentName":"Custom","entityName":"custom"}]}
            """)
        .On("POST", "/datasets/employee/data", data);
}
