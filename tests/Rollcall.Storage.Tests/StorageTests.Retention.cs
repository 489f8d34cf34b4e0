using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage.Tests;

/// <summary>What is kept no longer is gone, and what stands is still explained.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task History_is_cut_behind_what_every_subscription_has_taken_and_what_made_todays_values_stays()
    {
        var (world, store, _) = await StoryAsync();
        var subscriptions = Subscriptions();
        var slow = (await subscriptions.CreateAsync(workspace.Id, "slow", "https://slow.example", SubscriptionFilter.Everything, fromBeginning: true, Cancellation))!.Value.Id;
        var first = await world.SyncAsync();
        await runs.FinishAsync(first, Cancellation);
        Steps()[0](world.Hris);
        await world.SyncAsync();
        Steps()[1](world.Hris);
        await world.SyncAsync();
        var old = await AgeAsync(TimeSpan.FromDays(400));
        Steps()[2](world.Hris);
        var last = await world.SyncAsync();
        await runs.FinishAsync(last, Cancellation);
        var directory = await DirectoryAsync(store);
        var history = new HistoryQueries(Contexts);
        var before = await history.SinceAsync(workspace.Id, 0, 100_000, Cancellation);
        var retention = RetentionOf(Deliveries());
        var wanted = Retention.Usual with { History = 365 };

        // Nothing goes that somebody still waits for.
        await retention.SetAsync(workspace.Id, wanted, Cancellation);
        (await retention.HoldersAsync(workspace.Id, wanted, Cancellation)).ShouldBe(["slow"]);
        (await retention.PurgeAsync(workspace.Id, isAsked: false, Cancellation)).Changes.ShouldBe(0);
        (await history.CutAsync(workspace.Id, Cancellation)).ShouldBe(new HistoryCut(null, 0));
        (await DrainAsync(slow)).Select(c => c.Cursor).ShouldBe(before.Select(b => b.Cursor));

        (await retention.HoldersAsync(workspace.Id, wanted, Cancellation)).ShouldBeEmpty();
        var expected = (await retention.PreviewAsync(workspace.Id, wanted, Cancellation)).Changes;
        expected.ShouldBeGreaterThan(0);
        (await retention.PurgeAsync(workspace.Id, isAsked: true, Cancellation)).Changes.ShouldBe(expected);
        (await retention.PurgeAsync(workspace.Id, isAsked: true, Cancellation)).IsNothing.ShouldBeTrue();
        var cut = await history.CutAsync(workspace.Id, Cancellation);
        (cut.Cursor, cut.KeptSince < TimeProvider.System.GetUtcNow().AddDays(-399)).ShouldBe((old, true));

        // What is from before has no past in it; what is from after is whole.
        await using (var context = Contexts.CreateDbContext())
        {
            (await context.Changes.AnyAsync(c => c.Id <= old && c.Subject == (int)SubjectKind.Employee && (c.Before != null || c.Snapshot != null), Cancellation)).ShouldBeFalse();
            (await context.Changes.AnyAsync(c => c.Id <= old && c.Verb == (int)ChangeVerb.Remove, Cancellation)).ShouldBeFalse();
        }

        (await history.SinceAsync(workspace.Id, cut.Cursor, 100_000, Cancellation)).ShouldBe(before.Where(b => b.Cursor > old));
        (await history.CutOfRunAsync(workspace.Id, (await runs.GetAsync(workspace.Id, first.Run, Cancellation))!, Cancellation)).ShouldBe(cut.KeptSince);
        (await history.CutOfRunAsync(workspace.Id, (await runs.GetAsync(workspace.Id, last.Run, Cancellation))!, Cancellation)).ShouldBeNull();

        // The title of somebody was set in a run that is cut: which one is still said, and that they were created.
        var somebody = (await new EmployeeQueries(Contexts).FindAsync(workspace.Id, "p4@example.com", Cancellation)).Single();
        var told = await history.OfEmployeeAsync(workspace.Id, somebody, Cancellation);
        told.Where(h => h.Change.Field == Fields.Title).Select(h => (h.IsCut, h.Change.Before, h.Change.After, HasRun: h.Run is not null)).ShouldBe([(true, null, "Lead", true)]);
        told.ShouldContain(h => h.IsCut && h.Change.Verb == ChangeVerb.Create);
        var teams = (await store.ReadEmployeesAsync((await store.ReadSchemaAsync(Cancellation)).Layout, [somebody], Cancellation)).Single().Teams.Select(t => t.Team.Value.ToString());
        told.Where(h => h.Change.Field == Fields.Team).Select(h => h.Change.After).ShouldBe(teams, ignoreOrder: true);

        // Nothing else changed; whoever begins now begins with what is kept.
        (await DirectoryAsync(store)).ShouldBe(directory);
        (await world.SyncAsync()).Plan!.IsEmpty.ShouldBeTrue();
        var late = (await subscriptions.CreateAsync(workspace.Id, "late", "https://late.example", SubscriptionFilter.Everything, fromBeginning: true, Cancellation))!.Value.Id;
        (await DrainAsync(late)).Select(c => c.Cursor).ShouldBe(before.Where(b => b.Cursor > old).Select(b => b.Cursor));
        Dump(await history.DirectoryAsOfAsync(workspace.Id, cut.KeptSince!.Value.AddDays(1), Cancellation), (await store.ReadSchemaAsync(Cancellation)).Layout).ShouldNotBe(directory);
    }

    [Fact]
    public async Task One_node_at_a_time_looks_after_a_workspace_and_a_new_setting_is_looked_after_at_once()
    {
        var retention = RetentionOf(Deliveries());
        var hour = TimeSpan.FromHours(1);
        (await retention.TakeDueAsync([workspace.Id], hour, Cancellation)).ShouldBe([workspace.Id]);
        (await retention.TakeDueAsync([workspace.Id], hour, Cancellation)).ShouldBeEmpty();
        await retention.SetAsync(workspace.Id, new Retention(1, 2, 3, 4, 5, 6), Cancellation);
        (await retention.GetAsync(workspace.Id, Cancellation)).ShouldBe(new Retention(1, 2, 3, 4, 5, 6));
        (await Task.WhenAll(retention.TakeDueAsync([workspace.Id], hour, Cancellation), retention.TakeDueAsync([workspace.Id], hour, Cancellation))).Sum(t => t.Count).ShouldBe(1);
    }

    [Fact]
    public async Task An_alert_is_opened_once_told_once_to_each_and_taken_by_one_node_at_a_time()
    {
        var (alerts, channels) = (new AlertStore(Contexts, TimeProvider.System), new AlertChannelStore(Contexts, protection, TimeProvider.System));
        var cause = new AlertCause(AlertKind.RunFailed, Guid.CreateVersion7(), "hr", "connection-failed", null, null, 0, "what", "fix", "/runs");
        var (pager, secret) = (await channels.CreateAsync(workspace.Id, new AlertChannel("pager", [], "https://pager.example", []), Cancellation))!.Value;
        (await channels.CreateAsync(workspace.Id, new AlertChannel("pager", ["a@example.com"], null, []), Cancellation)).ShouldBeNull();
        var mail = (await channels.CreateAsync(workspace.Id, new AlertChannel("mail", ["a@example.com", "b@example.com"], null, [AlertKind.RunFailed]), Cancellation))!.Value.Id;
        await channels.CreateAsync(workspace.Id, new AlertChannel("other", ["a@example.com"], null, [AlertKind.Stale]), Cancellation);
        (await DumpAsync()).ShouldNotContain(secret!);

        (await Task.WhenAll(alerts.TakeDueAsync(s_lease, Cancellation), alerts.TakeDueAsync(s_lease, Cancellation))).Sum(t => t.Count).ShouldBe(1);
        (await Task.WhenAll(alerts.BeginAsync(workspace.Id, cause, Cancellation), alerts.BeginAsync(workspace.Id, cause with { Count = 9 }, Cancellation))).ShouldBe([true, false], ignoreOrder: true);
        for (var i = 0; i < 2; i++)
        {
            await alerts.TellAsync(workspace.Id, await channels.ListAsync(workspace.Id, Cancellation), Cancellation);
        }

        (await channels.DueAsync(Cancellation)).ShouldBe([pager, mail], ignoreOrder: true);
        var work = (await channels.TakeAsync(mail, node, s_lease, Cancellation))!;
        work.Notices.Select(n => n.Recipient).ShouldBe(["a@example.com", "b@example.com"], ignoreOrder: true);
        (await channels.TakeAsync(mail, Guid.CreateVersion7(), s_lease, Cancellation)).ShouldBeNull();
        (await channels.TakeAsync(pager, node, s_lease, Cancellation))!.Secrets.ShouldBe([secret!]);

        // Given up for one, taken by the other: only that one hears of the end.
        await channels.RecordAsync(mail, [work.Notices[0].Id], new DeliveryOutcome(null, "recipient"), again: null, Cancellation);
        await channels.RecordAsync(mail, [work.Notices[1].Id], s_taken, again: null, Cancellation);
        (await channels.RemoveAsync(workspace.Id, pager, Cancellation)).ShouldBeTrue();
        var open = (await alerts.OpenAsync(workspace.Id, Cancellation)).ShouldHaveSingleItem();
        (await alerts.EndAsync(workspace.Id, open.Id, AlertEnding.Solved, Cancellation)).ShouldBeTrue();
        (await alerts.EndAsync(workspace.Id, open.Id, AlertEnding.Solved, Cancellation)).ShouldBeFalse();
        (await channels.TakeAsync(mail, node, s_lease, Cancellation))!.Notices.Select(n => (n.Recipient, n.IsEnd)).ShouldBe([(work.Notices[1].Recipient, true)]);

        // The same cause can begin again, and what is over goes after a while.
        (await alerts.BeginAsync(workspace.Id, cause, Cancellation)).ShouldBeTrue();
        (await alerts.PurgeAsync(workspace.Id, TimeProvider.System.GetUtcNow().AddMinutes(1), Cancellation)).ShouldBe(1);
        (await alerts.ListAsync(workspace.Id, 10, Cancellation)).ShouldHaveSingleItem().Ending.ShouldBeNull();
    }

    private RetentionStore RetentionOf(DeliveryStore deliveries) => new(
        Contexts, runs, new WebhookStore(Contexts, protection, TimeProvider.System), deliveries, new AlertStore(Contexts, TimeProvider.System), TimeProvider.System);

    /// <summary>Makes all changes so far older. Returns the last of them.</summary>
    private async Task<long> AgeAsync(TimeSpan by)
    {
        await using var context = Contexts.CreateDbContext();
        var rows = await context.Changes.ToListAsync(Cancellation);
        rows.ForEach(r => r.At -= by);
        await context.SaveChangesAsync(Cancellation);
        return rows.Max(r => r.Id);
    }
}
