using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage.Tests;

/// <summary>What subscriptions hear of: the committed log, in order, by one node at a time, and nothing is lost on the way.</summary>
public abstract partial class StorageTests
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(1);
    private static readonly DeliveryOutcome s_taken = new(204, null);
    private static readonly DeliveryOutcome s_failed = new(500, "status");
    private readonly IDataProtectionProvider protection = new EphemeralDataProtectionProvider();
    private readonly Guid node = Guid.CreateVersion7();

    [Fact]
    public async Task A_subscription_gets_the_log_piece_by_piece_in_order_and_a_retry_is_the_same_piece()
    {
        var (store, deliveries) = (Subscriptions(), Deliveries());
        var all = (await store.CreateAsync(workspace.Id, "all", "https://all.example", SubscriptionFilter.Everything, fromBeginning: true, Cancellation))!.Value.Id;
        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        var late = (await store.CreateAsync(workspace.Id, "late", "https://late.example", SubscriptionFilter.Everything, fromBeginning: false, Cancellation))!.Value.Id;
        var titles = (await store.CreateAsync(workspace.Id, "titles", "https://titles.example", new SubscriptionFilter(EmployeesOnly: true, [Fields.Title]), fromBeginning: true, Cancellation))!.Value.Id;
        (await store.CreateAsync(workspace.Id, "late", "https://x.example", SubscriptionFilter.Everything, fromBeginning: false, Cancellation)).ShouldBeNull();
        (await deliveries.DueAsync(Cancellation)).ShouldBe([all, titles], ignoreOrder: true);
        var log = await new HistoryQueries(Contexts).SinceAsync(workspace.Id, 0, 100_000, Cancellation);

        var work = (await deliveries.TakeAsync(all, node, s_lease, Cancellation))!;
        var first = (await deliveries.NextAsync(work, node, Cancellation))!;
        var again = (await deliveries.NextAsync((await deliveries.TakeAsync(all, node, s_lease, Cancellation))!, node, Cancellation))!;
        (again.Id, again.Cursor, again.Changes.Select(c => c.Cursor).SequenceEqual(first.Changes.Select(c => c.Cursor))).ShouldBe((first.Id, first.Cursor, true));
        (await deliveries.RecordAsync(all, node, first.Id, s_taken, null, isGone: false, Cancellation)).ShouldBeTrue();
        (first.Changes.Count <= DeliveryStore.MostChanges).ShouldBeTrue();
        first.Changes.Concat(await DrainAsync(all)).Select(c => c.Cursor).ShouldBe(log.Select(l => l.Cursor));
        (await DrainAsync(titles)).Select(c => c.Cursor)
            .ShouldBe(log.Where(l => l.Entry.Change.Subject == SubjectKind.Employee && l.Entry.Change.Field is "" or Fields.Title).Select(l => l.Cursor));
        (await deliveries.DueAsync(Cancellation)).ShouldBeEmpty();
        (await DrainAsync(late)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_committed_is_nothing_and_what_is_rolled_back_never_was()
    {
        var (store, deliveries) = (Subscriptions(), Deliveries());
        var id = (await store.CreateAsync(workspace.Id, "all", "https://all.example", SubscriptionFilter.Everything, fromBeginning: true, Cancellation))!.Value.Id;
        var work = (await deliveries.TakeAsync(id, node, s_lease, Cancellation))!;
        await using (var context = Contexts.CreateDbContext())
        {
            await context.Database.OpenConnectionAsync(Cancellation);
            await using var transaction = await Bulk.BeginExclusiveAsync(context.Database.GetDbConnection(), workspace.Id.Value, Cancellation);
            var change = new Change { Verb = ChangeVerb.Set, Subject = SubjectKind.Employee, SubjectId = Guid.CreateVersion7(), Field = Fields.Title, After = "never" };
            await Bulk.InsertAsync(transaction, Tables.Changes, new PlanWriter(context, Bulk, workspace.Id.Value, TimeProvider.System).ChangeRows([change], [], run: null), Cancellation);
            (await deliveries.NextAsync(work, node, Cancellation)).ShouldBeNull();
            await transaction.RollbackAsync(Cancellation);
        }

        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        var told = await DrainAsync(id);
        told.Count.ShouldBeGreaterThan(12);
        told.ShouldNotContain(t => t.Entry.Change.After == "never");
    }

    [Fact]
    public async Task One_node_delivers_at_a_time_and_another_takes_over_when_the_lease_ends()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var (store, deliveries) = (Subscriptions(clock), Deliveries(clock));
        var other = Guid.CreateVersion7();
        var id = (await store.CreateAsync(workspace.Id, "all", "https://all.example", SubscriptionFilter.Everything, fromBeginning: true, Cancellation))!.Value.Id;
        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        var work = (await deliveries.TakeAsync(id, node, s_lease, Cancellation))!;
        var mine = (await deliveries.NextAsync(work, node, Cancellation))!;
        (await deliveries.TakeAsync(id, other, s_lease, Cancellation)).ShouldBeNull();
        (await deliveries.DueAsync(Cancellation)).ShouldBeEmpty();

        clock.Advance(s_lease + TimeSpan.FromSeconds(1));
        (await deliveries.DueAsync(Cancellation)).ShouldBe([id]);
        var takenOver = (await deliveries.TakeAsync(id, other, s_lease, Cancellation))!;
        (await deliveries.NextAsync(takenOver, other, Cancellation))!.Id.ShouldBe(mine.Id);
        (await deliveries.RecordAsync(id, node, mine.Id, s_taken, null, isGone: false, Cancellation)).ShouldBeFalse("it is not the first node's any more");
        (await deliveries.NextAsync(work, node, Cancellation))!.Id.ShouldBe(mine.Id, "nothing new is cut by a node that lost it");
        (await deliveries.RecordAsync(id, other, mine.Id, s_taken, null, isGone: false, Cancellation)).ShouldBeTrue();
        (await deliveries.NextAsync(work, node, Cancellation)).ShouldBeNull();
        await deliveries.ReleaseAsync(id, node, Cancellation);
        (await deliveries.TakeAsync(id, node, s_lease, Cancellation)).ShouldBeNull();
        await deliveries.ReleaseAsync(id, other, Cancellation);
        (await deliveries.TakeAsync(id, node, s_lease, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Failures_wait_die_come_back_and_are_kept_as_long_as_they_must()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var (store, deliveries) = (Subscriptions(clock), Deliveries(clock));
        var id = (await store.CreateAsync(workspace.Id, "all", "https://all.example", new SubscriptionFilter(EmployeesOnly: true, [Fields.Title]), fromBeginning: true, Cancellation))!.Value.Id;
        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        var delivery = (await deliveries.NextAsync((await deliveries.TakeAsync(id, node, s_lease, Cancellation))!, node, Cancellation))!;

        // Refused: it waits for its moment.
        await deliveries.RecordAsync(id, node, delivery.Id, s_failed, clock.GetUtcNow().AddSeconds(30), isGone: false, Cancellation);
        (await deliveries.TakeAsync(id, node, s_lease, Cancellation)).ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(30));
        (await deliveries.NextAsync((await deliveries.TakeAsync(id, node, s_lease, Cancellation))!, node, Cancellation))!.Attempts.ShouldBe(1);

        // Gone: it pauses, and what waits begins anew when it is resumed.
        await deliveries.RecordAsync(id, node, delivery.Id, new DeliveryOutcome(410, "status"), clock.GetUtcNow().AddHours(1), isGone: true, Cancellation);
        var paused = (await store.FindAsync(workspace.Id, id, Cancellation))!;
        (paused.IsPaused, paused.PauseReason, paused.Waiting).ShouldBe((true, DeliveryStore.Gone, 1));
        (await deliveries.TakeAsync(id, node, s_lease, Cancellation)).ShouldBeNull();
        (await store.ResumeAsync(workspace.Id, id, Cancellation)).ShouldBeTrue();
        (await deliveries.NextAsync((await deliveries.TakeAsync(id, node, s_lease, Cancellation))!, node, Cancellation))!.Attempts.ShouldBe(0);

        // Given up: it is kept, replayed, and given up again; then dropped.
        await deliveries.RecordAsync(id, node, delivery.Id, s_failed, nextTry: null, isGone: false, Cancellation);
        (await store.FindAsync(workspace.Id, id, Cancellation))!.Dead.ShouldBe(1);
        clock.Advance(TimeSpan.FromDays(100));
        (await deliveries.PurgeAsync(workspace.Id, clock.GetUtcNow(), Cancellation)).ShouldBe(0);
        (await deliveries.ReplayAsync(new WorkspaceId(Guid.CreateVersion7()), id, null, Cancellation)).ShouldBe(0);
        (await deliveries.ReplayAsync(workspace.Id, id, delivery.Id, Cancellation)).ShouldBe(1);
        var replayed = (await deliveries.NextAsync((await deliveries.TakeAsync(id, node, s_lease, Cancellation))!, node, Cancellation))!;
        (replayed.Id, replayed.Changes.Select(c => c.Cursor).SequenceEqual(delivery.Changes.Select(c => c.Cursor))).ShouldBe((delivery.Id, true));
        await deliveries.RecordAsync(id, node, delivery.Id, s_failed, nextTry: null, isGone: false, Cancellation);
        (await deliveries.DropAsync(workspace.Id, id, null, Cancellation)).ShouldBe(1);
        (await deliveries.LogAsync(workspace.Id, id, 100, Cancellation)).ShouldBeEmpty();

        // What was taken goes after a while, and so do tests.
        await deliveries.RecordTestAsync((await deliveries.RevealAsync(workspace.Id, id, Cancellation))!, Guid.CreateVersion7(), s_failed, Cancellation);
        (await deliveries.ReplayAsync(workspace.Id, id, null, Cancellation)).ShouldBe(0);
        (await deliveries.PurgeAsync(workspace.Id, clock.GetUtcNow().AddSeconds(1), Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_that_another_filter_left_nothing_of_ends_unsent_and_the_next_goes_on()
    {
        var (store, deliveries) = (Subscriptions(), Deliveries());
        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        var id = (await store.CreateAsync(workspace.Id, "chosen", "https://all.example", new SubscriptionFilter(EmployeesOnly: true, [Fields.Title]), fromBeginning: false, Cancellation))!.Value.Id;
        world.Hris.With("01", ("title", "Chief"));
        await world.SyncAsync();
        var titles = (await deliveries.NextAsync((await deliveries.TakeAsync(id, node, s_lease, Cancellation))!, node, Cancellation))!;
        (await deliveries.RecordAsync(id, node, titles.Id, s_failed, TimeProvider.System.GetUtcNow(), isGone: false, Cancellation)).ShouldBeTrue();
        (await store.EditAsync(workspace.Id, id, "chosen", "https://all.example", new SubscriptionFilter(EmployeesOnly: true, [Fields.Team]), Cancellation)).ShouldBe(SubscriptionEdit.Done);
        world.Hris.With("02", ("department", "Vertrieb & Öffentlichkeit"));
        await world.SyncAsync();
        var work = (await deliveries.TakeAsync(id, node, s_lease, Cancellation))!;

        (await deliveries.NextAsync(work, Guid.CreateVersion7(), Cancellation)).ShouldBeNull("another node ends nothing");
        (await store.FindAsync(workspace.Id, id, Cancellation))!.Waiting.ShouldBe(1);
        var teams = (await deliveries.NextAsync(work, node, Cancellation))!;

        teams.Changes.ShouldAllBe(c => c.Entry.Change.Field == Fields.Team);
        teams.Changes.ShouldNotBeEmpty();
        var ended = (await deliveries.LogAsync(workspace.Id, id, 10, Cancellation)).Single(d => d.Id == titles.Id);
        (ended.State, ended.Attempts, ended.EndedAt is null).ShouldBe((DeliveryState.Delivered, 1, false));
        (await store.FindAsync(workspace.Id, id, Cancellation))!.LastDeliveredAt.ShouldBeNull("nothing was sent");

        // The same for a dead letter that is sent again.
        (await deliveries.RecordAsync(id, node, teams.Id, s_failed, nextTry: null, isGone: false, Cancellation)).ShouldBeTrue();
        await store.EditAsync(workspace.Id, id, "chosen", "https://all.example", new SubscriptionFilter(EmployeesOnly: true, [Fields.Title]), Cancellation);
        (await deliveries.ReplayAsync(workspace.Id, id, teams.Id, Cancellation)).ShouldBe(1);
        (await deliveries.NextAsync((await deliveries.TakeAsync(id, node, s_lease, Cancellation))!, node, Cancellation)).ShouldBeNull();
        (await store.FindAsync(workspace.Id, id, Cancellation))!.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Secrets_are_readable_nowhere_and_the_old_one_signs_for_a_day()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var (store, deliveries) = (Subscriptions(clock), Deliveries(clock));
        var (id, secret) = (await store.CreateAsync(workspace.Id, "all", "https://all.example", SubscriptionFilter.Everything, fromBeginning: false, Cancellation))!.Value;
        Convert.FromBase64String(secret[SigningSecrets.Prefix.Length..]).Length.ShouldBe(32);
        (await deliveries.RevealAsync(workspace.Id, id, Cancellation))!.Secrets.ShouldBe([secret]);
        var rolled = (await store.RollAsync(workspace.Id, id, Cancellation))!;
        (await deliveries.RevealAsync(workspace.Id, id, Cancellation))!.Secrets.ShouldBe([rolled, secret]);
        (await DumpAsync()).ShouldNotContain(secret);
        (await DumpAsync()).ShouldNotContain(rolled);
        clock.Advance(SigningSecrets.OldFor + TimeSpan.FromSeconds(1));
        (await deliveries.RevealAsync(workspace.Id, id, Cancellation))!.Secrets.ShouldBe([rolled]);

        var stranger = new WorkspaceId(Guid.CreateVersion7());
        (await store.RollAsync(stranger, id, Cancellation)).ShouldBeNull();
        (await store.PauseAsync(stranger, id, Cancellation)).ShouldBeFalse();
        (await store.ResumeAsync(stranger, id, Cancellation)).ShouldBeFalse();
        (await store.FindAsync(stranger, id, Cancellation)).ShouldBeNull();
        (await store.RemoveAsync(stranger, id, Cancellation)).ShouldBeFalse();
        (await store.RemoveAsync(workspace.Id, id, Cancellation)).ShouldBeTrue();
        (await store.RemoveAsync(workspace.Id, id, Cancellation)).ShouldBeFalse();
    }

    private SubscriptionStore Subscriptions(TimeProvider? clock = null) => new(Contexts, protection, clock ?? TimeProvider.System);

    private DeliveryStore Deliveries(TimeProvider? clock = null) => new(Contexts, new HistoryQueries(Contexts), protection, clock ?? TimeProvider.System);

    /// <summary>Everything that is to be told, as a consumer that takes all gets it.</summary>
    private async Task<List<(long Cursor, HistoryEntry Entry)>> DrainAsync(Guid subscription)
    {
        var deliveries = Deliveries();
        var told = new List<(long Cursor, HistoryEntry Entry)>();
        while (await deliveries.TakeAsync(subscription, node, s_lease, Cancellation) is { } work && await deliveries.NextAsync(work, node, Cancellation) is { } delivery)
        {
            told.AddRange(delivery.Changes);
            (await deliveries.RecordAsync(subscription, node, delivery.Id, s_taken, null, isGone: false, Cancellation)).ShouldBeTrue();
        }

        await deliveries.ReleaseAsync(subscription, node, Cancellation);
        return told;
    }
}
