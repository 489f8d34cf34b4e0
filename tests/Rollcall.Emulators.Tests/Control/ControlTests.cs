using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Tests.Control;

public sealed class ControlTests : IAsyncLifetime
{
    private EmulatorHost _host = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = "bamboohr", Employees = 50 }, Token);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Everything_that_happens_to_people_can_be_asked_for()
    {
        var department = _host.Workforce.Units.Of(UnitKind.Department)[3];

        await PostAsync("people/5/terminate?day=2020-01-31");
        await PostAsync("people/6/rename?firstName=Neu&lastName=Name");
        await PostAsync($"people/7/move?unit={department.Id}");
        await PostAsync("people/8/email?email=new@acme.example");
        await PostAsync("people/9/delete");
        await PostAsync("people/10/external-id?id=9000");
        await PostAsync("people/11/manager?manager=3");
        await PostAsync("hire?firstName=Zora");

        _host.Workforce.Find(5)!.TerminationDate.ShouldBe(new DateOnly(2020, 1, 31));
        _host.Workforce.Find(6)!.FirstName.ShouldBe("Neu");
        _host.Workforce.Find(7)!.DepartmentId.ShouldBe(department.Id);
        _host.Workforce.Find(8)!.Email.ShouldBe("new@acme.example");
        _host.Workforce.Find(9).ShouldBeNull();
        _host.Workforce.Find(10)!.ExternalId.ShouldBe("9000");
        _host.Workforce.Find(11)!.ManagerNumber.ShouldBe(3);
        _host.Workforce.Find(51)!.FirstName.ShouldBe("Zora");
        (await GetAsync("state"))["people"]!.GetValue<int>().ShouldBe(50);
    }

    [Fact]
    public async Task Units_and_fields_are_added_renamed_and_taken_away()
    {
        var squad = _host.Workforce.Units.Of(UnitKind.Squad)[0].Id;

        await PostAsync($"units/{squad}/rename?name=Renamed");
        await PostAsync($"units/{squad}/archive");
        await PostAsync("units/add?kind=squad&name=Fresh");
        await PostAsync("fields/add?label=Dish&type=Choice&option=Soup&option=Curry");
        await PostAsync("fields/rename?key=Dish&label=Meal");
        await PostAsync("people/3/field?key=Dish&value=Soup");

        _host.Workforce.Units.Find(squad)!.ShouldSatisfyAllConditions(unit => unit.Name.ShouldBe("Renamed"), unit => unit.Archived.ShouldBeTrue());
        (await GetAsync("units?kind=squad")).AsArray().Select(unit => unit!["name"]!.GetValue<string>()).ShouldContain("Fresh");
        _host.Workforce.AddedFields.Single().ShouldSatisfyAllConditions(field => field.Label.ShouldBe("Meal"), field => field.Options.ShouldBe(["Soup", "Curry"]));
        _host.Workforce.Find(3)!.Custom["Dish"].ShouldBe(["Soup"]);
        await PostAsync("fields/remove?key=Dish");
        _host.Workforce.AddedFields.ShouldBeEmpty();
    }

    [Fact]
    public async Task Switches_are_shown_and_set_by_name()
    {
        await PostAsync("switches?name=checkbox&value=trueFalse");
        await PostAsync("switches?name=hiddenEmployees&value=3,4");
        await PostAsync("switches?name=rateLimitStatus&value=503");
        using var unknown = await _client.PostAsync("/_control/switches?name=nonsense&value=1", null, Token);
        using var wrong = await _client.PostAsync("/_control/switches?name=checkbox&value=7", null, Token);

        var switches = (BambooHrSwitches)_host.Switches;
        switches.Checkbox.ShouldBe(CheckboxForm.TrueFalse);
        switches.HiddenEmployees.ShouldBe([3, 4]);
        switches.RateLimitStatus.ShouldBe(503);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(Token)).ShouldContain("LowerYesNo");
        (await GetAsync("switches"))["hiddenEmployees"]!.GetValue<string>().ShouldBe("3,4");
    }

    [Theory]
    [InlineData("people/5/move", HttpStatusCode.BadRequest, "unit")]
    [InlineData("people/5/move?unit=99999", HttpStatusCode.NotFound, "no unit 99999")]
    [InlineData("people/999/rehire", HttpStatusCode.NotFound, "no person 999")]
    [InlineData("people/999/delete", HttpStatusCode.NotFound, "no person 999")]
    [InlineData("people/5/terminate?day=31.12.2026", HttpStatusCode.BadRequest, "yyyy-MM-dd")]
    [InlineData("people/5/terminate?lastDay=2026-12-31", HttpStatusCode.BadRequest, "Known: day.")]
    [InlineData("people/5/rehire?day=2026-12-31", HttpStatusCode.BadRequest, "Known: none.")]
    [InlineData("faults/add?kind=slow&probability=often", HttpStatusCode.BadRequest, "probability")]
    [InlineData("faults/add?kind=nonsense", HttpStatusCode.BadRequest, "DuplicateRows")]
    [InlineData("fields/remove?key=none", HttpStatusCode.NotFound, "none")]
    [InlineData("nonsense", HttpStatusCode.NotFound, "people/{number}/terminate")]
    public async Task What_is_wrong_is_told_in_words(string path, HttpStatusCode status, string word)
    {
        foreach (var vendor in new[] { "bamboohr", "hibob" })
        {
            await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = vendor, Employees = 20 }, Token);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address };
            using var answer = await client.PostAsync("/_control/" + path, null, Token);

            answer.StatusCode.ShouldBe(status);
            JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["error"]!.GetValue<string>().ShouldContain(word);
            host.Workforce.Version.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Somebody_hired_for_a_later_day_is_still_to_come()
    {
        var day = _host.Workforce.Today.AddDays(20);

        await PostAsync($"hire?day={day:yyyy-MM-dd}&manager=3");

        _host.Workforce.Find(51)!.ShouldSatisfyAllConditions(
            person => person.HireDate.ShouldBe(day), person => person.Lifecycle.ShouldBe(Lifecycle.Onboarding), person => person.ManagerNumber.ShouldBe(3));
    }

    [Fact]
    public async Task Kinds_and_types_come_by_name()
    {
        await PostAsync("faults/add?kind=slow&endpoint=/x");
        await PostAsync("fields/add?label=Dish&type=choice");

        (await GetAsync("faults"))[0]!["kind"]!.GetValue<string>().ShouldBe("Slow");
    }

    [Fact]
    public async Task Switches_of_several_values_and_of_none_are_set()
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = "hibob", Employees = 5 }, Token);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address };
        foreach (var change in new[] { "name=hiddenEmployees&value=2,3", "name=editableCategories&value=personal", "name=mostFilterValues&value=5", "name=mostFilterValues&value=" })
        {
            using var answer = await client.PostAsync("/_control/switches?" + change, null, Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        var switches = (HiBobSwitches)host.Switches;
        switches.HiddenEmployees.ShouldBe([2, 3]);
        switches.EditableCategories.ShouldBe(["personal"]);
        switches.MostFilterValues.ShouldBeNull();
    }

    [Fact]
    public async Task Permissions_are_withdrawn_and_granted()
    {
        await PostAsync("permissions/withdraw?key=customSquad");
        _host.Workforce.Access.CanRead("customSquad").ShouldBeFalse();

        await PostAsync("permissions/grant?key=customSquad");
        _host.Workforce.Access.CanRead("customSquad").ShouldBeTrue();
    }

    [Fact]
    public async Task Faults_strike_when_asked_and_stop_when_cleared()
    {
        await PostAsync("faults/add?kind=Unavailable&endpoint=*/employees/*&times=1");
        await PostAsync("faults/add?kind=Html&endpoint=*/meta/lists");

        using var struck = await _client.GetAsync("/api/v1/employees/0", Token);
        using var next = await _client.GetAsync("/api/v1/employees/0", Token);
        using var page = await _client.GetAsync("/api/v1/meta/lists", Token);
        await PostAsync("faults/clear");
        using var cleared = await _client.GetAsync("/api/v1/meta/lists", Token);

        struck.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        next.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        cleared.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _host.Calls.Of("GET /api/v1/employees/0").ShouldBe(2);
    }

    [Fact]
    public void Chance_is_the_same_for_the_same_seed()
    {
        static IEnumerable<bool> Throws(int seed)
        {
            var plan = new FaultPlan(seed);
            plan.Add(new FaultRule { Kind = FaultKind.Slow, Probability = 0.5 });
            return [.. Enumerable.Range(0, 200).Select(_ => plan.Strike("/x").Count > 0)];
        }

        Throws(7).ShouldBe(Throws(7));
        Throws(7).Count(struck => struck).ShouldBeInRange(60, 140);
        Throws(7).ShouldNotBe(Throws(8));
    }

    [Fact]
    public async Task Only_the_nth_call_is_spoilt_when_so_asked()
    {
        await PostAsync("faults/add?kind=RateLimited&atCall=2&delaySeconds=7");

        using var first = await _client.GetAsync("/api/v1/employees/0", Token);
        using var second = await _client.GetAsync("/api/v1/employees/0", Token);
        using var third = await _client.GetAsync("/api/v1/employees/0", Token);

        new[] { first.StatusCode, second.StatusCode, third.StatusCode }.ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized]);
        second.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    private async Task PostAsync(string action)
    {
        using var answer = await _client.PostAsync("/_control/" + action, null, Token);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{action}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync("/_control/" + path, Token))!;
}
