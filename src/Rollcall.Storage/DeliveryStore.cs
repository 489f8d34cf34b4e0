using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>What is on its way to subscriptions. The change log feeds it: only what is committed is in it, in its order. A node takes a
/// subscription for a while and is the only one to send to it.</summary>
public sealed class DeliveryStore(IDbContextFactory<RollcallDbContext> contexts, HistoryQueries history, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Why a subscription pauses whose consumer answered 410.</summary>
    public const string Gone = "gone";

    /// <summary>So many changes are in one delivery at most.</summary>
    public const int MostChanges = 100;

    /// <summary>So many places of the log are looked at for one delivery at most.</summary>
    private const int MostPlaces = 500;

    private readonly IDataProtector secrets = protection.CreateProtector(SubscriptionStore.SecretPurpose);

    /// <summary>The delivery log, the newest first.</summary>
    public async Task<IReadOnlyList<DeliveryEntry>> LogAsync(WorkspaceId workspace, Guid subscription, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Deliveries.AsNoTracking().Where(d => d.SubscriptionId == subscription && d.WorkspaceId == workspace.Value)
            .OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.ToCursor).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new DeliveryEntry(
            r.Id, r.IsTest, (DeliveryState)r.State, r.FromCursor, r.ToCursor, r.Changes, r.Attempts, r.LastStatus, r.LastError, r.CreatedAt, r.LastTriedAt, r.EndedAt))];
    }

    /// <summary>Sends dead letters again, one or all, with the ids they had. Returns how many.</summary>
    public async Task<int> ReplayAsync(WorkspaceId workspace, Guid subscription, Guid? delivery, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var count = await DeadLetters(context, workspace, subscription, delivery).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, (int)DeliveryState.Waiting).SetProperty(d => d.Attempts, 0).SetProperty(d => d.EndedAt, (DateTimeOffset?)null), cancellationToken);
        if (count > 0)
        {
            await context.Subscriptions.Where(s => s.Id == subscription).ExecuteUpdateAsync(set => set.SetProperty(s => s.NextTryAt, (DateTimeOffset?)null), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    /// <summary>Forgets dead letters, one or all. Returns how many.</summary>
    public async Task<int> DropAsync(WorkspaceId workspace, Guid subscription, Guid? delivery, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DeadLetters(context, workspace, subscription, delivery).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Subscriptions that something is to be sent to now, and that no node delivers to.</summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Subscriptions.AsNoTracking()
            .Where(s => !s.Paused && (s.LeaseUntil == null || s.LeaseUntil < now) && (s.NextTryAt == null || s.NextTryAt <= now)).OrderBy(s => s.NextTryAt)
            .Select(s => new { s.Id, s.WorkspaceId, s.Cursor, HasWaiting = context.Deliveries.Any(d => d.SubscriptionId == s.Id && d.State == (int)DeliveryState.Waiting) })
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var due = new List<Guid>();
        var last = await context.Changes.MaxAsync(c => (long?)c.Id, cancellationToken) ?? 0;
        foreach (var row in rows)
        {
            if (row.HasWaiting || (row.Cursor < last && await context.Changes.AnyAsync(c => c.Id > row.Cursor && c.WorkspaceId == row.WorkspaceId, cancellationToken)))
            {
                due.Add(row.Id);
            }
        }

        return due;
    }

    /// <summary>Takes a subscription for a node, or keeps it a while longer. Null when another node has it, or it is paused, gone or not due.</summary>
    public async Task<SubscriptionWork?> TakeAsync(Guid subscription, Guid node, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + lease;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await context.Subscriptions
            .Where(s => s.Id == subscription && !s.Paused && (s.LeaseUntil == null || s.LeaseUntil < now || s.LeaseOwner == node) && (s.NextTryAt == null || s.NextTryAt <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseOwner, node).SetProperty(s => s.LeaseUntil, until), cancellationToken);
        return taken == 1 && await context.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == subscription, cancellationToken) is { } row ? WorkOf(row) : null;
    }

    /// <summary>Lets another node take over at once.</summary>
    public async Task ReleaseAsync(Guid subscription, Guid node, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Subscriptions.Where(s => s.Id == subscription && s.LeaseOwner == node)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseOwner, (Guid?)null).SetProperty(s => s.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>What to send next: what waits, else the next piece of the log. Null when there is nothing, or the subscription is not this node's any more.</summary>
    public async Task<DeliveryWork?> NextAsync(SubscriptionWork work, Guid node, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var allWaiting = context.Deliveries.AsNoTracking().Where(d => d.SubscriptionId == work.Id && d.State == (int)DeliveryState.Waiting).OrderBy(d => d.ToCursor);
        while (await allWaiting.FirstOrDefaultAsync(cancellationToken) is { } waiting)
        {
            var piece = await history.SinceAsync(work.Workspace, waiting.FromCursor, MostPlaces, cancellationToken);
            IReadOnlyList<(long Cursor, HistoryEntry Entry)> left = [.. piece.Where(p => p.Cursor <= waiting.ToCursor && work.Filter.Takes(p.Entry.Change))];
            if (left.Count > 0)
            {
                return new DeliveryWork(waiting.Id, waiting.ToCursor, waiting.Attempts, left);
            }

            if (!await EndAsync(context, work.Id, node, waiting.Id, cancellationToken))
            {
                return null;
            }
        }

        // A subscription that was to begin with the first change begins with the first that is kept.
        var kept = await HistoryQueries.CutAsync(context, work.Workspace, cancellationToken);
        for (var cursor = work.Cursor; ;)
        {
            var from = Math.Max(cursor, kept.Cursor);
            var places = await history.SinceAsync(work.Workspace, from, MostPlaces, cancellationToken);
            if (places.Count == 0)
            {
                return null;
            }

            IReadOnlyList<(long Cursor, HistoryEntry Entry)> changes = [.. places.Where(p => work.Filter.Takes(p.Entry.Change)).Take(MostChanges)];
            var to = changes.Count == MostChanges ? changes[^1].Cursor : places[^1].Cursor;
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var stood = cursor;
            if (await context.Subscriptions.Where(s => s.Id == work.Id && s.LeaseOwner == node && s.Cursor == stood)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Cursor, to), cancellationToken) != 1)
            {
                return null;
            }

            var now = time.GetUtcNow();
            var row = new DeliveryRow { Id = Guid.CreateVersion7(now), SubscriptionId = work.Id, WorkspaceId = work.Workspace.Value, FromCursor = from, ToCursor = to, Changes = changes.Count, CreatedAt = now };
            if (changes.Count > 0)
            {
                context.Deliveries.Add(row);
                await context.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            if (changes.Count > 0)
            {
                return new DeliveryWork(row.Id, to, 0, changes);
            }

            cursor = to;
        }
    }

    /// <summary>Writes down what came of a try. False when the subscription is not this node's any more: then it counts for nothing.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="node">Who tried.</param>
    /// <param name="delivery">What.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="nextTry">When a failed one is tried again; null makes it a dead letter.</param>
    /// <param name="isGone">The consumer wants no more: the subscription pauses, the delivery waits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> RecordAsync(
        Guid subscription, Guid node, Guid delivery, DeliveryOutcome outcome, DateTimeOffset? nextTry, bool isGone, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = outcome.IsDelivered ? DeliveryState.Delivered : nextTry is null && !isGone ? DeliveryState.Dead : DeliveryState.Waiting;
        DateTimeOffset? ended = state == DeliveryState.Waiting ? null : now;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await IfOursAsync(
            context, subscription, node, delivery,
            set =>
            {
                set.SetProperty(s => s.NextTryAt, state == DeliveryState.Waiting ? nextTry : null);
                if (outcome.IsDelivered)
                {
                    set.SetProperty(s => s.LastDeliveredAt, now);
                }

                if (isGone)
                {
                    set.SetProperty(s => s.Paused, true).SetProperty(s => s.PauseReason, Gone);
                }
            },
            set => set.SetProperty(d => d.State, (int)state).SetProperty(d => d.Attempts, d => d.Attempts + 1).SetProperty(d => d.LastStatus, outcome.Status)
                .SetProperty(d => d.LastError, outcome.Error).SetProperty(d => d.LastTriedAt, now).SetProperty(d => d.EndedAt, ended), cancellationToken);
    }

    /// <summary>What a test delivery needs: address and secrets. Null when there is no such subscription.</summary>
    public async Task<SubscriptionWork?> RevealAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == subscription && s.WorkspaceId == workspace.Value, cancellationToken) is { } row ? WorkOf(row) : null;
    }

    /// <summary>Writes down what came of a test delivery.</summary>
    public async Task RecordTestAsync(SubscriptionWork work, Guid delivery, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Deliveries.Add(new DeliveryRow
        {
            Id = delivery,
            SubscriptionId = work.Id,
            WorkspaceId = work.Workspace.Value,
            IsTest = true,
            State = (int)(outcome.IsDelivered ? DeliveryState.Delivered : DeliveryState.Dead),
            FromCursor = work.Cursor,
            ToCursor = work.Cursor,
            Attempts = 1,
            LastStatus = outcome.Status,
            LastError = outcome.Error,
            CreatedAt = now,
            LastTriedAt = now,
            EndedAt = now,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Forgets what ended before a moment; dead letters stay. Returns how many.</summary>
    public async Task<int> PurgeAsync(WorkspaceId workspace, DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SmallSteps.DeleteAsync(Ended(context, workspace, endedBefore).OrderBy(d => d.Id), time, cancellationToken);
    }

    internal static IQueryable<DeliveryRow> Ended(RollcallDbContext context, WorkspaceId workspace, DateTimeOffset before) => context.Deliveries.Where(
        d => d.WorkspaceId == workspace.Value && d.EndedAt != null && d.EndedAt < before && (d.IsTest || d.State == (int)DeliveryState.Delivered));

    /// <summary>Ends a delivery that has nothing left to say, because the choice of changes is another one since it was made: as if it was taken, with
    /// nothing sent. False when the subscription is not this node's any more.</summary>
    private Task<bool> EndAsync(RollcallDbContext context, Guid subscription, Guid node, Guid delivery, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return IfOursAsync(
            context, subscription, node, delivery, set => set.SetProperty(s => s.NextTryAt, (DateTimeOffset?)null),
            set => set.SetProperty(d => d.State, (int)DeliveryState.Delivered).SetProperty(d => d.EndedAt, now), cancellationToken);
    }

    /// <summary>Changes a subscription and one of its deliveries together, as long as the subscription is this node's; false when it is not any more.</summary>
    private static async Task<bool> IfOursAsync(
        RollcallDbContext context, Guid subscription, Guid node, Guid delivery, Action<UpdateSettersBuilder<SubscriptionRow>> onSubscription,
        Action<UpdateSettersBuilder<DeliveryRow>> onDelivery, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isOurs = await context.Subscriptions.Where(s => s.Id == subscription && s.LeaseOwner == node).ExecuteUpdateAsync(onSubscription, cancellationToken) == 1;
        if (isOurs)
        {
            await context.Deliveries.Where(d => d.Id == delivery && d.SubscriptionId == subscription).ExecuteUpdateAsync(onDelivery, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isOurs;
    }

    private static IQueryable<DeliveryRow> DeadLetters(RollcallDbContext context, WorkspaceId workspace, Guid subscription, Guid? delivery) => context.Deliveries.Where(d =>
        d.SubscriptionId == subscription && d.WorkspaceId == workspace.Value && d.State == (int)DeliveryState.Dead && !d.IsTest && (delivery == null || d.Id == delivery));

    private SubscriptionWork WorkOf(SubscriptionRow row) => new(
        row.Id, new WorkspaceId(row.WorkspaceId), row.Url, SubscriptionStore.FilterOf(row), row.Cursor,
        SigningSecrets.Of(secrets, row.ProtectedSecret, row.ProtectedOldSecret, row.OldSecretUntil, time.GetUtcNow()));
}
