using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Storage.Tests;

/// <summary>What comes by webhook waits until it was read, and is kept for nobody's eyes.</summary>
public abstract partial class StorageTests
{
    private static readonly byte[] s_one = "one"u8.ToArray();
    private static readonly byte[] s_other = "other"u8.ToArray();

    [Fact]
    public async Task Deliveries_wait_once_each_and_are_put_together_by_connection()
    {
        var store = Webhooks;
        var (here, there) = (await ConnectAsync("here"), await ConnectAsync("there"));
        await store.CreateAsync(workspace.Id, here, "secret", Cancellation);
        await store.CreateAsync(workspace.Id, there, secret: null, Cancellation);
        await store.TakeAsync(workspace.Id, here, s_one, new WebhookHint.People(["1", "2"]), Cancellation);
        await store.TakeAsync(workspace.Id, here, s_one, new WebhookHint.People(["1", "2"]), Cancellation);
        await store.TakeAsync(workspace.Id, here, s_other, new WebhookHint.People(["2", "3"]), Cancellation);
        await store.TakeAsync(workspace.Id, here, s_other, new WebhookHint.Nothing(), Cancellation);
        await store.TakeAsync(workspace.Id, there, s_one, new WebhookHint.Everybody("not known"), Cancellation);

        var waiting = await store.WaitingAsync(Cancellation);
        var (first, second) = (waiting.Single(w => w.Connection == here), waiting.Single(w => w.Connection == there));
        first.People.ShouldBe(["1", "2", "3"]);
        first.Reason.ShouldBeNull();
        second.Reason.ShouldBe("not known");
        var entry = (await store.FindAsync(workspace.Id, here, Cancellation))!;
        (entry.Received, entry.Waiting, entry.HasSecret).ShouldBe((4, 2, true));

        // One that comes while the read goes on is not seen to by it.
        await store.TakeAsync(workspace.Id, here, "late"u8.ToArray(), new WebhookHint.People(["4"]), Cancellation);
        await store.HandledAsync(first, new RunId(Guid.CreateVersion7()), Cancellation);
        (await store.WaitingAsync(Cancellation)).Single(w => w.Connection == here).People.ShouldBe(["4"]);
        await store.TakeAsync(workspace.Id, here, s_one, new WebhookHint.People(["1", "2"]), Cancellation);
        (await store.WaitingAsync(Cancellation)).Single(w => w.Connection == here).People.ShouldBe(["4", "1", "2"]);
        (await store.PurgeAsync(workspace.Id, TimeProvider.System.GetUtcNow().AddMinutes(-1), Cancellation)).ShouldBe(0);
        (await store.PurgeAsync(workspace.Id, TimeProvider.System.GetUtcNow().AddMinutes(1), Cancellation)).ShouldBe(2);
        (await store.WaitingAsync(Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_whose_deliveries_pile_up_keeps_no_other_one_waiting()
    {
        var (full, other) = (await ConnectAsync("full"), await ConnectAsync("other"));
        await using (var context = Contexts.CreateDbContext())
        {
            context.WebhookEvents.AddRange(Enumerable.Range(0, WebhookStore.MostAtOnce + 1).Select(i => new WebhookEventRow
            {
                WorkspaceId = workspace.Id.Value,
                ConnectionId = full.Value,
                ReceivedAt = TimeProvider.System.GetUtcNow(),
                Digest = s_one,
                People = $"{i}",
            }));
            await context.SaveChangesAsync(Cancellation);
        }

        await Webhooks.CreateAsync(workspace.Id, other, secret: null, Cancellation);
        await Webhooks.TakeAsync(workspace.Id, other, s_one, new WebhookHint.People(["1"]), Cancellation);

        var waiting = await Webhooks.WaitingAsync(Cancellation);

        waiting.Select(w => w.Connection).ShouldBe([full, other], "whoever waits longest comes first");
        waiting[0].People.ShouldBe(Enumerable.Range(0, WebhookStore.MostAtOnce).Select(i => $"{i}"), "the oldest");
        waiting[1].People.ShouldBe(["1"]);
        await Webhooks.HandledAsync(waiting[0], run: null, Cancellation);
        (await Webhooks.WaitingAsync(Cancellation)).Single(w => w.Connection == full).People.ShouldBe([$"{WebhookStore.MostAtOnce}"]);
    }

    [Fact]
    public async Task An_address_opens_by_its_token_alone_and_nothing_of_it_is_readable_at_rest()
    {
        var store = Webhooks;
        var connection = await ConnectAsync("here");
        var token = await store.CreateAsync(workspace.Id, connection, "the secret of it", Cancellation);
        await store.TakeAsync(workspace.Id, connection, "a body with somebody in it"u8.ToArray(), new WebhookHint.People(["1"]), Cancellation);

        (await store.OpenAsync(connection, token, Cancellation)).ShouldBe((workspace.Id, "the secret of it"));
        (await store.OpenAsync(connection, token + "x", Cancellation)).ShouldBeNull();
        (await store.OpenAsync(new ConnectionId(Guid.CreateVersion7()), token, Cancellation)).ShouldBeNull();
        (await store.SetSecretAsync(new WorkspaceId(Guid.CreateVersion7()), connection, "x", Cancellation)).ShouldBeFalse();
        (await store.FindAsync(new WorkspaceId(Guid.CreateVersion7()), connection, Cancellation)).ShouldBeNull();
        await using var context = Contexts.CreateDbContext();
        var row = await context.Webhooks.AsNoTracking().SingleAsync(w => w.ConnectionId == connection.Value, Cancellation);
        row.ProtectedSecret!.ShouldNotContain("secret of it");
        (await context.WebhookEvents.AsNoTracking().SingleAsync(e => e.ConnectionId == connection.Value, Cancellation)).ProtectedBody!.ShouldNotContain("somebody");

        var renewed = await store.CreateAsync(workspace.Id, connection, secret: null, Cancellation);
        (await store.OpenAsync(connection, token, Cancellation)).ShouldBeNull();
        (await store.OpenAsync(connection, renewed, Cancellation)).ShouldBe((workspace.Id, null));
        await connections.DeleteAsync(workspace.Id, connection, Cancellation);
        (await store.OpenAsync(connection, renewed, Cancellation)).ShouldBeNull();
        await store.TakeAsync(workspace.Id, connection, "a body that comes late"u8.ToArray(), new WebhookHint.People(["1"]), Cancellation);
        (await context.WebhookEvents.AsNoTracking().AnyAsync(e => e.ConnectionId == connection.Value, Cancellation)).ShouldBeFalse("nobody would see to it");
        (await store.WaitingAsync(Cancellation)).ShouldNotContain(w => w.Connection == connection);
    }

    [Fact]
    public async Task A_run_that_could_not_begin_leaves_no_mark_by_itself_and_a_mark_is_kept_until_it_is_done()
    {
        var connection = await ConnectAsync("here");
        var begun = await BeginAsync(connection);

        (await runs.BeginAsync(workspace.Id, connection, RunTrigger.Webhook, ReadingKind.Single, Cancellation)).ShouldBe(new RunStart.Busy(begun));
        (await runs.BeginFollowUpAsync(workspace.Id, connection, Cancellation)).ShouldBeNull();
        (await runs.LeftFollowUpsAsync(Cancellation)).ShouldBeEmpty();
        (await runs.BeginAsync(workspace.Id, connection, RunTrigger.Manual, ReadingKind.Full, Cancellation)).ShouldBe(new RunStart.Busy(begun));
        (await runs.BeginFollowUpAsync(workspace.Id, connection, Cancellation)).ShouldBeNull();
        await runs.FollowUpAsync(workspace.Id, connection, Cancellation);
        (await runs.LeftFollowUpsAsync(Cancellation)).ShouldBeEmpty("its run goes on");
        await runs.FailAsync(begun, "ended by the test", Cancellation);
        (await runs.LeftFollowUpsAsync(Cancellation)).ShouldBe([(workspace.Id, connection)]);
        var followUp = (await runs.BeginFollowUpAsync(workspace.Id, connection, Cancellation)).ShouldNotBeNull();
        (await runs.GetAsync(workspace.Id, followUp.Run, Cancellation))!.Trigger.ShouldBe(RunTrigger.FollowUp);
        (await runs.LeftFollowUpsAsync(Cancellation)).ShouldBeEmpty();
    }

    private WebhookStore Webhooks => new(Contexts, new EphemeralDataProtectionProvider(), TimeProvider.System);

    private Task<ConnectionId> ConnectAsync(string name) =>
        connections.SaveAsync(workspace.Id, new Core.Mapping.ConnectionConfig { Name = name, Provider = "little", Mappings = [] }, 0, new Dictionary<string, string>(), null, Cancellation);
}
