using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Connectors.Tests.HiBob;

/// <summary>The contract, and what is special about HiBob.</summary>
public sealed class HiBobTests : ConnectorContract
{
    private const string Squad = "work.custom.field_1700000000101";

    protected override string Vendor => "hibob";

    protected override string PeopleEndpoint => "*/people/search";

    protected override (string Email, string Shirt, string Status) Keys => ("root.email", "about.custom.field_1700000000103", "internal.lifecycleStatus");

    protected override string ShirtPermission => "about.custom.field_1700000000103";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_come_as_what_they_are()
    {
        await using var hris = await StartAsync();
        var skills = (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Single(a => a.Label == "Skills").Key;
        var people = await hris.ReadAsync(
            [skills, "payroll.custom.field_1700000000111", "work.custom.field_1700000000112", "work.isManager", "work.custom.field_1700000000105", "work.reportsTo", Squad,
             "work.siteId", "work.custom.field_1700000000107", "work.custom.field_1700000000113", "work.tenureDuration", "internal.notice", "payroll.employment.workingPattern"]);
        SourceValueKind[] KindsOf(int index) => [.. people.Select(p => p.Values[index].Kind).Where(k => k != SourceValueKind.Empty).Distinct()];

        KindsOf(0).ShouldBe([SourceValueKind.Items]);
        KindsOf(1).ShouldBe([SourceValueKind.Text]);
        KindsOf(2).ShouldBe([SourceValueKind.Text]);
        KindsOf(3).ShouldBe([SourceValueKind.Text]);
        KindsOf(4).ShouldBe([SourceValueKind.Person]);
        KindsOf(5).ShouldBe([SourceValueKind.Person]);
        KindsOf(6).ShouldBe([SourceValueKind.Item]);
        KindsOf(7).ShouldBe([SourceValueKind.Item]);
        KindsOf(8).ShouldBe([SourceValueKind.Item]);
        KindsOf(9).ShouldBe([SourceValueKind.Text]);
        KindsOf(10).ShouldBe([SourceValueKind.Text]);
        KindsOf(11).ShouldBe([SourceValueKind.Text]);
        KindsOf(12).ShouldBe([SourceValueKind.Unreadable], "an object we know nothing about is held, not dropped");
        var company = hris.Host.Workforce;
        people.Where(p => p.Values[0].Kind == SourceValueKind.Items).SelectMany(p => p.Values[0].Items).ShouldContain(i => i.Label.Contains(','), "an option whose name has a comma is one option");
        people.Count(p => p.Values[6].Kind == SourceValueKind.Item).ShouldBe(company.People().Count(p => p.SquadId is not null));
        people.Where(p => p.Values[1].Kind == SourceValueKind.Text).ShouldAllBe(p => ValueConverter.Convert(p.Values[1], AttributeType.Currency) != null);
        people.Where(p => p.Values[2].Kind == SourceValueKind.Text).ShouldAllBe(p => ValueConverter.Convert(p.Values[2], AttributeType.Date) != null);
        people.Where(p => p.Values[7].Kind == SourceValueKind.Item).ShouldAllBe(p => company.Units.Of(Emulators.Company.UnitKind.Office).Any(o => o.Name == p.Values[7].Item.Label));
    }

    [Fact]
    public async Task Yes_or_no_is_a_list_of_two()
    {
        await using var hris = await StartAsync();
        var schema = await hris.Source.DiscoverAsync(Cancellation);
        schema.Attributes.Single(a => a.Label == "Has company car").Type.ShouldBe(SourceType.YesNo);
        schema.Find("root.email")!.Type.ShouldBe(SourceType.Email);
        schema.Find(Squad)!.Options.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(BobNamedListsForm.Keyed)]
    [InlineData(BobNamedListsForm.Array)]
    [InlineData(BobNamedListsForm.Wrapped)]
    public async Task Lists_are_read_in_every_form(BobNamedListsForm form)
    {
        await using var hris = await StartAsync();
        ((HiBobSwitches)hris.Host.Switches).NamedLists = form;
        (await hris.ReadAsync([Squad])).Count(p => p.Values[0].Kind == SourceValueKind.Item)
            .ShouldBe(hris.Host.Workforce.People().Count(p => p.SquadId is not null));
    }

    [Fact]
    public async Task Without_the_right_to_lists_names_come_from_the_human_half()
    {
        await using var hris = await StartAsync();
        var expected = await hris.ReadAsync([Squad, "work.department", Keys.Status]);
        hris.Host.Workforce.Access.Withdraw("/company/named-lists");
        (await hris.ReadAsync([Squad, "work.department", Keys.Status])).ShouldBe(expected);
    }

    [Theory]
    [InlineData(BobStatusCasing.Capitalised)]
    [InlineData(BobStatusCasing.LowerCase)]
    public async Task Statuses_are_known_in_either_spelling(BobStatusCasing casing)
    {
        await using var hris = await StartAsync(employees: 300);
        ((HiBobSwitches)hris.Host.Switches).StatusCasing = casing;
        var known = hris.Descriptor.StatusWords.Select(w => Words.Folded(w.Word)).ToHashSet(StringComparer.Ordinal);
        (await hris.ReadAsync([Keys.Status])).ShouldAllBe(p => known.Contains(Words.Folded(ValueConverter.Text(p.Values[0]))));
    }

    [Theory]
    [InlineData(BobLoneManagerEmail.InsideObject)]
    [InlineData(BobLoneManagerEmail.DottedKey)]
    [InlineData(BobLoneManagerEmail.Absent)]
    public async Task The_managers_email_is_empty_for_whoever_has_none_and_never_absent(BobLoneManagerEmail form)
    {
        await using var hris = await StartAsync();
        ((HiBobSwitches)hris.Host.Switches).LoneManagerEmail = form;
        var people = await hris.ReadAsync(["work.reportsTo.email"]);
        var company = hris.Host.Workforce;
        people.ShouldAllBe(p => p.Values[0].Kind == SourceValueKind.Text || p.Values[0].Kind == SourceValueKind.Empty);
        people.Count(p => p.Values[0].Kind == SourceValueKind.Text).ShouldBe(company.People().Count(p => company.Find(p.ManagerNumber)?.Email is not null));
    }

    [Fact]
    public async Task The_managers_id_survives_as_it_is()
    {
        await using var hris = await StartAsync();
        var people = (await hris.ReadAsync(["work.manager"])).ToDictionary(p => p.ExternalId, p => p.Values[0]);
        people.Values.Where(v => v.Kind == SourceValueKind.Person).ShouldAllBe(v => people.ContainsKey(v.Person.ExternalId!));
        people.Keys.ShouldAllBe(id => id.Length == 19);
    }

    [Fact]
    public async Task The_second_level_manager_is_an_additional_manager_by_default()
    {
        await using var hris = await StartAsync();
        var rule = hris.Descriptor.DefaultMappings.Single(m => m.To == Target.AdditionalManager);
        var managers = (await hris.ReadAsync(["work.manager"])).ToDictionary(p => p.ExternalId, p => p.Values[0]);
        var second = await hris.ReadAsync(rule.From);

        second.ShouldContain(p => p.Values[0].Kind == SourceValueKind.Person);
        foreach (var person in second.Where(p => p.Values[0].Kind == SourceValueKind.Person))
        {
            managers[managers[person.ExternalId].Person.ExternalId!].Person.ExternalId.ShouldBe(person.Values[0].Person.ExternalId);
        }
    }

    [Fact]
    public async Task What_is_of_another_type_is_held_and_not_dropped()
    {
        await using var hris = await StartAsync();
        var source = hris.Source;
        await source.DiscoverAsync(Cancellation);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongTypes, Endpoint = PeopleEndpoint });
        var people = await source.ReadAsync(new ReadRequest(["work.title", "work.department"], new ReadNotes()), Cancellation).ToListAsync(Cancellation);
        people.Count.ShouldBe(hris.Host.Workforce.Count);
        people.ShouldAllBe(p => p.Values[1].Kind == SourceValueKind.Unreadable || p.Values[1].Kind == SourceValueKind.Empty);
    }

    [Fact]
    public async Task A_section_without_the_right_is_named_with_the_place_to_grant_it()
    {
        await using var hris = await StartAsync();
        hris.Host.Workforce.Access.Withdraw("lifecycle");
        var test = await hris.Source.TestAsync(Cancellation);
        test.Authenticated.ShouldBeTrue();
        test.Problems.ShouldContain(p => p.Code == "permission-missing" && p.What.Contains("Lifecycle status", StringComparison.Ordinal) && p.Fix.Contains("Lifecycle: tick View", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_audience_of_the_employed_only_is_noticed()
    {
        await using var hris = await StartAsync();
        ((HiBobSwitches)hris.Host.Switches).AccessDataFor = BobAudience.Employed;
        (await hris.Source.TestAsync(Cancellation)).Problems.ShouldHaveSingleItem().Fix.ShouldContain("Access data for");
    }

    [Fact]
    public async Task Nobody_visible_says_nothing_about_fields()
    {
        await using var hris = await StartAsync(employees: 0);
        (await hris.Source.DiscoverAsync(Cancellation)).Attributes.ShouldAllBe(a => a.Readable == Readability.Unknown);
        (await hris.Source.TestAsync(Cancellation)).Problems.ShouldHaveSingleItem().Code.ShouldBe("nobody-visible");
    }

    [Fact]
    public async Task More_fields_than_a_search_takes_are_joined()
    {
        await using var hris = await StartAsync();
        for (var i = 0; i < 420; i++)
        {
            hris.Host.Workforce.AddField($"Extra {i}", Emulators.Company.AddedFieldType.Text);
        }

        var keys = (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Select(a => a.Key).ToValueList();
        keys.Count.ShouldBeGreaterThan(400);
        var notes = new ReadNotes();
        var people = await hris.ReadAsync(keys, notes);
        people.Count.ShouldBe(hris.Host.Workforce.Count);
        people.ShouldAllBe(p => p.Values.All(v => v.Kind != SourceValueKind.Absent));
        notes.Unproven.ShouldBeNull();
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1/")]
    [InlineData("")]
    public async Task The_address_may_name_the_version(string path)
    {
        await using var hris = await StartAsync();
        hris.Settings["base-url"] += path;
        (await hris.ReadAsync([Keys.Email])).Count.ShouldBe(hris.Host.Workforce.Count);
    }

    protected override Dictionary<string, string> SettingsFor(EmulatorHost host) => new()
    {
        ["service-user-id"] = host.Credentials["serviceUserId"],
        ["token"] = host.Credentials["token"],
        ["base-url"] = host.Address.ToString(),
    };

    protected override void SpoilCredential(Dictionary<string, string> settings) => settings["token"] = "aTokenThatIsNot";
}
