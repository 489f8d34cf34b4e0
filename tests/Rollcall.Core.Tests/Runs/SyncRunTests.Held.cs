using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

/// <summary>What is held instead of guessed: persons who may be somebody, and names that may mean something.</summary>
public sealed partial class SyncRunTests
{
    [Fact]
    public async Task The_same_name_and_birthday_under_another_id_and_email_is_a_proposal_R19()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("birthday", "1990-02-03"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Hris.With("1", ("status", "inactive"));
        await world.SyncAsync();
        world.Hris.With("9", ("email", "mara.again@example.com"), ("first", "mara"), ("last", "Test"), ("birthday", "1990-02-03"), ("status", "active"));

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.PossibleSamePerson);
        world.Hris.With("9", ("birthday", "1990-02-04"));
        (await world.SyncAsync()).Plan!.Changes.ShouldHaveSingleItem().Verb.ShouldBe(ChangeVerb.Create, "another birthday is somebody else");
    }

    [Fact]
    public async Task A_new_id_with_a_standing_email_waits_for_a_complete_read_R19()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara")).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Hris.People.Remove("1");
        world.Hris.With("9", World.PersonOf("mara"));
        world.Hris.ChangedSince = new HashSet<string> { "9" };

        var delta = await world.SyncAsync(new ReadMode.Changes(world.Time.GetUtcNow()));

        delta.Plan!.Changes.ShouldBeEmpty();
        delta.Findings.ShouldContain(f => f.Code == FindingCodes.RebindNeedsFullRead);
        (await world.SyncAsync()).Plan!.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.ExternalId);
        world.Directory.People.Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_future_hire_is_created_before_the_first_day_or_on_it_R2(bool early)
    {
        var world = World.Create();
        world.Configure(c => c with { CreateUpcoming = early });
        world.Hris.With("1", World.PersonOf("mara", ("status", "onboarding"), ("start", "2026-11-30"))).With("2", World.PersonOf("jonas"));

        await world.SyncAsync();
        world.Directory.People.Count(p => p.Get(Fields.FirstName) == "mara").ShouldBe(early ? 1 : 0);
        world.Hris.With("1", ("status", "active"));
        world.Time.Advance(TimeSpan.FromDays(8));
        await world.SyncAsync();

        world.Directory.People.Count(p => p.Get(Fields.FirstName) == "mara").ShouldBe(1);
    }

    [Fact]
    public async Task A_team_that_takes_another_ones_name_in_the_HRIS_is_held_R6()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("department", SourceValue.OfItem("7", "Growth")))).With("2", World.PersonOf("jonas", ("department", SourceValue.OfItem("8", "Sales"))));
        await world.SyncAsync();
        world.Hris.With("1", ("department", SourceValue.OfItem("7", "Sales")));

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.TeamNameConflict);
        (world.TeamsOf("mara@example.com"), world.TeamsOf("jonas@example.com")).ShouldBe(("Growth", "Sales"));
    }

    [Fact]
    public async Task A_level_that_is_almost_there_makes_no_second_one_R7()
    {
        var world = World.Create(MappingRule.Of("grade", Target.Level));
        world.Hris.With("1", World.PersonOf("mara", ("grade", "Senior 2")));
        await world.SyncAsync();
        world.Hris.With("2", World.PersonOf("jonas", ("grade", "senior-2")));

        var report = await world.SyncAsync();

        world.Directory.Schema.Levels.ShouldHaveSingleItem();
        world.Directory["jonas@example.com"].Get(Fields.Level).ShouldBeNull();
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Value, finding.Nearest).ShouldBe((FindingCodes.NearDuplicateLevel, "senior-2", "Senior 2"));
    }

    [Fact]
    public async Task A_manager_whose_name_two_people_have_is_nobody_R10()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara")).With("2", ("email", "mara2@example.com"), ("first", "mara"), ("last", "Test"), ("status", "active"))
            .With("3", World.PersonOf("jonas", ("boss", "mara Test")));

        var report = await world.SyncAsync();

        world.Directory["jonas@example.com"].Get(Fields.Manager).ShouldBeNull();
        report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.ManagerAmbiguous);
    }
}
