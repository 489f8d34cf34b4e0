using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Storage.Tests;

/// <summary>What no before-image of one person shows: plans that were made side by side, decisions, reads that missed somebody.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task Two_connections_that_plan_the_same_newcomer_side_by_side_make_one_person_R18()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var payroll = await PayrollAsync(world);
        world.Hris.With("99", World.PersonOf("newcomer"));
        payroll.With("A", ("email", "Newcomer@example.com"), ("status", "active"));
        var one = (await world.PreviewAsync()).Plan!;
        var other = (await world.PreviewAsync(connection: "payroll")).Plan!;
        (await ApplyAsync(store, one)).ShouldBeOfType<ApplyOutcome.Applied>();
        var before = await DirectoryAsync(store);

        (await ApplyAsync(store, other)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts.ShouldHaveSingleItem().ShouldStartWith("the email of employee");

        (await DirectoryAsync(store)).ShouldBe(before);
        (await world.SyncAsync(connection: "payroll")).Plan!.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.ExternalId);
    }

    [Fact]
    public async Task Two_connections_that_plan_managers_side_by_side_make_no_circle_R10()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var payroll = await PayrollAsync(world, MappingRule.Of("boss", Target.Manager));
        payroll.With("A", ("email", "p2@example.com"), ("status", "active"));
        world.Hris.With("02", ("boss", null));
        await world.SyncAsync();
        await world.SyncAsync(connection: "payroll");
        world.Hris.With("03", ("boss", "02"));
        payroll.With("A", ("boss", "p3@example.com"));
        var one = (await world.PreviewAsync()).Plan!;
        var other = (await world.PreviewAsync(connection: "payroll")).Plan!;
        one.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.Manager);
        other.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.Manager);
        (await ApplyAsync(store, one)).ShouldBeOfType<ApplyOutcome.Applied>();

        (await ApplyAsync(store, other)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts.ShouldHaveSingleItem().ShouldEndWith("would be their own manager over others");

        (await world.SyncAsync(connection: "payroll")).Findings.ShouldContain(f => f.Code == FindingCodes.ManagerCycle);
    }

    [Fact]
    public async Task The_last_owner_is_not_deactivated_by_a_plan_that_waited_R11()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        world.Hris.With("05", ("status", "inactive"));
        var plan = (await world.PreviewAsync()).Plan!;
        plan.Counts.Deactivated.ShouldBe(1);
        await using (var context = await Contexts.CreateDbContextAsync(Cancellation))
        {
            var owner = context.Employees.Single(e => e.Email == "p5@example.com");
            owner.IsOwner = true;
            await context.SaveChangesAsync(Cancellation);
        }

        (await ApplyAsync(store, plan)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts.ShouldBe(["the workspace would have no owner left"]);
    }

    [Fact]
    public async Task A_decision_is_spent_by_the_plan_that_carries_it_out_and_kept_by_one_that_was_made_before_another()
    {
        var (world, store, _) = await StoryAsync();
        var edits = new DirectoryEditStore(Contexts, Bulk, TimeProvider.System);
        world.Hris.With("03", ("birthday", "1990-01-01"));
        await world.SyncAsync();
        world.Hris.With("03", [.. World.PersonOf("otto", ("birthday", "1970-05-05")), ("last", "Else")]);
        await world.SyncAsync();
        await edits.DecideAsync(workspace.Id, world.Connection, "03", employee: null, Cancellation);
        var plan = PlanJson.Read(PlanJson.Write((await world.PreviewAsync()).Plan!));
        plan.Decided.ShouldBe([new MatchDecision("03", null)]);
        var same = (await store.ReadRecordsAsync(world.Connection, ["03"], Cancellation)).Single().Employee;
        await edits.DecideAsync(workspace.Id, world.Connection, "03", same, Cancellation);
        (await ApplyAsync(store, plan)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts.ShouldBe(["the decision about record 03"]);
        (await store.ReadDecisionsAsync(world.Connection, Cancellation)).ShouldBe([new MatchDecision("03", same)]);

        (await world.SyncAsync()).State.ShouldBe(RunState.Succeeded);

        (await store.ReadDecisionsAsync(world.Connection, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_read_that_may_have_missed_somebody_is_no_read_of_everybody_R15()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var proven = (await connections.FindAsync(workspace.Id, world.Connection, Cancellation))!.LastFullReadAt;
        var person = world.Hris.People["07"];
        world.Hris.People.Remove("07");
        world.Hris.Unproven = "total shrank";
        world.Time.Advance(TimeSpan.FromHours(1));
        world.Configure(c => c with { Mappings = [.. c.Mappings.Where(m => m.To != Target.Field(Fields.Title)), MappingRule.Of("title", Target.Field(Fields.Location))] });

        await world.SyncAsync();

        (await connections.FindAsync(workspace.Id, world.Connection, Cancellation))!.LastFullReadAt.ShouldBe(proven);
        world.Hris.People["07"] = person;
        world.Hris.Unproven = null;
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.SyncAsync();
        var layout = (await store.ReadSchemaAsync(Cancellation)).Layout;
        var states = await store.ReadEmployeesAsync(layout, null, Cancellation);
        states.Single(s => s.Values[0] == "p7@example.com").Values[layout.IndexOf(Fields.Location)].ShouldNotBeNull();
        (await connections.FindAsync(workspace.Id, world.Connection, Cancellation))!.LastFullReadAt.ShouldNotBe(proven);
    }

    [Fact]
    public async Task A_value_that_was_unpinned_after_the_plan_was_made_is_looked_at_again_R4()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var edits = new DirectoryEditStore(Contexts, Bulk, TimeProvider.System);
        var employee = (await store.ReadRecordsAsync(world.Connection, ["03"], Cancellation)).Single().Employee!.Value;
        await edits.PinAsync(workspace.Id, employee, Fields.Title, "Queen", setsValue: true, Cancellation);
        await world.SyncAsync();
        world.Hris.With("03", ("last", "Other"));
        var plan = (await world.PreviewAsync()).Plan!;
        await edits.UnpinAsync(workspace.Id, employee, Fields.Title, Cancellation);
        (await ApplyAsync(store, plan)).ShouldBeOfType<ApplyOutcome.Applied>();

        (await world.SyncAsync()).Plan!.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.Title);

        (await world.SyncAsync()).Plan!.ShouldSatisfyAllConditions(p => p.Changes.ShouldBeEmpty(), p => p.Records.ShouldBeEmpty());
    }

    private async Task<Hris> PayrollAsync(World world, params MappingRule[] more)
    {
        MappingRule[] rules = [MappingRule.Of("email", Target.Field(Fields.Email)), MappingRule.Of("status", Target.Status), .. more];
        var id = await connections.SaveAsync(workspace.Id, new ConnectionConfig { Name = "payroll", Provider = "little", Mappings = rules.ToValueList() }, 1, new Dictionary<string, string>(), null, Cancellation);
        return world.Connect(id, "payroll", rules);
    }

    private async Task<ApplyOutcome> ApplyAsync(DirectoryStore store, Plan plan)
    {
        foreach (var run in await runs.ListAsync(workspace.Id, plan.Connection, 50, Cancellation))
        {
            await runs.FailAsync(run.Id, "superseded by the test", Cancellation);
        }

        return await store.ApplyAsync(PlanGuard.Approve(plan, plan.Digest, "admin")!, await BeginAsync(plan.Connection), null, Cancellation);
    }
}
