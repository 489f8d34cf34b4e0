using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Who is told of alerts, and what is on its way to them. One node at a time sends to a channel.</summary>
public sealed class AlertChannelStore(IDbContextFactory<RollcallDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector secrets = protection.CreateProtector("Rollcall.AlertSecret");

    /// <summary>Makes a channel. The secret, which is never shown again, is null for mail. Null when the workspace has one of this name.</summary>
    public async Task<(Guid Id, string? Secret)?> CreateAsync(WorkspaceId workspace, AlertChannel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = channel.Url is null ? null : SigningSecrets.New();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new AlertChannelRow { Id = Guid.CreateVersion7(now), WorkspaceId = workspace.Value, Name = channel.Name, CreatedAt = now, ProtectedSecret = secret is null ? null : secrets.Protect(secret) };
        Set(row, channel);
        context.AlertChannels.Add(row);
        if (!await context.AlertSettings.AnyAsync(s => s.WorkspaceId == workspace.Value, cancellationToken))
        {
            context.AlertSettings.Add(new AlertSettingsRow { WorkspaceId = workspace.Value });
        }

        return await IsSavedAsync(context, workspace, channel.Name, row.Id, cancellationToken) ? (row.Id, secret) : null;
    }

    /// <summary>Changes a channel; mail stays mail, and a webhook keeps its secret.</summary>
    public async Task<SchemaEdit> SaveAsync(WorkspaceId workspace, Guid id, AlertChannel channel, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.AlertChannels.SingleOrDefaultAsync(c => c.Id == id && c.WorkspaceId == workspace.Value, cancellationToken) is not { } row)
        {
            return SchemaEdit.Gone;
        }

        Set(row, channel);
        if (!await IsSavedAsync(context, workspace, channel.Name, id, cancellationToken))
        {
            return SchemaEdit.NameTaken;
        }

        // Nobody is written to who is not on the list any more.
        var recipients = channel.Url is null ? channel.Recipients : [""];
        await context.AlertNotices.Where(n => n.ChannelId == id && n.State == (int)DeliveryState.Waiting && !recipients.Contains(n.Recipient)).ExecuteDeleteAsync(cancellationToken);
        return SchemaEdit.Done;
    }

    /// <summary>Makes a new secret and returns it, this once; the old one signs too for a day, as those of subscriptions do. Null when there is no such
    /// channel, or it is mail.</summary>
    public async Task<string?> RollAsync(WorkspaceId workspace, Guid channel, CancellationToken cancellationToken)
    {
        var secret = SigningSecrets.New();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.AlertChannels.SingleOrDefaultAsync(c => c.Id == channel && c.WorkspaceId == workspace.Value && c.Url != null, cancellationToken) is not { } row)
        {
            return null;
        }

        (row.ProtectedOldSecret, row.OldSecretUntil) = (row.ProtectedSecret, time.GetUtcNow() + SigningSecrets.OldFor);
        row.ProtectedSecret = secrets.Protect(secret);
        await context.SaveChangesAsync(cancellationToken);
        return secret;
    }

    public async Task<IReadOnlyList<AlertChannelEntry>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.AlertChannels.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value).OrderBy(c => c.Name)
            .Select(c => new
            {
                Row = c,
                Waiting = context.AlertNotices.Count(n => n.ChannelId == c.Id && n.State == (int)DeliveryState.Waiting),
                Dead = context.AlertNotices.Count(n => n.ChannelId == c.Id && n.State == (int)DeliveryState.Dead),
                NextTryAt = context.AlertNotices.Where(n => n.ChannelId == c.Id && n.State == (int)DeliveryState.Waiting).Min(n => n.NextTryAt),
            }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new AlertChannelEntry(
            r.Row.Id, Of(r.Row), r.Row.CreatedAt, r.Row.LastSentAt, r.Row.LastFailedAt, r.Row.LastError, r.Row.LastStatus, r.Waiting, r.Dead, r.NextTryAt,
            r.Row.OldSecretUntil > now ? r.Row.OldSecretUntil : null))];
    }

    /// <summary>Null when the workspace has none of this id.</summary>
    public async Task<AlertChannelEntry?> FindAsync(WorkspaceId workspace, Guid channel, CancellationToken cancellationToken) =>
        (await ListAsync(workspace, cancellationToken)).FirstOrDefault(c => c.Id == channel);

    /// <summary>Null when the workspace has none of this name.</summary>
    public async Task<AlertChannelEntry?> FindAsync(WorkspaceId workspace, string name, CancellationToken cancellationToken) =>
        (await ListAsync(workspace, cancellationToken)).FirstOrDefault(c => c.Channel.Name == name);

    /// <summary>Tells it nothing any more. False when there was none.</summary>
    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid channel, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var wasThere = await context.AlertChannels.Where(c => c.Id == channel && c.WorkspaceId == workspace.Value).ExecuteDeleteAsync(cancellationToken) == 1;
        await context.AlertNotices.Where(n => n.ChannelId == channel && n.WorkspaceId == workspace.Value).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return wasThere;
    }

    /// <summary>Channels that something is to be sent to now, and that no node sends to.</summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.AlertChannels.Where(c => (c.LeaseUntil == null || c.LeaseUntil < now)
            && context.AlertNotices.Any(n => n.ChannelId == c.Id && n.State == (int)DeliveryState.Waiting && (n.NextTryAt == null || n.NextTryAt <= now)))
            .Select(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Takes a channel for a node, or keeps it a while longer. Null when another node has it, or it is gone.</summary>
    public async Task<AlertWork?> TakeAsync(Guid channel, Guid node, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + lease;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.AlertChannels.Where(c => c.Id == channel && (c.LeaseUntil == null || c.LeaseUntil < now || c.LeaseOwner == node))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseOwner, node).SetProperty(c => c.LeaseUntil, until), cancellationToken) != 1
            || await context.AlertChannels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == channel, cancellationToken) is not { } row)
        {
            return null;
        }

        var notices = await context.AlertNotices.AsNoTracking().Where(n => n.ChannelId == channel && n.State == (int)DeliveryState.Waiting)
            .Join(context.Alerts, n => n.AlertId, a => a.Id, (notice, alert) => new { notice, alert })
            .OrderBy(n => n.notice.CreatedAt).ThenBy(n => n.notice.IsEnd).ThenBy(n => n.notice.Id).ToListAsync(cancellationToken);
        return new AlertWork(row.Id, new WorkspaceId(row.WorkspaceId), Of(row), SecretsOf(row), [.. notices.Select(n => new AlertNotice(
            n.notice.Id, n.notice.Recipient, n.notice.IsEnd, n.notice.Attempts, n.notice.NextTryAt, AlertStore.ToEntry(n.alert)))]);
    }

    /// <summary>Lets another node take over at once.</summary>
    public async Task ReleaseAsync(Guid channel, Guid node, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.AlertChannels.Where(c => c.Id == channel && c.LeaseOwner == node)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseOwner, (Guid?)null).SetProperty(c => c.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>Writes down what came of a try to tell something.</summary>
    /// <param name="channel">Where it went.</param>
    /// <param name="notices">What was told at once.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="again">When it is tried again; null when a failed one is given up.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RecordAsync(Guid channel, IReadOnlyCollection<Guid> notices, DeliveryOutcome outcome, DateTimeOffset? again, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = outcome.IsDelivered ? DeliveryState.Delivered : again is null ? DeliveryState.Dead : DeliveryState.Waiting;
        DateTimeOffset? ended = state == DeliveryState.Waiting ? null : now;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.AlertNotices.Where(n => notices.Contains(n.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(n => n.State, (int)state).SetProperty(n => n.Attempts, n => n.Attempts + 1).SetProperty(n => n.NextTryAt, again)
                .SetProperty(n => n.LastError, outcome.Error).SetProperty(n => n.EndedAt, ended), cancellationToken);
        await RecordAsync(context, channel, outcome, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes down what came of a test.</summary>
    public async Task RecordTestAsync(Guid channel, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await RecordAsync(context, channel, outcome, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>What a test needs: addresses and secrets. Null when there is no such channel.</summary>
    public async Task<AlertWork?> RevealAsync(WorkspaceId workspace, Guid channel, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.AlertChannels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == channel && c.WorkspaceId == workspace.Value, cancellationToken) is { } row
            ? new AlertWork(row.Id, workspace, Of(row), SecretsOf(row), []) : null;
    }

    private static Task<int> RecordAsync(RollcallDbContext context, Guid channel, DeliveryOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken) => outcome.IsDelivered
        ? context.AlertChannels.Where(c => c.Id == channel).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.LastSentAt, now).SetProperty(c => c.LastError, (string?)null).SetProperty(c => c.LastStatus, outcome.Status), cancellationToken)
        : context.AlertChannels.Where(c => c.Id == channel).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.LastFailedAt, now).SetProperty(c => c.LastError, outcome.Error).SetProperty(c => c.LastStatus, outcome.Status), cancellationToken);

    private static Task<bool> IsSavedAsync(RollcallDbContext context, WorkspaceId workspace, string name, Guid id, CancellationToken cancellationToken) => context.TrySaveAsync(
        () => context.AlertChannels.AnyAsync(c => c.WorkspaceId == workspace.Value && c.Name == name && c.Id != id, cancellationToken), cancellationToken);

    private static void Set(AlertChannelRow row, AlertChannel channel)
    {
        row.Name = channel.Name;
        row.Recipients = channel.Url is null ? string.Join('\n', channel.Recipients) : null;
        row.Url = channel.Url;
        row.Kinds = channel.Kinds.Count == 0 ? null : string.Join('\n', channel.Kinds);
    }

    private static AlertChannel Of(AlertChannelRow row) => new(
        row.Name, row.Recipients?.Split('\n') ?? [], row.Url, [.. (row.Kinds?.Split('\n') ?? []).Select(k => Enum.Parse<AlertKind>(k))]);

    private string[] SecretsOf(AlertChannelRow row) => SigningSecrets.Of(secrets, row.ProtectedSecret, row.ProtectedOldSecret, row.OldSecretUntil, time.GetUtcNow());
}
