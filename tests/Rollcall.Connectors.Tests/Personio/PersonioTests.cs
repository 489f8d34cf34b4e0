using Rollcall.Core.Connecting;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Personio;

namespace Rollcall.Connectors.Tests.Personio;

public sealed class PersonioTests : ConnectorContract
{
    protected override string Vendor => "personio";

    protected override string PeopleEndpoint => "/v1/company/employees";

    protected override (string Email, string Shirt, string Status) Keys => ("email", "dynamic_24407", "status");

    protected override string ShirtPermission => "dynamic_24407";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_come_as_what_they_are_in_either_style(bool other)
    {
        await using var hris = await StartAsync();
        var switches = (PersonioSwitches)hris.Host.Switches;
        (switches.TagsAsJson, switches.EmptyAsText, switches.FullSupervisor) = (other, other, other);
        var people = await hris.ReadAsync(["dynamic_24408", "supervisor", "department", "hire_date", "dynamic_24407", "preferred_name", "cost_centers", "fix_salary", "dynamic_24419"]);
        SourceValueKind[] KindsOf(int index) => [.. people.Select(p => p.Values[index].Kind).Where(k => k != SourceValueKind.Empty).Distinct()];

        KindsOf(0).ShouldBe([SourceValueKind.Items]);
        KindsOf(1).ShouldBe([SourceValueKind.Person]);
        KindsOf(2).ShouldBe([SourceValueKind.Item]);
        KindsOf(3).ShouldBe([SourceValueKind.Text]);
        KindsOf(4).ShouldBe([SourceValueKind.Item]);
        KindsOf(6).ShouldBe([SourceValueKind.Items]);
        people.ShouldContain(p => p.Values[7].Kind == SourceValueKind.Text && p.Values[7].Text.EndsWith(" EUR", StringComparison.Ordinal));
        KindsOf(8).ShouldBe([SourceValueKind.Text]);
        var skills = hris.Host.Workforce.People().First(p => p.SkillIds.Length > 1).SkillIds.Length;
        people.ShouldContain(p => p.Values[0].Kind == SourceValueKind.Items && p.Values[0].Items.Count == skills);
    }

    [Fact]
    public async Task All_pages_are_drained_and_only_mapped_attributes_asked_for()
    {
        await using var hris = await StartAsync(employees: 350);
        (await hris.ReadAsync(["email"])).Count.ShouldBe(hris.Host.Workforce.Count);
        hris.Host.Calls.Of("GET /v1/company/employees").ShouldBe(5);
    }

    [Fact]
    public async Task A_total_that_shrinks_proves_nobody_absent()
    {
        await using var hris = await StartAsync(employees: 350);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.ShrinkingTotal, Endpoint = PeopleEndpoint });
        var notes = new ReadNotes();
        await hris.ReadAsync(["email"], notes);
        notes.Unproven.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Fewer_people_than_announced_prove_nobody_absent(int page)
    {
        await using var hris = await StartAsync(employees: 350);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.ShortPages, Endpoint = PeopleEndpoint, AtCall = page });
        var notes = new ReadNotes();
        (await hris.ReadAsync(["email"], notes)).Count.ShouldBe(hris.Host.Workforce.Count - 1);
        notes.Unproven.ShouldNotBeNull();
        var next = new ReadNotes();
        (await hris.ReadAsync(["email"], next)).Count.ShouldBe(hris.Host.Workforce.Count);
        next.Unproven.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_of_another_type_is_unreadable_and_not_dropped()
    {
        await using var hris = await StartAsync();
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongTypes, Endpoint = PeopleEndpoint });
        (await hris.ReadAsync(["email", "position"])).ShouldAllBe(p => p.Values[1].Kind == SourceValueKind.Unreadable);
    }

    [Fact]
    public async Task A_token_that_is_refused_in_the_middle_is_renewed_once()
    {
        await using var hris = await StartAsync(employees: 350);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.Forbidden, Endpoint = PeopleEndpoint, AtCall = 2 });
        (await hris.ReadAsync(["email"])).Count.ShouldBe(hris.Host.Workforce.Count);
        hris.Host.Calls.Of("/v1/auth").ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_attribute_list_labels_and_types_come_from_people()
    {
        await using var hris = await StartAsync();
        ((PersonioSwitches)hris.Host.Switches).RefusesAttributeList = true;
        var schema = await hris.Source.DiscoverAsync(TestContext.Current.CancellationToken);
        schema.Find("dynamic_24413").ShouldNotBeNull().Label.ShouldBe("Squad");
    }

    protected override Dictionary<string, string> SettingsFor(EmulatorHost host) => new()
    {
        ["client-id"] = host.Credentials["clientId"],
        ["client-secret"] = host.Credentials["clientSecret"],
        ["base-url"] = host.Address.ToString(),
        ["requests-per-minute"] = "0",
    };

    protected override void SpoilCredential(Dictionary<string, string> settings) => settings["client-secret"] = "papi-wrong";
}
