using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Storage.Tests;

/// <summary>Runs: one at a time, found again, kept as long as they are needed.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task A_parked_plan_comes_back_as_the_same_plan_and_is_applied_exactly()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        for (var i = 1; i <= 5; i++)
        {
            world.Hris.With($"{i:00}", ("status", "inactive"));
        }

        world.Hris.With("51", World.PersonOf("joiner", ("department", "Product"), ("boss", "06")));
        var stopped = await world.SyncAsync();
        stopped.State.ShouldBe(RunState.AwaitingApproval);
        await runs.FinishAsync(stopped, Cancellation);

        var loaded = (await runs.LoadPlanAsync(workspace.Id, stopped.Run, Cancellation)).ShouldNotBeNull();

        loaded.Digest.ShouldBe(stopped.Plan!.Digest);
        PlanDigest.Of(loaded.Connection, loaded.Changes).ShouldBe(loaded.Digest);
        loaded.Records.Select(r => r.ExternalId).ShouldBe(stopped.Plan.Records.Select(r => r.ExternalId));
        await store.ApplyAsync(PlanGuard.Approve(loaded, loaded.Digest, "admin")!, stopped.Run, null, Cancellation);
        (await store.ReadEmployeesAsync((await store.ReadSchemaAsync(Cancellation)).Layout, null, Cancellation)).Count(e => e.Status == AccountStatus.Deactivated).ShouldBe(5);
        (await runs.LoadPlanAsync(workspace.Id, stopped.Run, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task One_run_at_a_time_and_what_was_asked_meanwhile_is_one_follow_up_once_it_may_write_R16()
    {
        var (world, _, _) = await StoryAsync();
        var first = await BeginAsync(world.Connection);

        var second = await runs.BeginAsync(workspace.Id, world.Connection, RunTrigger.Manual, ReadingKind.Full, Cancellation);

        second.ShouldBeOfType<RunStart.Busy>().Run.ShouldBe(first);
        await runs.FollowUpAsync(workspace.Id, world.Connection, Cancellation);
        await runs.FollowUpAsync(workspace.Id, world.Connection, Cancellation);
        (await runs.BeginFollowUpAsync(workspace.Id, world.Connection, Cancellation)).ShouldBeNull("the first one goes on, and the mark stays");
        await runs.FailAsync(first, "ended by the test", Cancellation);
        await connections.SetPausedAsync(workspace.Id, world.Connection, paused: true, Cancellation);
        (await runs.BeginFollowUpAsync(workspace.Id, world.Connection, Cancellation)).ShouldBeNull("it is paused, and the mark stays");
        await connections.SetPausedAsync(workspace.Id, world.Connection, paused: false, Cancellation);
        (await runs.BeginFollowUpAsync(workspace.Id, world.Connection, Cancellation)).ShouldNotBeNull();
        (await runs.BeginFollowUpAsync(workspace.Id, world.Connection, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_asks_while_another_run_is_just_ending_begins_or_is_told_it_is_busy()
    {
        var connection = new ConnectionId(Guid.CreateVersion7());
        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var seen = new List<RunStart>();
            for (var i = 0; i < 25; i++)
            {
                var start = await runs.BeginAsync(workspace.Id, connection, RunTrigger.Webhook, ReadingKind.Single, Cancellation);
                seen.Add(start);
                if (start is RunStart.Begun begun)
                {
                    await runs.FailAsync(begun.Run, "ended by the test", Cancellation);
                }
            }

            return seen;
        }, Cancellation)));

        var all = starts.SelectMany(s => s).ToList();
        all.Count.ShouldBe(100);
        all.OfType<RunStart.Begun>().DistinctBy(b => b.Run).Count().ShouldBe(all.Count(s => s is RunStart.Begun));
    }

    [Fact]
    public async Task Runs_are_paged_newest_first_by_connection_and_state()
    {
        var (one, other) = (new ConnectionId(Guid.CreateVersion7()), new ConnectionId(Guid.CreateVersion7()));
        var begun = new List<RunId>();
        for (var i = 0; i < 3; i++)
        {
            var start = (RunStart.Begun)await runs.BeginAsync(workspace.Id, one, RunTrigger.Manual, ReadingKind.Full, Cancellation);
            await runs.FailAsync(start.Run, "No.", Cancellation);
            begun.Add(start.Run);
        }

        await runs.BeginAsync(workspace.Id, other, RunTrigger.Manual, ReadingKind.Full, Cancellation);
        var queries = new RunQueries(Contexts);

        var (page, total) = await queries.PageAsync(workspace.Id, new RunFilter(one, null, 1, 1), Cancellation);
        var (running, runningTotal) = await queries.PageAsync(workspace.Id, new RunFilter(null, RunState.Running, 0, 10), Cancellation);

        (page.Single().Id, total).ShouldBe((begun[1], 3));
        (running.Single().Connection, runningTotal).ShouldBe((other, 1));
        (await queries.LastReadCountAsync(workspace.Id, one, Cancellation)).ShouldBeNull();
        (await queries.UndoneByAsync(workspace.Id, begun[0], Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_becomes_interrupted_R14()
    {
        var (world, _, _) = await StoryAsync();
        var dead = await BeginAsync(world.Connection);
        await using (var context = await Contexts.CreateDbContextAsync(Cancellation))
        {
            // One of the same place whose number no process has.
            var owner = await context.Runs.Where(r => r.Id == dead.Value).Select(r => r.Owner).SingleAsync(Cancellation);
            var gone = owner.Split('/')[0] + "/4194304/20200101000000";
            await context.Runs.Where(r => r.Id == dead.Value).ExecuteUpdateAsync(s => s.SetProperty(r => r.Owner, gone), Cancellation);
        }

        await BeginAsync(world.Connection);

        (await runs.FindAsync(workspace.Id, dead.ToString(), Cancellation))!.State.ShouldBe(RunState.Interrupted);
    }

    [Fact]
    public async Task Runs_that_move_fill_rates_leave_a_mark_and_others_leave_none()
    {
        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        await world.SyncAsync();
        var queries = new RunQueries(Contexts);
        var connection = (await runs.ListAsync(workspace.Id, null, 10, Cancellation))[0].Connection;

        var mark = (await queries.CoverageTrendAsync(workspace.Id, connection, 10, Cancellation)).ShouldHaveSingleItem();
        mark.Coverage.ShouldNotBeEmpty();
        mark.Coverage.ShouldAllBe(c => c.Total > 0 && c.Filled <= c.Total);
        (await queries.ActivityAsync(workspace.Id, DateTimeOffset.UnixEpoch, 10, Cancellation)).ShouldHaveSingleItem().Counts.Created.ShouldBe(12);
        (await queries.LastFullCountsAsync(workspace.Id, connection, Cancellation))!.Created.ShouldBe(0);
        (await queries.CoverageTrendAsync(new WorkspaceId(Guid.CreateVersion7()), connection, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_runs_that_wrote_nothing_go_and_the_others_stay()
    {
        var (world, _, _) = await StoryAsync();
        var wrote = await world.SyncAsync();
        var silent = await world.SyncAsync();
        var newest = await world.SyncAsync();

        (await runs.PruneAsync(workspace.Id, TimeProvider.System.GetUtcNow().AddDays(-1), Cancellation)).ShouldBe(0);
        (await runs.PruneAsync(workspace.Id, TimeProvider.System.GetUtcNow().AddDays(1), Cancellation)).ShouldBe(1);

        var left = (await runs.ListAsync(workspace.Id, null, 10, Cancellation)).Select(r => r.Id).ToList();
        left.ShouldBe([newest.Run, wrote.Run], ignoreOrder: true);
        left.ShouldNotContain(silent.Run);
    }
}
