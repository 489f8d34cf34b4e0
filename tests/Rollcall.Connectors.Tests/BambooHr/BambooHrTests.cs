using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Connectors.Tests.BambooHr;

/// <summary>The contract, by the way a key takes that may run reports.</summary>
public class BambooHrTests : ConnectorContract
{
    protected override string Vendor => "bamboohr";

    protected override string PeopleEndpoint => "*/reports/custom";

    protected override (string Email, string Shirt, string Status) Keys => ("workEmail", "customShirtsize", "status");

    protected override string ShirtPermission => "customShirtsize";

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_come_as_what_they_are()
    {
        await using var hris = await StartAsync();
        var people = await hris.ReadAsync(
            ["customSkills", "customTargetbonus", "customStartedIn", "customCompanycar", "customSecondlead", "supervisorEId", "department", "terminationDate"]);
        SourceValueKind[] KindsOf(int index) => [.. people.Select(p => p.Values[index].Kind).Where(k => k != SourceValueKind.Empty).Distinct()];

        KindsOf(0).ShouldBe([SourceValueKind.Items]);
        KindsOf(1).ShouldBe([SourceValueKind.Text]);
        KindsOf(2).ShouldBe([SourceValueKind.Text]);
        KindsOf(3).ShouldBe([SourceValueKind.Text]);
        KindsOf(4).ShouldBe([SourceValueKind.Person]);
        KindsOf(5).ShouldBe([SourceValueKind.Person]);
        KindsOf(6).ShouldBe([SourceValueKind.Item]);
        people.Count(p => p.Values[7].Kind == SourceValueKind.Empty).ShouldBe(hris.Host.Workforce.People().Count(p => p.TerminationDate is null));
        var skills = people.SelectMany(p => p.Values[0].Kind == SourceValueKind.Items ? p.Values[0].Items : []).ToList();
        skills.ShouldAllBe(i => i.Id != null);
        skills.ShouldContain(i => i.Label.Contains(','), "an option whose label has a comma is one option");
        people.Where(p => p.Values[1].Kind == SourceValueKind.Text).ShouldAllBe(p => ValueConverter.Convert(p.Values[1], AttributeType.Currency) != null);
    }

    [Fact]
    public async Task The_manager_is_named_by_record_id_and_not_by_employee_number()
    {
        await using var hris = await StartAsync();
        var people = (await hris.ReadAsync(["supervisorEId"])).ToDictionary(p => p.ExternalId, p => p.Values[0]);
        var led = hris.Host.Workforce.People().Where(p => p.ManagerNumber is not null && p.HireDate <= hris.Host.Workforce.Today).ToList();
        led.ShouldNotBeEmpty();
        led.ShouldAllBe(p => people[$"{p.Number}"].Person.ExternalId == $"{p.ManagerNumber}");
    }

    [Fact]
    public async Task A_field_without_an_alias_goes_by_its_id()
    {
        await using var hris = await StartAsync();
        var schema = await hris.Source.DiscoverAsync(Cancellation);
        schema.Find("4392").ShouldNotBeNull().ShouldSatisfyAllConditions(a => a.Label.ShouldBe("Profile page"), a => a.IsCustom.ShouldBeTrue(), a => a.Type.ShouldBe(SourceType.Url));
        (await hris.ReadAsync(["4392"])).Count(p => p.Values[0].Kind == SourceValueKind.Text).ShouldBe(hris.Host.Workforce.People().Count(p => p.LinkedIn is not null));
    }

    [Fact]
    public async Task A_permission_withdrawn_after_discovery_leaves_values_absent()
    {
        await using var hris = await StartAsync();
        var source = hris.Source;
        await source.DiscoverAsync(Cancellation);
        hris.Host.Workforce.Access.Withdraw(ShirtPermission);
        var people = await ReadAsync(source, ["workEmail", "customShirtsize"]);
        people.Count.ShouldBe(hris.Host.Workforce.Count);
        people.ShouldAllBe(p => p.Values[1].Kind == SourceValueKind.Absent);
    }

    [Fact]
    public async Task Unreadable_default_attributes_are_named_by_the_test_with_the_place_to_grant_them()
    {
        await using var hris = await StartAsync();
        hris.Host.Workforce.Access.Withdraw("supervisorEId");
        hris.Host.Workforce.Access.Withdraw("supervisorEid");
        hris.Host.Workforce.Access.Withdraw("hireDate");
        var test = await hris.Source.TestAsync(Cancellation);
        test.Authenticated.ShouldBeTrue();
        test.Problems.Select(p => p.Code).ShouldBe(["permission-missing", "permission-missing"]);
        test.Problems.ShouldContain(p => p.What.Contains("Supervisor", StringComparison.Ordinal) && p.Fix.Contains("“Reporting to”", StringComparison.Ordinal));
        test.Problems.ShouldAllBe(p => p.Fix.Contains("Access Levels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_access_level_that_leaves_managers_out_is_noticed()
    {
        await using var hris = await StartAsync();
        ((BambooHrSwitches)hris.Host.Switches).HiddenEmployees = [.. hris.Host.Workforce.People().Select(p => p.ManagerNumber).OfType<int>().Distinct()];
        (await hris.Source.TestAsync(Cancellation)).Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            p => p.What.ShouldContain("supervisors"), p => p.Fix.ShouldContain("All Employees"));
    }

    [Fact]
    public async Task Somebody_outside_the_access_level_is_nobody()
    {
        await using var hris = await StartAsync();
        ((BambooHrSwitches)hris.Host.Switches).HiddenEmployees = [3];
        (await hris.ReadAsync(["workEmail"])).ShouldNotContain(p => p.ExternalId == "3");
        (await hris.Source.ReadSomeAsync(new ReadRequest(["workEmail"], new ReadNotes()), ["3", "0"], Cancellation).ToListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delta_knows_those_who_were_hired_moved_and_left_and_leaves_deleted_ones_out()
    {
        await using var hris = await StartAsync();
        var company = hris.Host.Workforce;
        var hired = company.Hire().Number;
        var active = company.People().Where(p => p.TerminationDate is null && p.HireDate < company.Today).Take(3).Select(p => p.Number).ToList();
        company.Terminate(active[0]);
        company.SetManager(active[1], active[2]);
        company.Delete(active[2]);

        var read = new ReadRequest(["status", "workEmail"], new ReadNotes());
        var changed = await hris.Source.ReadChangesAsync(read, TimeProvider.System.GetUtcNow(), Cancellation).ToListAsync(Cancellation);
        changed.Select(p => p.ExternalId).ShouldBeSubsetOf(company.People().Select(p => $"{p.Number}"));
        changed.Select(p => p.ExternalId).ShouldContain($"{hired}");
        changed.Select(p => p.ExternalId).ShouldContain($"{active[0]}");
        changed.Select(p => p.ExternalId).ShouldContain($"{active[1]}");
    }

    [Fact]
    public async Task One_person_reads_the_same_alone_and_among_everybody()
    {
        await using var hris = await StartAsync();
        var attributes = (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Where(a => a.Readable != Readability.NotReadable).Select(a => a.Key).ToValueList();
        var all = await hris.ReadAsync(attributes);
        var source = hris.Source;
        foreach (var person in all.Take(12))
        {
            (await source.ReadSomeAsync(new ReadRequest(attributes, new ReadNotes()), [person.ExternalId], Cancellation).ToListAsync(Cancellation)).ShouldBe([person]);
        }
    }

    [Fact]
    public async Task Nobody_without_any_attribute_still_is_somebody()
    {
        await using var hris = await StartAsync();
        (await hris.ReadAsync([])).Count.ShouldBe(hris.Host.Workforce.Count);
    }

    protected override Dictionary<string, string> SettingsFor(EmulatorHost host) => new()
    {
        ["company-domain"] = "acme",
        ["api-key"] = host.Credentials["apiKey"],
        ["base-url"] = host.Address.ToString(),
    };

    protected override void SpoilCredential(Dictionary<string, string> settings) => settings["api-key"] = "ffffffffffffffffffffffffffffffffffffffff";

    private protected static async Task<List<SourceRecord>> ReadAsync(IHrisSource source, ValueList<string> attributes, ReadNotes? notes = null) =>
        await source.ReadAsync(new ReadRequest(attributes, notes ?? new ReadNotes()), Cancellation).ToListAsync(Cancellation);
}
