using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Who hears of changes, and of which. What is on its way to them is in <see cref="DeliveryStore"/>.</summary>
public sealed class SubscriptionStore(IDbContextFactory<RollcallDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>What the secrets of subscriptions are encrypted for.</summary>
    internal const string SecretPurpose = "Rollcall.SubscriptionSecret";

    private readonly IDataProtector secrets = protection.CreateProtector(SecretPurpose);

    /// <summary>Makes a subscription and returns it with its secret, which is never shown again. Null when the workspace has one of this name.</summary>
    /// <param name="workspace">Whose changes.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="url">Where deliveries go.</param>
    /// <param name="filter">What it hears of.</param>
    /// <param name="fromBeginning">Begin with the first change that is kept instead of the next one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<(Guid Id, string Secret)?> CreateAsync(
        WorkspaceId workspace, string name, string url, SubscriptionFilter filter, bool fromBeginning, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = SigningSecrets.New();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new SubscriptionRow
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = workspace.Value,
            Name = name,
            Url = url,
            EmployeesOnly = filter.EmployeesOnly,
            Fields = FieldsOf(filter),
            ProtectedSecret = secrets.Protect(secret),
            Cursor = fromBeginning ? (await HistoryQueries.CutAsync(context, workspace, cancellationToken)).Cursor : await context.Changes.Where(c => c.WorkspaceId == workspace.Value).OrderByDescending(c => c.Id).Select(c => c.Id).FirstOrDefaultAsync(cancellationToken),
            CreatedAt = now,
        };
        context.Subscriptions.Add(row);
        return await IsSavedAsync(context, workspace, name, row.Id, cancellationToken) ? (row.Id, secret) : null;
    }

    public async Task<IReadOnlyList<SubscriptionEntry>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Subscriptions.AsNoTracking().Where(s => s.WorkspaceId == workspace.Value).OrderBy(s => s.Name)
            .Select(s => new
            {
                Row = s,
                Waiting = context.Deliveries.Count(d => d.SubscriptionId == s.Id && !d.IsTest && d.State == (int)DeliveryState.Waiting),
                Dead = context.Deliveries.Count(d => d.SubscriptionId == s.Id && !d.IsTest && d.State == (int)DeliveryState.Dead),
            }).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return [.. rows.Select(r => new SubscriptionEntry(
            r.Row.Id, r.Row.Name, r.Row.Url, FilterOf(r.Row), r.Row.Paused, r.Row.PauseReason, r.Row.CreatedAt, r.Row.Cursor, r.Row.LastDeliveredAt, r.Waiting, r.Dead,
            r.Row.NextTryAt, r.Row.OldSecretUntil > now ? r.Row.OldSecretUntil : null))];
    }

    /// <summary>Null when the workspace has none of this id.</summary>
    public async Task<SubscriptionEntry?> FindAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken) =>
        (await ListAsync(workspace, cancellationToken)).FirstOrDefault(s => s.Id == subscription);

    /// <summary>Null when the workspace has none of this name.</summary>
    public async Task<SubscriptionEntry?> FindAsync(WorkspaceId workspace, string name, CancellationToken cancellationToken) =>
        (await ListAsync(workspace, cancellationToken)).FirstOrDefault(s => s.Name == name);

    /// <summary>Changes name, address and what it hears of. What waits goes to the new address at once, with the new choice of changes.</summary>
    public async Task<SubscriptionEdit> EditAsync(WorkspaceId workspace, Guid subscription, string name, string url, SubscriptionFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Subscriptions.SingleOrDefaultAsync(s => s.Id == subscription && s.WorkspaceId == workspace.Value, cancellationToken);
        if (row is null)
        {
            return SubscriptionEdit.Gone;
        }

        (row.Name, row.EmployeesOnly, row.Fields) = (name, filter.EmployeesOnly, FieldsOf(filter));
        if (row.Url != url)
        {
            (row.Url, row.NextTryAt) = (url, null);
        }

        try
        {
            return await IsSavedAsync(context, workspace, name, subscription, cancellationToken) ? SubscriptionEdit.Done : SubscriptionEdit.NameTaken;
        }
        catch (DbUpdateConcurrencyException)
        {
            return SubscriptionEdit.Gone;
        }
    }

    /// <summary>Stops sending; changes wait in the log. False when there is none.</summary>
    public async Task<bool> PauseAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Subscriptions.Where(s => s.Id == subscription && s.WorkspaceId == workspace.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Paused, true).SetProperty(s => s.PauseReason, (string?)null), cancellationToken) == 1;
    }

    /// <summary>Goes on at once, with what waited first, as if it had not been tried. False when there is none.</summary>
    public async Task<bool> ResumeAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isThere = await context.Subscriptions.Where(s => s.Id == subscription && s.WorkspaceId == workspace.Value).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Paused, false).SetProperty(s => s.PauseReason, (string?)null).SetProperty(s => s.NextTryAt, (DateTimeOffset?)null), cancellationToken) == 1;
        if (isThere)
        {
            await context.Deliveries.Where(d => d.SubscriptionId == subscription && d.State == (int)DeliveryState.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Attempts, 0), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isThere;
    }

    /// <summary>Makes a new secret and returns it, this once; the old one signs too for a day. Null when there is no such subscription.</summary>
    public async Task<string?> RollAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken)
    {
        var secret = SigningSecrets.New();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Subscriptions.SingleOrDefaultAsync(s => s.Id == subscription && s.WorkspaceId == workspace.Value, cancellationToken);
        if (row is null)
        {
            return null;
        }

        (row.ProtectedOldSecret, row.OldSecretUntil) = (row.ProtectedSecret, time.GetUtcNow() + SigningSecrets.OldFor);
        row.ProtectedSecret = secrets.Protect(secret);
        await context.SaveChangesAsync(cancellationToken);
        return secret;
    }

    /// <summary>Sends nothing any more; its log goes too. False when there was none.</summary>
    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var wasThere = await context.Subscriptions.Where(s => s.Id == subscription && s.WorkspaceId == workspace.Value).ExecuteDeleteAsync(cancellationToken) == 1;
        await context.Deliveries.Where(d => d.SubscriptionId == subscription && d.WorkspaceId == workspace.Value).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return wasThere;
    }

    private static Task<bool> IsSavedAsync(RollcallDbContext context, WorkspaceId workspace, string name, Guid id, CancellationToken cancellationToken) => context.TrySaveAsync(
        () => context.Subscriptions.AnyAsync(s => s.WorkspaceId == workspace.Value && s.Name == name && s.Id != id, cancellationToken), cancellationToken);

    private static string? FieldsOf(SubscriptionFilter filter) => filter.Fields.Count == 0 ? null : string.Join('\n', filter.Fields);

    internal static SubscriptionFilter FilterOf(SubscriptionRow row) => new(row.EmployeesOnly, row.Fields?.Split('\n') ?? []);
}
