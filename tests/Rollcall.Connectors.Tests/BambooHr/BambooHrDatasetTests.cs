using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Faults;

namespace Rollcall.Connectors.Tests.BambooHr;

/// <summary>The contract and everything else, by the way a key takes that may run no reports: pages of the employee dataset.</summary>
public sealed class BambooHrDatasetTests : BambooHrTests
{
    private const int TwoPages = 1200;

    protected override string PeopleEndpoint => "*/datasets/employee/data";

    protected override object? Switches => new BambooHrSwitches { Reports = AreaAccess.Forbidden };

    [Fact]
    public async Task Both_ways_deliver_the_same_values()
    {
        await using var hris = await StartAsync(200);
        var throughDataset = (await hris.Source.DiscoverAsync(Cancellation)).Attributes.Where(a => a.Readable == Readability.Readable).Select(a => a.Key).ToValueList();
        throughDataset.Count.ShouldBeGreaterThan(40);
        var one = await hris.ReadAsync(throughDataset);
        ((BambooHrSwitches)hris.Host.Switches).Reports = AreaAccess.Allowed;
        hris.Host.Calls.Of("reports/custom").ShouldBeLessThanOrEqualTo(2);
        var two = await hris.ReadAsync(throughDataset);

        one.Count.ShouldBe(two.Count);
        for (var a = 0; a < throughDataset.Count; a++)
        {
            one.Zip(two).Count(p => p.First.Values[a] != p.Second.Values[a]).ShouldBe(0, throughDataset[a]);
        }
    }

    [Fact]
    public async Task All_pages_come()
    {
        await using var hris = await StartAsync(TwoPages);
        var notes = new ReadNotes();
        (await hris.ReadAsync(["workEmail"], notes)).Select(p => p.ExternalId).Distinct(StringComparer.Ordinal).Count().ShouldBe(TwoPages);
        notes.Unproven.ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_who_comes_on_two_pages_is_delivered_twice()
    {
        await using var hris = await StartAsync(TwoPages);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.DuplicateRows, Endpoint = PeopleEndpoint });
        var people = await hris.ReadAsync(["workEmail"]);
        people.Count.ShouldBe(TwoPages + 1);
        people.Select(p => p.ExternalId).Distinct(StringComparer.Ordinal).Count().ShouldBe(TwoPages);
    }

    [Fact]
    public async Task A_total_that_shrinks_between_pages_proves_nobody_absent()
    {
        await using var hris = await StartAsync(TwoPages);
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.ShrinkingTotal, Endpoint = PeopleEndpoint });
        var notes = new ReadNotes();
        (await hris.ReadAsync(["workEmail"], notes)).Count.ShouldBe(TwoPages);
        notes.Unproven.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_failure_on_the_second_page_ends_the_read_with_a_fault()
    {
        await using var hris = await StartAsync(TwoPages);
        var read = 0;
        var failed = await Should.ThrowAsync<ConnectorException>(async () =>
        {
            await foreach (var _ in hris.Source.ReadAsync(new ReadRequest(["workEmail"], new ReadNotes()), Cancellation))
            {
                if (read++ == 0)
                {
                    hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.Unavailable, Endpoint = PeopleEndpoint, Delay = TimeSpan.Zero });
                }
            }
        });
        failed.Fault.Kind.ShouldBe(ConnectorFaultKind.Unavailable);
        read.ShouldBe(1000);
    }

    [Fact]
    public async Task Ids_that_are_numbers_are_ids()
    {
        await using var hris = await StartAsync();
        hris.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongTypes, Endpoint = PeopleEndpoint });
        (await hris.ReadAsync(["workEmail"])).Count.ShouldBe(hris.Host.Workforce.Count);
    }

    [Theory]
    [InlineData(RestrictedFieldsPosition.BesideFields)]
    [InlineData(RestrictedFieldsPosition.InsideFields)]
    public async Task A_restricted_field_is_absent_wherever_the_row_says_so(RestrictedFieldsPosition position)
    {
        await using var hris = await StartAsync();
        ((BambooHrSwitches)hris.Host.Switches).DatasetRestrictedFields = position;
        var source = hris.Source;
        await source.DiscoverAsync(Cancellation);
        hris.Host.Workforce.Access.Withdraw("customTargetbonus");
        var people = await ReadAsync(source, ["workEmail", "customTargetbonus"]);
        people.ShouldAllBe(p => p.Values[1].Kind == SourceValueKind.Absent);
        people.ShouldContain(p => p.Values[0].Kind == SourceValueKind.Text);
    }

    [Fact]
    public async Task A_key_that_may_neither_run_reports_nor_use_datasets_is_told_where_to_grant_it()
    {
        await using var hris = await StartAsync();
        ((BambooHrSwitches)hris.Host.Switches).Datasets = AreaAccess.Forbidden;
        var refused = await Should.ThrowAsync<ConnectorException>(() => hris.Source.DiscoverAsync(Cancellation));
        refused.Fault.Kind.ShouldBe(ConnectorFaultKind.Forbidden);
        var test = await hris.Source.TestAsync(Cancellation);
        test.Authenticated.ShouldBeTrue();
        test.Problems.ShouldHaveSingleItem().Fix.ShouldContain("Access Levels");
    }

    [Theory]
    [InlineData(MultiSelectForm.Array, CheckboxForm.OneZero, true)]
    [InlineData(MultiSelectForm.CommaText, CheckboxForm.TrueFalse, false)]
    public async Task Every_spelling_that_the_documents_leave_open_reads_the_same_by_both_ways(MultiSelectForm multi, CheckboxForm checkbox, bool zeroDates)
    {
        await using var hris = await StartAsync();
        var switches = (BambooHrSwitches)hris.Host.Switches;
        (switches.MultiSelect, switches.Checkbox, switches.DatasetEmptyDateIsZero, switches.EmptyObjectsAreArrays) = (multi, checkbox, zeroDates, zeroDates);
        switches.EmployeeSupervisor = zeroDates ? SupervisorNameForm.LastFirst : SupervisorNameForm.PreferredLast;
        switches.ReportAliaslessColumns = zeroDates ? AliaslessColumnForm.DotZero : AliaslessColumnForm.AsRequested;
        ValueList<string> attributes = ["customSkills", "teams", "customCompanycar", "terminationDate", "customStartedIn", "4392", "supervisorEId"];
        var one = await hris.ReadAsync(attributes);
        switches.Reports = AreaAccess.Allowed;
        var two = await hris.ReadAsync(attributes);
        two.ShouldBe(one);
        one.ShouldContain(p => p.Values[0].Kind == SourceValueKind.Items && p.Values[0].Items.Count > 1 && p.Values[0].Items.All(i => i.Id != null));
        one.ShouldContain(p => p.Values[5].Kind == SourceValueKind.Text);
    }
}
