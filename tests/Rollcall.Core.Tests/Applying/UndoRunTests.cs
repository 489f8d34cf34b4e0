using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Applying;

/// <summary>What an undo of the run that created a company keeps: whatever people edited since, and all that is still used by what is kept.</summary>
public sealed class UndoRunTests
{
    private static MappingRule[] More { get; } =
    [
        MappingRule.Of("level", Target.Level), MappingRule.Of("mentor", Target.AdditionalManager),
        MappingRule.Of("shirt", Target.Custom("shirt-size")) with { WhenUnknown = UnknownPolicy.Create },
    ];

    [Fact]
    public async Task Nothing_edited_since_leaves_nothing()
    {
        var (world, run) = await CreatedAsync();

        var undo = await UndoAsync(world, run);

        undo.Findings.ShouldBeEmpty();
        world.Directory.People.ShouldBeEmpty();
        world.Directory.Schema.ShouldSatisfyAllConditions(s => s.Teams.ShouldBeEmpty(), s => s.Levels.ShouldBeEmpty(), s => s.Attributes[0].Options.ShouldBeEmpty());
    }

    [Fact]
    public async Task Somebody_who_is_kept_keeps_team_level_option_and_all_managers_above()
    {
        var (world, run) = await CreatedAsync();
        world.Directory["zoe@example.com"].Set(Fields.Title, "Edited");

        var undo = await UndoAsync(world, run);

        // Zoe reports to Jonas and he to Mara, whose department and level are kept for her; Ada is Zoe's additional manager. Nobody needs Uma.
        Emails(world).ShouldBe(["ada@example.com", "jonas@example.com", "mara@example.com", "zoe@example.com"]);
        world.TeamsOf("zoe@example.com").ShouldBe("Product");
        world.Directory.Schema.ShouldSatisfyAllConditions(
            s => s.Teams.Select(t => t.Name).ShouldBe(["Board", "Product"], ignoreOrder: true),
            s => s.Levels.Select(l => l.Name).ShouldBe(["L1", "L9"], ignoreOrder: true),
            s => s.Attributes[0].Options.Select(o => o.Label).ShouldBe(["M"]));
        undo.Findings.ShouldAllBe(f => f.Code == FindingCodes.UndoConflict);
        undo.Findings.Where(f => f.Target is null).Sum(f => f.Count).ShouldBe(4 + 2 + 2);
    }

    [Fact]
    public async Task Whoever_leads_a_team_that_stays_is_kept_and_so_is_a_team_that_has_parts()
    {
        var (world, run) = await CreatedAsync();
        var board = world.Directory.Schema.Teams.Single(t => t.Name == "Board");
        var tour = new TeamState
        {
            Id = new(Guid.CreateVersion7()), Name = "On tour", Kind = TeamKind.Other, Parent = board.Id, Leads = [world.Directory["uma@example.com"].Id],
        };
        world.Directory.Schema = world.Directory.Schema with { Teams = [.. world.Directory.Schema.Teams, tour] };

        await UndoAsync(world, run);

        Emails(world).ShouldBe(["mara@example.com", "uma@example.com"]);
        world.Directory.Schema.Teams.Select(t => t.Name).ShouldBe(["Board", "Sales", "On tour"], ignoreOrder: true);
    }

    [Fact]
    public async Task Teams_levels_and_options_that_people_edited_since_are_kept()
    {
        var (world, run) = await CreatedAsync();
        var schema = world.Directory.Schema;
        world.Directory.Schema = new(
            schema.Teams.Select(t => t.Name == "Sales" ? t with { Aliases = ["Selling"] } : t).ToValueList(),
            schema.Levels.Select(l => l.Name == "L1" ? l with { Name = "One" } : l).ToValueList(),
            [schema.Attributes[0] with { Options = schema.Attributes[0].Options.Select(o => o.Label == "S" ? o with { Aliases = ["Small"] } : o).ToValueList() }]);

        var undo = await UndoAsync(world, run);

        world.Directory.People.ShouldBeEmpty();
        world.Directory.Schema.ShouldSatisfyAllConditions(
            s => s.Teams.ShouldHaveSingleItem().Name.ShouldBe("Sales"),
            s => s.Levels.ShouldHaveSingleItem().Name.ShouldBe("One"),
            s => s.Attributes[0].Options.ShouldHaveSingleItem().Label.ShouldBe("S"));
        undo.Findings.ShouldAllBe(f => f.Code == FindingCodes.UndoConflict);
    }

    [Fact]
    public async Task A_team_that_the_run_created_and_bound_once_more_is_as_created()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("department", SourceValue.OfItem("7", "Growth")))).With("2", World.PersonOf("jonas", ("department", SourceValue.OfItem("8", "Growth"))));
        var run = await world.SyncAsync();
        run.Plan!.Changes.ShouldContain(c => c.Field == TeamFields.Binding);

        (await UndoAsync(world, run)).Findings.ShouldBeEmpty();

        world.Directory.Schema.Teams.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_run_gave_somebody_and_a_person_pinned_or_gave_as_well_is_kept()
    {
        var world = WithShirts();
        world.Hris.With("1", World.PersonOf("mara", ("department", "Board"))).With("2", World.PersonOf("jonas", ("department", "Board")));
        await world.SyncAsync();
        world.Hris.With("1", ("department", "Sales"), ("level", "L1"), ("shirt", "M")).With("2", ("department", "Product"), ("level", "L2"), ("shirt", "S"));
        var run = await world.SyncAsync();
        world.Directory["mara@example.com"].Pins.UnionWith([Fields.Level, Fields.Custom("shirt-size")]);
        world.Directory["mara@example.com"].Teams.Add(new(world.Directory.Schema.Teams.Single(t => t.Name == "Sales").Id, Origin.Manual));

        await UndoAsync(world, run);

        world.TeamsOf("mara@example.com").ShouldBe("Board,Sales");
        world.TeamsOf("jonas@example.com").ShouldBe("Board");
        world.Directory.Schema.ShouldSatisfyAllConditions(
            s => s.Teams.Select(t => t.Name).ShouldBe(["Board", "Sales"], ignoreOrder: true),
            s => s.Levels.ShouldHaveSingleItem().Name.ShouldBe("L1"),
            s => s.Attributes[0].Options.ShouldHaveSingleItem().Label.ShouldBe("M"));
    }

    private static async Task<(World World, RunReport Run)> CreatedAsync()
    {
        var world = WithShirts();
        world.Hris.With("1", World.PersonOf("mara", ("department", "Board"), ("level", "L9")))
            .With("2", World.PersonOf("jonas", ("boss", "1"), ("department", "Product"), ("level", "L1")))
            .With("3", World.PersonOf("zoe", ("boss", "2"), ("mentor", "4"), ("department", "Product"), ("level", "L1"), ("shirt", "M")))
            .With("4", World.PersonOf("ada", ("department", "Board")))
            .With("5", World.PersonOf("uma", ("boss", "1"), ("department", "Sales"), ("level", "L2"), ("shirt", "S")));
        var run = await world.SyncAsync();
        run.Plan!.Counts.Created.ShouldBe(5);
        return (world, run);
    }

    private static World WithShirts()
    {
        var world = World.Create(More);
        world.Directory.Schema = new([], [], [new CustomAttribute { Key = "shirt-size", Name = "Shirt size", Type = AttributeType.SingleSelect }]);
        return world;
    }

    private static async Task<Plan> UndoAsync(World world, RunReport run)
    {
        var undo = await UndoRun.PlanAsync(world.Directory, world.Connection, run.Run, world.Time, TestContext.Current.CancellationToken);
        var outcome = await world.Directory.ApplyAsync(PlanGuard.Approve(undo, undo.Digest, "admin")!, new RunId(Guid.CreateVersion7()), null, TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<ApplyOutcome.Applied>();
        return undo;
    }

    private static IEnumerable<string?> Emails(World world) => world.Directory.People.Select(p => p.Get(Fields.Email)).Order(StringComparer.Ordinal);
}
