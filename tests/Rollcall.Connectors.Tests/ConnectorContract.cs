using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Connectors.Tests;

/// <summary>What every connector does, over HTTP against its emulator.</summary>
public abstract class ConnectorContract
{
    /// <summary>The vendor's key.</summary>
    protected abstract string Vendor { get; }

    /// <summary>The endpoint that delivers people, with * for anything.</summary>
    protected abstract string PeopleEndpoint { get; }

    /// <summary>The attribute of the email, of the T-shirt size, and of the status.</summary>
    protected abstract (string Email, string Shirt, string Status) Keys { get; }

    /// <summary>The emulator's own key of the T-shirt size, for its permissions.</summary>
    protected abstract string ShirtPermission { get; }

    /// <summary>The emulator's switches; its defaults when null.</summary>
    protected virtual object? Switches => null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_delivers_everybody_the_credential_sees()
    {
        await using var hris = await StartAsync();
        var notes = new ReadNotes();
        var people = await hris.ReadAsync([Keys.Email, Keys.Status], notes);

        people.Count.ShouldBe(hris.Host.Workforce.Count);
        people.Select(p => p.ExternalId).Distinct(StringComparer.Ordinal).Count().ShouldBe(people.Count);
        notes.Unproven.ShouldBeNull();
        people.Count(p => p.Values[0].Kind == SourceValueKind.Text).ShouldBe(hris.Host.Workforce.People().Count(p => p.Email is not null));
    }

    [Fact]
    public async Task The_same_read_twice_is_equal()
    {
        await using var hris = await StartAsync();
        var attributes = (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Where(a => a.IsCustom).Select(a => a.Key).ToValueList();
        var one = await hris.ReadAsync(attributes);
        var two = await hris.ReadAsync(attributes);
        two.ShouldBe(one);
    }

    [Fact]
    public async Task Every_attribute_is_offered_once_with_label_and_type_and_added_ones_too()
    {
        await using var hris = await StartAsync();
        hris.Host.Workforce.AddField("Parking lot", Emulators.Company.AddedFieldType.Choice, ["P1", "P2"]);
        var schema = await hris.Source.DiscoverAsync(Cancellation);

        schema.Attributes.Select(a => a.Key).ShouldBeUnique();
        schema.Attributes.ShouldAllBe(a => a.Label.Length > 0 && a.VendorType.Length > 0);
        var parking = schema.Attributes.Single(a => a.Label == "Parking lot");
        parking.ShouldSatisfyAllConditions(
            a => a.IsCustom.ShouldBeTrue(), a => a.Type.ShouldBe(SourceType.Select), a => a.Options.Select(o => o.Label).ShouldBe(["P1", "P2"]));
        foreach (var rule in hris.Descriptor.DefaultMappings)
        {
            schema.Find(rule.From[0]).ShouldNotBeNull(rule.From[0]);
        }
    }

    [Fact]
    public async Task A_wrong_credential_is_unauthorized_and_the_test_says_so()
    {
        await using var hris = await StartAsync();
        SpoilCredential(hris.Settings);
        var refused = await Should.ThrowAsync<ConnectorException>(() => hris.ReadAsync([Keys.Email]));
        refused.Fault.Kind.ShouldBeOneOf(ConnectorFaultKind.Unauthorized, ConnectorFaultKind.Forbidden);
        var test = await hris.Source.TestAsync(Cancellation);
        test.Authenticated.ShouldBeFalse();
        test.Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_test_proves_what_the_credential_can_do()
    {
        await using var hris = await StartAsync();
        var test = await hris.Source.TestAsync(Cancellation);
        test.Authenticated.ShouldBeTrue();
        test.VisiblePeople.ShouldBe(hris.Host.Workforce.Count);
        test.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.Truncated, ConnectorFaultKind.ContractBroken)]
    [InlineData(FaultKind.Html, ConnectorFaultKind.ContractBroken)]
    [InlineData(FaultKind.Unavailable, ConnectorFaultKind.Unavailable)]
    [InlineData(FaultKind.RateLimitedBare, ConnectorFaultKind.RateLimited)]
    public async Task A_fault_that_stays_is_an_exception_and_never_a_reading(FaultKind fault, ConnectorFaultKind kind)
    {
        await using var hris = await StartAsync();
        hris.Host.Faults.Add(new FaultRule { Kind = fault, Endpoint = PeopleEndpoint });
        var failed = await Should.ThrowAsync<ConnectorException>(() => hris.ReadAsync([Keys.Email]));
        failed.Fault.Kind.ShouldBe(kind);
        failed.Fault.Fix.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.RateLimitedBare)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Reset)]
    public async Task A_fault_that_passes_is_waited_out(FaultKind fault)
    {
        await using var hris = await StartAsync();
        hris.Host.Faults.Add(new FaultRule { Kind = fault, Endpoint = PeopleEndpoint, Times = 2 });
        (await hris.ReadAsync([Keys.Email])).Count.ShouldBe(hris.Host.Workforce.Count);
    }

    [Fact]
    public async Task A_wait_of_an_hour_is_not_waited_out()
    {
        await using var hris = await StartAsync();
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.RateLimited, Endpoint = PeopleEndpoint, Delay = TimeSpan.FromHours(1) });
        var failed = await Should.ThrowAsync<ConnectorException>(() => hris.ReadAsync([Keys.Email]));
        failed.Fault.Kind.ShouldBe(ConnectorFaultKind.RateLimited);
    }

    [Fact]
    public async Task A_withdrawn_permission_is_absent_or_no_longer_offered_and_never_empty()
    {
        await using var hris = await StartAsync();
        hris.Host.Workforce.Access.Withdraw(ShirtPermission);
        var schema = await hris.Source.DiscoverAsync(Cancellation);
        var offered = schema.Find(Keys.Shirt) is { Readable: not Readability.NotReadable };
        if (offered)
        {
            (await hris.ReadAsync([Keys.Email, Keys.Shirt])).ShouldAllBe(p => p.Values[1].Kind == SourceValueKind.Absent);
        }
    }

    [Fact]
    public async Task An_unknown_attribute_is_absent()
    {
        await using var hris = await StartAsync();
        (await hris.ReadAsync([Keys.Email, "customNoSuchThing"])).ShouldAllBe(p => p.Values[1].Kind == SourceValueKind.Absent);
    }

    [Fact]
    public async Task An_empty_account_delivers_nobody_and_does_not_fail()
    {
        await using var hris = await StartAsync(employees: 0);
        (await hris.ReadAsync([Keys.Email])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Some_people_are_read_alone_and_who_is_nobody_is_left_out()
    {
        await using var hris = await StartAsync();
        var all = await hris.ReadAsync([Keys.Email, Keys.Shirt]);
        string[] asked = [all[7].ExternalId, "99999999", all[3].ExternalId];
        var some = await hris.Source.ReadSomeAsync(new ReadRequest([Keys.Email, Keys.Shirt], new ReadNotes()), asked, Cancellation).ToListAsync(Cancellation);
        some.ShouldBe([all[3], all[7]], ignoreOrder: true);
    }

    [Fact]
    public async Task A_delta_delivers_those_changed_since()
    {
        await using var hris = await StartAsync();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        var someone = hris.Host.Workforce.People().First(p => p.Email is not null);
        hris.Host.Workforce.Rename(someone.Number, "Renamed", "Person");
        var source = hris.Source;
        if (!hris.Descriptor.Capabilities.HasFlag(Capability.Delta))
        {
            await Should.ThrowAsync<NotSupportedException>(() => source.ReadChangesAsync(new ReadRequest([Keys.Email], new ReadNotes()), before, Cancellation).ToListAsync(Cancellation).AsTask());
            return;
        }

        var changed = await source.ReadChangesAsync(new ReadRequest([Keys.Email], new ReadNotes()), before, Cancellation).ToListAsync(Cancellation);
        changed.ShouldContain(r => r.Values[0] == SourceValue.OfText(someone.Email));
    }

    [Fact]
    public async Task Cancellation_stops_in_the_middle()
    {
        await using var hris = await StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var source = hris.Source;
        await source.DiscoverAsync(Cancellation);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in source.ReadAsync(new ReadRequest([Keys.Email], new ReadNotes()), stop.Token))
            {
                await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
            }
        });
    }

    [Fact]
    public async Task Every_status_the_vendor_sends_is_known()
    {
        await using var hris = await StartAsync(employees: 300);
        var known = hris.Descriptor.StatusWords.Select(w => Words.Folded(w.Word)).ToHashSet(StringComparer.Ordinal);
        (await hris.ReadAsync([Keys.Status])).ShouldAllBe(p => known.Contains(Words.Folded(ValueConverter.Text(p.Values[0]))));
    }

    [Fact]
    public async Task No_value_of_a_person_is_logged_or_told_by_an_exception()
    {
        await using var hris = await StartAsync();
        var attributes = (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Select(a => a.Key).ToValueList();
        await hris.ReadAsync(attributes);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.Truncated, Endpoint = PeopleEndpoint });
        var failed = await Should.ThrowAsync<ConnectorException>(() => hris.ReadAsync(attributes));

        var said = hris.Log.Text + failed + failed.Fault;
        foreach (var person in hris.Host.Workforce.People())
        {
            said.ShouldNotContain(person.LastName + " ", Case.Sensitive);
            said.ShouldNotContain(person.Email ?? "@");
        }

        said.ShouldNotContain("@");
        foreach (var secret in hris.Descriptor.Settings.Where(f => f.Secret))
        {
            said.ShouldNotContain(hris.Settings[secret.Key]);
        }
    }

    [Fact]
    public async Task A_renamed_department_keeps_its_id()
    {
        await using var hris = await StartAsync();
        var rule = hris.Descriptor.DefaultMappings.First(m => m.To.Kind == TargetKind.Team);
        var before = await hris.ReadAsync([rule.From[0]]);
        var department = hris.Host.Workforce.Units.Of(Emulators.Company.UnitKind.Department).First(u => before.Any(p => IsIn(p, u.Name)));
        hris.Host.Workforce.RenameUnit(department.Id, "Renamed, & more");
        var after = await hris.ReadAsync([rule.From[0]]);

        var id = before.First(p => IsIn(p, department.Name)).Values[0].Item.Id;
        id.ShouldNotBeNull();
        after.Where(p => IsIn(p, "Renamed, & more")).Select(p => p.Values[0].Item.Id).Distinct().ShouldBe([id]);
        after.Count(p => IsIn(p, department.Name)).ShouldBe(0);

        static bool IsIn(SourceRecord person, string name) => person.Values[0].Kind == SourceValueKind.Item && person.Values[0].Item.Label == name;
    }

    [Fact]
    public async Task Who_comes_again_byte_for_byte_is_recognised()
    {
        await using var hris = await StartAsync();
        var attributes = await CustomAsync(hris);
        var first = await hris.ReadAsync(attributes, KnownRecords.None);
        first.ShouldAllBe(r => !r.IsRecalled && r.Answer != null);

        var again = await hris.ReadAsync(attributes, await KnowAsync(first));
        again.ShouldAllBe(r => r.IsRecalled);
        again.Select(r => r.ExternalId).ShouldBe(first.Select(r => r.ExternalId));
    }

    [Fact]
    public async Task Recognising_never_tells_another_story_than_reading()
    {
        await using var hris = await StartAsync();
        var company = hris.Host.Workforce;
        var attributes = await CustomAsync(hris);
        Action[] events =
        [
            () => company.Rename(company.People().ElementAt(5).Number, "Renamed", "Person"),
            () => company.RenameUnit(company.Units.Of(Emulators.Company.UnitKind.Department)[0].Id, "Renamed & more"),
            () => company.AddField("Parking lot", Emulators.Company.AddedFieldType.Choice, ["P1", "P2"]),
            () => company.Access.Withdraw(ShirtPermission),
        ];
        foreach (var happens in events)
        {
            var before = await hris.ReadAsync(attributes, KnownRecords.None);
            happens();
            var recognised = await hris.ReadAsync(attributes, await KnowAsync(before));
            var read = await hris.ReadAsync(attributes);
            recognised.Select(r => r.IsRecalled ? before.Single(b => b.ExternalId == r.ExternalId) with { Answer = null } : r with { Answer = null }).ShouldBe(read);
        }
    }

    /// <summary>All custom attributes, the email and the departments.</summary>
    private async Task<ValueList<string>> CustomAsync(Emulated hris)
    {
        var departments = hris.Descriptor.DefaultMappings.First(m => m.To.Kind == TargetKind.Team).From[0];
        return (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Where(a => a.IsCustom).Select(a => a.Key).Concat([Keys.Email, departments]).Distinct(StringComparer.Ordinal).ToValueList();
    }

    private static Task<KnownRecords> KnowAsync(IEnumerable<SourceRecord> records) => KnownRecords.LoadAsync(
        records.Select(r => new KnownRecord(r.ExternalId, Employee: null, default(Fingerprint), 0, DueOn: null, RecordScope.Included, KnownAnswer.Of(r.Answer!.Value, r.Values))).ToAsyncEnumerable(),
        about: 0, Cancellation);

    /// <summary>Settings for a connector that talks to this emulator.</summary>
    protected abstract Dictionary<string, string> SettingsFor(EmulatorHost host);

    protected abstract void SpoilCredential(Dictionary<string, string> settings);

    private protected Task<Emulated> StartAsync(int employees = 60) => Emulated.StartAsync(Vendor, SettingsFor, employees, Switches);
}
