using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Explaining;

/// <summary>Every cause of a missing value is named, with its fix.</summary>
public sealed class ExplainerTests
{
    private static readonly Target Shirt = Target.Custom("shirt-size");

    [Fact]
    public async Task A_target_that_is_not_set_is_named()
    {
        var world = Shirts();
        world.Hris.With("1", World.PersonOf("mara"));
        await world.SyncAsync();

        var answer = await ExplainAsync(world, "1", Target.Field(Fields.Location));

        answer.Verdict.ShouldBe(ExplainVerdicts.TargetNotSet);
        answer.Steps[^1].Text.ShouldBe("no value; nothing writes it");
        answer.Fix.ShouldNotBeNull().ShouldContain("“Location”");
    }

    [Fact]
    public async Task An_option_spelled_differently_is_named_with_the_nearest_and_how_many_wait()
    {
        var world = Shirts(MappingRule.Of("shirt", Shirt));
        world.Hris.With("1", World.PersonOf("mara", ("shirt", "XXL"))).With("2", World.PersonOf("jonas", ("shirt", "XXL")));
        var report = await world.SyncAsync();

        var answer = await ExplainAsync(world, "1", Shirt, report.Findings);

        answer.Verdict.ShouldBe(ExplainVerdicts.Held);
        answer.Code.ShouldBe(FindingCodes.OptionUnknown);
        answer.Steps.Count.ShouldBe(5);
        answer.Steps[0].Text.ShouldContain("“shirt” = “XXL”");
        answer.Steps[4].Text.ShouldContain("1 other people wait");
        answer.Fix.ShouldNotBeNull().ShouldContain("2XL");
    }

    [Fact]
    public async Task An_excluded_person_is_told_by_which_criterion()
    {
        var world = Shirts(MappingRule.Of("shirt", Shirt));
        world.Hris.With("1", World.PersonOf("mara", ("title", "Contractor")));
        await world.SyncAsync();
        world.Configure(c => c with
        {
            Exclusions = new ExclusionCriteria(new CriteriaGroup(All: false, [new Criterion("title", CriterionOperator.Is, ["Contractor"])]), CriteriaGroup.None, []),
        });
        await world.SyncAsync();

        var answer = await ExplainAsync(world, "1", Shirt);

        answer.Verdict.ShouldBe(ExplainVerdicts.Excluded);
        answer.Steps[1].Text.ShouldContain("title is Contractor");
    }

    [Fact]
    public async Task Somebody_the_credential_does_not_see_is_named()
    {
        var world = Shirts(MappingRule.Of("shirt", Shirt));
        world.Hris.With("1", World.PersonOf("mara"));
        await world.SyncAsync();

        var answer = await ExplainAsync(world, "no such record", Shirt);

        answer.Verdict.ShouldBe(ExplainVerdicts.NotVisible);
        answer.Fix.ShouldNotBeNull().ShouldContain("must see this person");
    }

    [Fact]
    public async Task Before_the_first_sync_that_is_the_answer()
    {
        var world = Shirts(MappingRule.Of("shirt", Shirt));

        var answer = await ExplainAsync(world, "1", Shirt, synced: false);

        answer.Verdict.ShouldBe(ExplainVerdicts.NoFirstSync);
        answer.Fix.ShouldNotBeNull().ShouldContain("rollcall sync main");
    }

    [Fact]
    public async Task An_attribute_the_credential_cannot_read_is_named_with_where_to_grant_it()
    {
        var world = Shirts(MappingRule.Of("shirt", Shirt));
        world.Hris.Withdraw("shirt");
        world.Hris.With("1", World.PersonOf("mara"));
        var report = await world.SyncAsync();

        var answer = await ExplainAsync(world, "1", Shirt, report.Findings);

        answer.Verdict.ShouldBe(ExplainVerdicts.NotReadable);
        answer.Fix.ShouldBe(World.Descriptor.HowToGrant);
    }

    [Fact]
    public async Task A_value_in_step_says_so_in_five_steps()
    {
        var world = Shirts(MappingRule.Of("shirt", Shirt));
        world.Hris.With("1", World.PersonOf("mara", ("shirt", "2XL"), ("department", "Product")));
        await world.SyncAsync();

        (await ExplainAsync(world, "1", Shirt)).ShouldSatisfyAllConditions(
            a => a.Verdict.ShouldBe(ExplainVerdicts.InStep), a => a.Standing.ShouldBe("2XL"), a => a.Steps.ShouldAllBe(s => s.IsGood));
        (await ExplainAsync(world, "1", Target.Team(TeamKind.Department))).Verdict.ShouldBe(ExplainVerdicts.InStep);
        (await ExplainAsync(world, "1", Target.Status)).Verdict.ShouldBe(ExplainVerdicts.InStep);
    }

    [Fact]
    public async Task What_only_shows_over_all_people_is_named_too()
    {
        var world = Shirts();
        for (var i = 0; i < 6; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}", ("title", "Engineer")));
        }

        world.Directory.Owners.Add((await FirstOwnerAsync(world)).Id);
        world.Hris.With("0", ("status", "inactive"));
        world.Hris.With("1", ("boss", "p1@example.com")).With("2", ("boss", "p3@example.com")).With("3", ("boss", "p2@example.com")).With("4", ("email", "p5@example.com"));
        for (var i = 0; i < 6; i++)
        {
            world.Hris.With($"{i}", ("title", null));
        }

        var findings = (await world.SyncAsync()).Findings;

        async Task ShouldBeHeldAsync(string externalId, Target target, string code)
        {
            var answer = await ExplainAsync(world, externalId, target, findings);
            answer.ShouldSatisfyAllConditions(a => a.Verdict.ShouldBe(ExplainVerdicts.Held), a => a.Code.ShouldBe(code), a => a.Fix.ShouldNotBeNullOrEmpty());
        }

        await ShouldBeHeldAsync("0", Target.Status, FindingCodes.LastOwner);
        await ShouldBeHeldAsync("1", Target.Manager, FindingCodes.ManagerSelf);
        await ShouldBeHeldAsync("2", Target.Manager, FindingCodes.ManagerCycle);
        await ShouldBeHeldAsync("4", Target.Field(Fields.Email), FindingCodes.EmailTaken);
        await ShouldBeHeldAsync("5", Target.Field(Fields.Title), FindingCodes.CoverageDrop);
    }

    private static async Task<Person> FirstOwnerAsync(World world)
    {
        await world.SyncAsync();
        return world.Directory["p0@example.com"];
    }

    private static World Shirts(params MappingRule[] rules)
    {
        var world = World.Create(rules);
        world.Directory.Schema = new([], [], [new CustomAttribute { Key = "shirt-size", Name = "Shirt size", Type = AttributeType.SingleSelect, Options = [new("2XL", [], false)] }]);
        return world;
    }

    private static async Task<Explanation> ExplainAsync(World world, string externalId, Target target, IReadOnlyList<Finding>? findings = null, bool synced = true)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var records = await world.Directory.ReadRecordsAsync(world.Connection, [externalId], cancellation);
        var employee = records is [{ Employee: { } id }]
            ? (await world.Directory.ReadEmployeesAsync(world.Directory.Schema.Layout, [id], cancellation)).Single()
            : null;
        var setup = world.SetupOf(world.Connection);
        return new Explainer(new ExplainInput
        {
            Workspace = new WorkspaceConfig(World.DefaultWorkspace, "UTC", [world.Connection], []),
            Schema = world.Directory.Schema,
            Connections = [new ExplainedConnection(setup, synced ? world.Time.GetUtcNow() : null, findings ?? [])],
            Employee = employee,
            Records = records,
            LastChange = null,
            People = await PeopleIndex.LoadAsync(world.Directory.ReadEntriesAsync(cancellation), about: 0, cancellation),
            TieOf = (_, _) => null,
            IsExcluded = (_, _) => false,
            Today = WorkspaceClock.Today("UTC", world.Time.GetUtcNow()),
        }).Explain(target);
    }
}
