using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Storage.Tests;

/// <summary>What is applied, read back, pinned and taken back: the same as in memory.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task What_is_applied_reads_back_and_the_second_plan_is_empty()
    {
        var (world, store, memory) = await StoryAsync();
        var report = await world.SyncAsync();
        report.State.ShouldBe(RunState.Succeeded);
        (await DirectoryAsync(store)).ShouldBe(await ReplayInMemoryAsync(memory));

        var again = await world.SyncAsync();

        again.Plan!.IsEmpty.ShouldBeTrue();
        again.Plan.Records.ShouldBeEmpty();
        var run = (await runs.ListAsync(workspace.Id, null, 10, Cancellation)).First(r => r.Id == report.Run);
        run.State.ShouldBe(RunState.Succeeded);
        run.Applied.ShouldBe(report.Plan!.Changes.Count);
        run.Counts!.Created.ShouldBe(12);
    }

    [Fact]
    public async Task Changes_leavers_moves_and_returns_read_back_as_in_memory()
    {
        var (world, store, memory) = await StoryAsync();
        await world.SyncAsync();
        await memory.SyncAsync();
        foreach (var step in Steps())
        {
            step(world.Hris);
            step(memory.Hris);
            var stored = await world.SyncAsync();
            var expected = await memory.SyncAsync();
            stored.Plan!.Digest.ShouldBe(expected.Plan!.Digest);
            (await DirectoryAsync(store)).ShouldBe(await DirectoryAsync(memory.Directory));
        }
    }

    [Fact]
    public async Task Undo_brings_everything_back()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var before = await DirectoryAsync(store);
        foreach (var step in Steps())
        {
            step(world.Hris);
        }

        var preview = await world.PreviewAsync();
        var run = await world.RunAsync(null, new ApplyMode.Exactly(preview.Plan!.Digest, "admin"));
        run.State.ShouldBe(RunState.Succeeded);
        (await DirectoryAsync(store)).ShouldNotBe(before);

        var undo = await UndoRun.PlanAsync(store, world.Connection, run.Run, TimeProvider.System, Cancellation);
        undo.Findings.ShouldBeEmpty();
        var begun = await BeginAsync(world.Connection);
        (await store.ApplyAsync(PlanGuard.Approve(undo, undo.Digest, "admin")!, begun, null, Cancellation)).ShouldBeOfType<ApplyOutcome.Applied>();

        (await DirectoryAsync(store)).ShouldBe(before);
        (await connections.ListAsync(workspace.Id, Cancellation))[0].Paused.ShouldBeTrue();
        (await world.RunAsync(null, new ApplyMode.Preview())).Plan!.Changes.Count.ShouldBe(run.Plan!.Changes.Count);
    }

    [Fact]
    public async Task Thousands_are_created_changed_and_taken_back_to_nothing()
    {
        var (world, store, _) = await StoryAsync();
        var before = await DirectoryAsync(store);
        for (var i = 0; i < 2500; i++)
        {
            world.Hris.With($"m{i:0000}", World.PersonOf($"many{i}", ("department", $"Unit {i % 7}"), ("boss", $"m{i / 10:0000}"), ("title", "Engineer")));
        }

        var first = await ApplyAsync();
        (await PreviewAsync()).Plan!.Changes.ShouldBeEmpty();
        for (var i = 0; i < 2500; i++)
        {
            world.Hris.With($"m{i:0000}", ("title", "Lead"), ("department", $"Unit {i % 5}"));
        }

        var second = await ApplyAsync();
        second.Plan!.Counts.Updated.ShouldBe(2500);
        (await PreviewAsync()).Plan!.Changes.ShouldBeEmpty();
        foreach (var run in new[] { second, first })
        {
            var undo = await UndoRun.PlanAsync(store, world.Connection, run.Run, TimeProvider.System, Cancellation);
            undo.Findings.ShouldBeEmpty();
            (await store.ApplyAsync(PlanGuard.Approve(undo, undo.Digest, "admin")!, await BeginAsync(world.Connection), null, Cancellation)).ShouldBeOfType<ApplyOutcome.Applied>();
        }

        (await DirectoryAsync(store)).ShouldBe(before);
        (await PreviewAsync()).Plan!.Counts.Created.ShouldBe(first.Plan!.Counts.Created, "everybody is looked at again");

        async Task<RunReport> PreviewAsync()
        {
            var preview = await world.PreviewAsync();
            await runs.FinishAsync(preview, Cancellation);
            return preview;
        }

        async Task<RunReport> ApplyAsync()
        {
            var run = await world.RunAsync(null, new ApplyMode.Exactly((await PreviewAsync()).Plan!.Digest, "admin"));
            run.State.ShouldBe(RunState.Succeeded);
            return run;
        }
    }

    [Fact]
    public async Task A_before_image_that_does_not_stand_writes_nothing()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        world.Hris.With("01", ("title", "Chief")).With("50", World.PersonOf("new"));
        var stale = (await world.PreviewAsync()).Plan!;
        world.Hris.With("01", ("title", "Somebody else"));
        await world.SyncAsync();
        var before = await DirectoryAsync(store);

        var outcome = await store.ApplyAsync(PlanGuard.Approve(stale, stale.Digest, "admin")!, await BeginAsync(world.Connection), null, Cancellation);

        var conflicts = outcome.ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts;
        conflicts.ShouldContain(c => c.StartsWith("title of employee", StringComparison.Ordinal));
        (await DirectoryAsync(store)).ShouldBe(before);
    }

    [Fact]
    public async Task A_value_that_was_pinned_after_the_plan_was_made_stays_R4()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var edits = new DirectoryEditStore(Contexts, Bulk, TimeProvider.System);
        var person = (await new EmployeeQueries(Contexts).FindAsync(workspace.Id, "p1@example.com", Cancellation)).Single();
        world.Hris.With("01", ("title", "Chief"));
        var preview = await world.PreviewAsync();
        var plan = preview.Plan!;
        await runs.FinishAsync(preview, Cancellation);
        await edits.PinAsync(workspace.Id, person, Fields.Title, null, setsValue: false, Cancellation);
        (await store.ApplyAsync(PlanGuard.Approve(plan, plan.Digest, "admin")!, preview.Run, null, Cancellation)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>();

        await edits.UnpinAsync(workspace.Id, person, Fields.Title, Cancellation);
        var run = await world.SyncAsync();
        run.Plan!.Changes.ShouldHaveSingleItem().After.ShouldBe("Chief");
        await edits.PinAsync(workspace.Id, person, Fields.Title, null, setsValue: false, Cancellation);
        var undo = await UndoRun.PlanAsync(store, world.Connection, run.Run, TimeProvider.System, Cancellation);
        undo.Changes.ShouldBeEmpty();
        undo.Findings.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task History_tells_every_value_and_the_directory_as_of_a_moment()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var then = TimeProvider.System.GetUtcNow();
        var before = await DirectoryAsync(store);
        foreach (var step in Steps())
        {
            step(world.Hris);
            await world.SyncAsync();
        }

        var history = new HistoryQueries(Contexts);
        var layout = (await store.ReadSchemaAsync(Cancellation)).Layout;
        var asOf = await history.DirectoryAsOfAsync(workspace.Id, then, Cancellation);
        Dump(asOf, layout).ShouldBe(before);
        var mara = (await new EmployeeQueries(Contexts).FindAsync(workspace.Id, "p4@example.com", Cancellation)).ShouldHaveSingleItem();
        (await history.OfEmployeeAsync(workspace.Id, mara, Cancellation)).Select(h => h.Change.Field).ShouldContain(Fields.Title);
        (await history.AsOfAsync(workspace.Id, mara, then.AddDays(-1), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_pin_is_kept_and_an_unpin_takes_the_source_again()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var edits = new DirectoryEditStore(Contexts, Bulk, TimeProvider.System);
        var queries = new EmployeeQueries(Contexts);
        var person = (await queries.FindAsync(workspace.Id, "p4@example.com", Cancellation)).Single();
        await edits.PinAsync(workspace.Id, person, Fields.Title, "Queen", setsValue: true, Cancellation);

        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        await edits.UnpinAsync(workspace.Id, person, Fields.Title, Cancellation);
        (await world.SyncAsync()).Plan!.Changes.ShouldHaveSingleItem().Before.ShouldBe("Queen");
        (await new HistoryQueries(Contexts).OfEmployeeAsync(workspace.Id, person, Cancellation)).ShouldContain(h => h.Run == null && h.Change.After == "Queen");
        var layout = (await store.ReadSchemaAsync(Cancellation)).Layout;
        var (found, total) = await queries.ListAsync(workspace.Id, new EmployeeFilter("P4", [new FieldCondition("custom:shirt-size", FieldQuestion.Is, "M")], null, 0, 10), layout, Cancellation);
        total.ShouldBe(1);
        found.ShouldHaveSingleItem().Id.ShouldBe(person);
    }

    [Fact]
    public async Task Owners_are_told_to_the_directory_and_whoever_left_is_no_member_R11()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var members = new MemberStore(Contexts, Bulk, TimeProvider.System);
        var queries = new EmployeeQueries(Contexts);
        var person = (await queries.FindAsync(workspace.Id, "p4@example.com", Cancellation)).Single();
        var (first, second) = (await AccountAsync("a@example.com"), await AccountAsync("b@example.com"));
        async Task<bool> IsKeptAsync() => (await store.ReadEntriesAsync(Cancellation).FirstAsync(e => e.Id == person, Cancellation)).IsOwner;

        await members.SaveAsync(workspace.Id, first, MemberRole.Owner, person, Cancellation);
        (await IsKeptAsync()).ShouldBeTrue();
        await members.SaveAsync(workspace.Id, second, MemberRole.Owner, employee: null, Cancellation);
        (await IsKeptAsync()).ShouldBeFalse();
        await new DirectoryEditStore(Contexts, Bulk, TimeProvider.System)
            .SetStatusAsync(workspace.Id, person, [AccountStatus.Created], AccountStatus.Deactivated, "test", Cancellation);

        (await members.OfAccountAsync(first, Cancellation)).ShouldBeEmpty();
        (await members.ChangeRoleAsync(workspace.Id, second, MemberRole.Viewer, Cancellation)).ShouldBe(MemberOutcome.LastOwner);
        (await members.OfAccountAsync(second, Cancellation)).ShouldHaveSingleItem().Role.ShouldBe(MemberRole.Owner);
        (await new HistoryQueries(Contexts).OfEmployeeAsync(workspace.Id, person, Cancellation)).ShouldContain(h => h.Run == null && h.Change.After == "deactivated");
    }
}
