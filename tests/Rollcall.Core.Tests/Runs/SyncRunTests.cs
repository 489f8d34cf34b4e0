using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

public sealed partial class SyncRunTests
{
    [Fact]
    public async Task A_first_sync_creates_everybody_and_the_second_plan_is_empty_R15()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("title", "Engineer"), ("department", "Product")))
            .With("2", World.PersonOf("jonas", ("boss", "1"), ("department", "Product")));

        var first = await world.SyncAsync();
        var second = await world.SyncAsync();

        first.State.ShouldBe(RunState.Succeeded);
        first.Plan!.Counts.Created.ShouldBe(2);
        world.Directory["jonas@example.com"].Get(Fields.Manager).ShouldBe(world.Directory["mara@example.com"].Id.ToString());
        world.TeamsOf("jonas@example.com").ShouldBe("Product");
        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Created);
        second.Plan!.IsEmpty.ShouldBeTrue();
        second.Plan.Records.ShouldBeEmpty();
        second.Plan.Counts.Unchanged.ShouldBe(2);
    }

    [Fact]
    public async Task Somebody_whom_another_connection_creates_while_this_one_reads_is_not_created_twice_R18()
    {
        var world = World.Create();
        var other = world.Connect("other", World.Basics);
        other.With("x1", World.PersonOf("mara"));
        for (var i = 1; i <= 100; i++)
        {
            world.Hris.With($"{i:000}", World.PersonOf(i == 1 ? "mara" : $"person{i}"));
        }

        world.Hris.Meanwhile = async () =>
        {
            await world.Directory.EntriesRead.Task;
            (await world.SyncAsync(connection: "other")).Plan!.Counts.Created.ShouldBe(1);
        };
        var report = await world.PreviewAsync();

        report.Plan!.Counts.Created.ShouldBe(99);
        report.Plan.Counts.Read.ShouldBe(100);
    }

    [Fact]
    public async Task A_source_that_fails_in_the_middle_of_a_large_read_leaves_no_plan_and_is_not_asked_further()
    {
        var world = World.Create();
        for (var i = 1; i <= 1000; i++)
        {
            world.Hris.With($"{i:0000}", World.PersonOf($"person{i}"));
        }

        world.Hris.FailAfter = 700;
        var report = await world.SyncAsync();

        report.State.ShouldBe(RunState.Failed);
        report.Fault!.HttpStatus.ShouldBe(503);
        report.Plan.ShouldBeNull();
        world.Directory.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task One_changed_field_plans_exactly_that_one_change()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("title", "Engineer"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();

        world.Hris.With("1", ("title", "Lead"));
        var report = await world.SyncAsync();

        var change = report.Plan!.Changes.ShouldHaveSingleItem();
        change.ShouldSatisfyAllConditions(
            () => change.Verb.ShouldBe(ChangeVerb.Set),
            () => change.Field.ShouldBe(Fields.Title),
            () => change.Before.ShouldBe("Engineer"),
            () => change.After.ShouldBe("Lead"),
            () => change.Cause.ShouldBe("title"));
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_the_applied_plan_is_the_shown_one()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara"));

        var preview = await world.PreviewAsync();
        world.Directory.Writes.ShouldBe(0);
        var other = await world.RunAsync(null, new ApplyMode.Exactly(new string('0', 64), "admin"));
        other.State.ShouldBe(RunState.Failed);
        world.Directory.Writes.ShouldBe(0);
        var applied = await world.RunAsync(null, new ApplyMode.Exactly(preview.Plan!.Digest, "admin"));

        applied.State.ShouldBe(RunState.Succeeded);
        applied.Plan!.Digest.ShouldBe(preview.Plan.Digest);
    }

    [Fact]
    public async Task A_withdrawn_attribute_blanks_nothing_R12()
    {
        var world = World.Create();
        for (var i = 0; i < 5; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}", ("title", "Engineer")));
        }

        await world.SyncAsync();
        world.Hris.Withdraw("title");

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Findings.ShouldContain(f => f.Code == FindingCodes.AttributeWithdrawn && f.Attribute == "title");
        world.Directory["p3@example.com"].Get(Fields.Title).ShouldBe("Engineer");
        world.Hris.Offer("title");
        world.Hris.With("3", ("title", "Lead"));
        var back = await world.SyncAsync();
        back.Plan!.Changes.ShouldHaveSingleItem().After.ShouldBe("Lead");
    }

    [Fact]
    public async Task A_coverage_drop_holds_the_blanks_and_lets_values_through_R12()
    {
        var world = World.Create();
        for (var i = 0; i < 20; i++)
        {
            world.Hris.With($"{i:00}", World.PersonOf($"p{i}", ("title", "Engineer")));
        }

        await world.SyncAsync();
        for (var i = 0; i < 10; i++)
        {
            world.Hris.With($"{i:00}", ("title", null));
        }

        world.Hris.With("15", ("title", "Lead"));
        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldHaveSingleItem().After.ShouldBe("Lead");
        report.Findings.ShouldContain(f => f.Code == FindingCodes.CoverageDrop);
        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        world.Directory["p3@example.com"].Get(Fields.Title).ShouldBe("Engineer");
    }

    [Fact]
    public async Task An_excluded_person_never_changes_R3()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("title", "Engineer"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Configure(c => c with
        {
            Exclusions = new ExclusionCriteria(new CriteriaGroup(All: false, [new Criterion("title", CriterionOperator.Is, ["contractor"])]), CriteriaGroup.None, []),
        });
        world.Hris.With("1", ("title", "Contractor"), ("status", "inactive"), ("last", "Other")).With("3", World.PersonOf("lea", ("title", "contractor")));

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Plan.Counts.Excluded.ShouldBe(2);
        world.Directory.Records.Single(r => r.ExternalId == "1").ScopeReason.ShouldBe("title is contractor");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_named_by_email_is_not_written_when_emails_do_not_come_R3(bool cameBefore)
    {
        var world = World.Create();
        world.Configure(c => c with { Exclusions = new ExclusionCriteria(CriteriaGroup.None, CriteriaGroup.None, ["Boss@example.com"]) });
        world.Hris.With("1", World.PersonOf("boss", ("title", "Chief"))).With("2", World.PersonOf("jonas"));
        if (cameBefore)
        {
            (await world.SyncAsync()).Plan!.Counts.Excluded.ShouldBe(1);
        }

        world.Hris.With("1", ("title", "Chief of all")).With("2", ("title", "Engineer")).Withdraw("email");
        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Plan.Counts.HeldPeople.ShouldBe(2);
        report.Findings.Single(f => f.Code == FindingCodes.CriterionUnreadable).Attribute.ShouldBe("email");
    }

    [Fact]
    public async Task A_cycle_is_never_written_R10()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("a", ("boss", "2"))).With("2", World.PersonOf("b", ("boss", "1"))).With("3", World.PersonOf("c", ("boss", "3")));

        var report = await world.SyncAsync();

        report.Findings.ShouldContain(f => f.Code == FindingCodes.ManagerCycle && f.Count == 2);
        report.Findings.ShouldContain(f => f.Code == FindingCodes.ManagerSelf && f.Count == 1);
        world.Directory.People.ShouldAllBe(p => p.Get(Fields.Manager) == null);
    }

    [Fact]
    public async Task A_manager_who_is_excluded_is_called_that_in_the_first_run_and_later_R10()
    {
        var world = World.Create();
        world.Configure(c => c with { Exclusions = new ExclusionCriteria(new CriteriaGroup(All: false, [new Criterion("title", CriterionOperator.Is, ["contractor"])]), CriteriaGroup.None, []) });
        world.Hris.With("1", World.PersonOf("a", ("boss", "2"))).With("2", World.PersonOf("b", ("title", "contractor")));
        (await world.SyncAsync()).Findings.ShouldContain(f => f.Code == FindingCodes.ManagerExcluded && f.Count == 1);
        world.Hris.With("3", World.PersonOf("c", ("boss", "2")));
        (await world.SyncAsync()).Findings.ShouldContain(f => f.Code == FindingCodes.ManagerExcluded && f.Count == 2);
        world.Directory.People.ShouldAllBe(p => p.Get(Fields.Manager) == null);
    }

    [Fact]
    public async Task A_pending_manager_heals_itself_R10()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("a", ("boss", "9")));
        (await world.SyncAsync()).Findings.ShouldContain(f => f.Code == FindingCodes.ManagerUnresolved);
        world.Hris.With("9", World.PersonOf("boss"));
        world.Hris.ChangedSince = new HashSet<string> { "9" };

        await world.SyncAsync(new ReadMode.Changes(world.Time.GetUtcNow()));

        world.Directory["a@example.com"].Get(Fields.Manager).ShouldBe(world.Directory["boss@example.com"].Id.ToString());
    }

    [Fact]
    public async Task An_option_spelled_differently_is_held_and_heals_when_added_R8()
    {
        var world = World.Create(MappingRule.Of("shirt", Target.Custom("shirt-size")));
        world.Directory.Schema = new([], [], [new CustomAttribute { Key = "shirt-size", Name = "Shirt size", Type = AttributeType.SingleSelect, Options = [new("2XL", [], false)] }]);
        world.Hris.With("1", World.PersonOf("mara", ("shirt", "XXL"))).With("2", World.PersonOf("jonas", ("shirt", "2XL")));

        var held = await world.SyncAsync();
        held.Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            f => f.Code.ShouldBe(FindingCodes.OptionUnknown), f => f.Value.ShouldBe("XXL"), f => f.Nearest.ShouldBe("2XL"), f => f.Count.ShouldBe(1));
        FindingCatalog.TextOf(held.Findings[0]).What.ShouldContain("“Shirt size”");
        held.Plan!.Counts.PartlyHeld.ShouldBe(1);
        world.Directory.Schema = world.Directory.Schema with
        {
            Attributes = [world.Directory.Schema.Attributes[0] with { Options = [new("2XL", ["XXL"], false)] }],
        };
        var healed = await world.SyncAsync();

        healed.Plan!.Changes.ShouldHaveSingleItem().After.ShouldBe("2XL");
    }

    [Fact]
    public async Task A_near_duplicate_team_is_not_created_R6()
    {
        var world = World.Create();
        world.Directory.Schema = new([new TeamState { Id = new(Guid.CreateVersion7()), Name = "Customer Success", Kind = TeamKind.Department }], [], []);
        world.Hris.With("1", World.PersonOf("mara", ("department", "customer-success"))).With("2", World.PersonOf("jonas", ("department", "Sales")));

        var report = await world.SyncAsync();

        report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.NearDuplicateTeam);
        world.Directory.Schema.Teams.Select(t => t.Name).ShouldBe(["Customer Success", "Sales"]);
        world.TeamsOf("mara@example.com").ShouldBe("");
    }

    [Fact]
    public async Task A_rename_in_the_hris_renames_and_does_not_duplicate_R6()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("department", SourceValue.OfItem("77", "Growth"))));
        await world.SyncAsync();
        world.Hris.With("1", ("department", SourceValue.OfItem("77", "Expansion")));

        await world.SyncAsync();

        world.Directory.Schema.Teams.ShouldHaveSingleItem().Name.ShouldBe("Expansion");
        world.TeamsOf("mara@example.com").ShouldBe("Expansion");
    }

    [Fact]
    public async Task A_manual_team_never_changes_R6()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("department", "Product"))).With("2", World.PersonOf("jonas", ("department", "Sales")));
        await world.SyncAsync();
        var sales = world.Directory.Schema.Teams.Single(t => t.Name == "Sales").Id;
        world.Directory["mara@example.com"].Teams.Add(new Membership(sales, Origin.Manual));
        world.Hris.With("1", ("department", "Sales"));

        await world.SyncAsync();
        world.Hris.With("1", ("department", null));
        await world.SyncAsync();

        world.Directory["mara@example.com"].Teams.ShouldBe([new Membership(sales, Origin.Manual)]);
    }

    [Fact]
    public async Task Two_candidates_are_no_guess_R1()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara")).With("2", [.. World.PersonOf("jonas"), ("email", "mara@example.com")]).With("3", World.PersonOf("lea"));

        var report = await world.SyncAsync();

        report.Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Code.ShouldBe(FindingCodes.AmbiguousMatch), f => f.Count.ShouldBe(2));
        world.Directory.People.ShouldHaveSingleItem().Get(Fields.FirstName).ShouldBe("lea");
    }

    [Fact]
    public async Task A_new_external_id_with_the_same_email_is_rebound_and_nobody_is_doubled_R19()
    {
        var world = World.Create();
        for (var i = 0; i < 30; i++)
        {
            world.Hris.With($"{i:00}", World.PersonOf($"p{i}"));
        }

        await world.SyncAsync();
        world.Hris.People.Remove("05");
        world.Hris.With("99", World.PersonOf("p5"));

        var report = await world.SyncAsync();

        report.Plan!.Counts.Rebound.ShouldBe(1);
        report.Plan.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.ExternalId);
        world.Directory.People.Count().ShouldBe(30);
        for (var i = 0; i < 3; i++)
        {
            (await world.SyncAsync()).Plan!.IsEmpty.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_swapped_identity_is_held_and_stays_held_R1()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("birthday", "1990-01-01")));
        await world.SyncAsync();
        world.Hris.With("1", [.. World.PersonOf("otto", ("birthday", "1970-05-05")), ("last", "Else")]);

        for (var i = 0; i < 3; i++)
        {
            var report = await world.SyncAsync();
            report.Plan!.Changes.ShouldBeEmpty();
            report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.IdentitySwap);
        }

        world.Directory.Decisions.Add(new("1", world.Directory["mara@example.com"].Id));
        await world.SyncAsync();
        world.Directory["otto@example.com"].Get(Fields.LastName).ShouldBe("Else");
    }

    [Fact]
    public async Task A_pinned_value_is_kept_by_every_run_R4()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("title", "Engineer")));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Set(Fields.Title, "Queen");
        world.Directory["mara@example.com"].Pins.Add(Fields.Title);
        world.Hris.With("1", ("title", "Lead"));

        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        world.Directory["mara@example.com"].Get(Fields.Title).ShouldBe("Queen");
    }

    [Fact]
    public async Task A_killed_apply_leaves_nothing_and_the_next_run_is_right_R14()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara"));
        world.Directory.FailNextApply = true;
        await Should.ThrowAsync<IOException>(() => world.SyncAsync());
        world.Directory.People.ShouldBeEmpty();

        await world.SyncAsync();

        world.Directory.People.ShouldHaveSingleItem();
    }
}
