using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Which causes are open and who was told of them. Every step is one transaction, so a node that dies tells nobody twice of a beginning
/// and forgets no end.</summary>
public sealed class AlertStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    /// <summary>Workspaces that somebody wants to be told of and that no node has looked at for a while; they are this node's for that while.</summary>
    public async Task<IReadOnlyList<WorkspaceId>> TakeDueAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        var (now, before) = (time.GetUtcNow(), time.GetUtcNow() - every);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await context.AlertSettings.AsNoTracking()
            .Where(s => (s.LookedAt == null || s.LookedAt <= before) && context.AlertChannels.Any(c => c.WorkspaceId == s.WorkspaceId))
            .Select(s => s.WorkspaceId).ToListAsync(cancellationToken);
        var taken = new List<WorkspaceId>();
        foreach (var workspace in due)
        {
            if (await context.AlertSettings.Where(s => s.WorkspaceId == workspace && (s.LookedAt == null || s.LookedAt <= before))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LookedAt, now), cancellationToken) == 1)
            {
                taken.Add(new WorkspaceId(workspace));
            }
        }

        return taken;
    }

    /// <summary>What is open.</summary>
    public async Task<IReadOnlyList<AlertEntry>> OpenAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Alerts.AsNoTracking().Where(a => a.WorkspaceId == workspace.Value && a.OpenCause != null).ToListAsync(cancellationToken);
        return [.. rows.Select(r => ToEntry(r))];
    }

    /// <summary>Open ones first, then the newest, with how many were told.</summary>
    public async Task<IReadOnlyList<AlertEntry>> ListAsync(WorkspaceId workspace, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Alerts.AsNoTracking().Where(a => a.WorkspaceId == workspace.Value)
            .OrderByDescending(a => a.OpenCause != null).ThenByDescending(a => a.BeganAt).ThenBy(a => a.Id).Take(take)
            .Select(a => new
            {
                Row = a,
                Waiting = context.AlertNotices.Count(n => n.AlertId == a.Id && n.State == (int)DeliveryState.Waiting),
                Sent = context.AlertNotices.Count(n => n.AlertId == a.Id && n.State == (int)DeliveryState.Delivered),
                Dead = context.AlertNotices.Count(n => n.AlertId == a.Id && n.State == (int)DeliveryState.Dead),
            }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => ToEntry(r.Row, r.Waiting, r.Sent, r.Dead))];
    }

    /// <summary>A cause began. False when it is open already: another node saw it first.</summary>
    public async Task<bool> BeginAsync(WorkspaceId workspace, AlertCause cause, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Alerts.Add(new AlertRow
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = workspace.Value,
            OpenCause = cause.Key,
            Kind = (int)cause.Kind,
            SubjectId = cause.SubjectId,
            Subject = cause.Subject,
            Code = cause.Code,
            Attribute = cause.Attribute,
            Count = cause.Count,
            What = cause.What,
            Fix = cause.Fix,
            Path = cause.Path,
            BeganAt = now,
        });
        return await context.TrySaveAsync(() => context.Alerts.AnyAsync(a => a.WorkspaceId == workspace.Value && a.OpenCause == cause.Key, cancellationToken), cancellationToken);
    }

    /// <summary>An alert is over; whoever was told of it is told that too. False when it was over already.</summary>
    public async Task<bool> EndAsync(WorkspaceId workspace, Guid alert, AlertEnding ending, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isOurs = await context.Alerts.Where(a => a.Id == alert && a.WorkspaceId == workspace.Value && a.OpenCause != null).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.OpenCause, (string?)null).SetProperty(a => a.EndedAt, now).SetProperty(a => a.Ending, (int)ending), cancellationToken) == 1;
        if (isOurs)
        {
            // Whoever was never told that it began need not hear that it is over.
            var told = await context.AlertNotices.AsNoTracking().Where(n => n.AlertId == alert && !n.IsEnd && n.State != (int)DeliveryState.Dead).ToListAsync(cancellationToken);
            context.AlertNotices.AddRange(told.Select(n => NewNotice(workspace, alert, n.ChannelId, n.Recipient, isEnd: true, now)));
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return isOurs;
    }

    /// <summary>Writes down who is to be told of what is open and has not been: also whoever was added since.</summary>
    public async Task TellAsync(WorkspaceId workspace, IReadOnlyList<AlertChannelEntry> channels, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await context.Alerts.AsNoTracking().Where(a => a.WorkspaceId == workspace.Value && a.OpenCause != null).OrderBy(a => a.BeganAt).ThenBy(a => a.Id)
            .Select(a => new { a.Id, a.Kind }).ToListAsync(cancellationToken);
        var told = (await context.AlertNotices.AsNoTracking()
            .Where(n => n.WorkspaceId == workspace.Value && !n.IsEnd && context.Alerts.Any(a => a.Id == n.AlertId && a.OpenCause != null))
            .Select(n => new { n.AlertId, n.ChannelId, n.Recipient }).ToListAsync(cancellationToken)).Select(n => (n.AlertId, n.ChannelId, n.Recipient)).ToHashSet();
        context.AlertNotices.AddRange(
            from alert in open
            from channel in channels
            where channel.Channel.Takes((AlertKind)alert.Kind)
            from recipient in channel.Channel.Url is null ? channel.Channel.Recipients : [""]
            where !told.Contains((alert.Id, channel.Id, recipient))
            select NewNotice(workspace, alert.Id, channel.Id, recipient, isEnd: false, now));
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A connection without a good sync for so many hours is told of; null goes by its schedule.</summary>
    public async Task<int?> StaleAfterHoursAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.AlertSettings.Where(s => s.WorkspaceId == workspace.Value).Select(s => s.StaleAfterHours).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task SetStaleAfterHoursAsync(WorkspaceId workspace, int? hours, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.AlertSettings.Where(s => s.WorkspaceId == workspace.Value).ExecuteUpdateAsync(set => set.SetProperty(s => s.StaleAfterHours, hours), cancellationToken) == 0)
        {
            context.AlertSettings.Add(new AlertSettingsRow { WorkspaceId = workspace.Value, StaleAfterHours = hours });
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Forgets what ended before a moment, and who was told of it. Returns how many.</summary>
    public async Task<int> PurgeAsync(WorkspaceId workspace, DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var over = Over(context, workspace, endedBefore);
        await SmallSteps.DeleteAsync(context.AlertNotices.Where(n => over.Any(a => a.Id == n.AlertId)).OrderBy(n => n.Id), time, cancellationToken);
        return await SmallSteps.DeleteAsync(over.OrderBy(a => a.Id), time, cancellationToken);
    }

    internal static IQueryable<AlertRow> Over(RollcallDbContext context, WorkspaceId workspace, DateTimeOffset before) =>
        context.Alerts.Where(a => a.WorkspaceId == workspace.Value && a.EndedAt != null && a.EndedAt < before);

    internal static AlertEntry ToEntry(AlertRow row, int waiting = 0, int sent = 0, int dead = 0) => new(
        row.Id, row.OpenCause, (AlertKind)row.Kind, row.SubjectId, row.Subject, row.Code, row.Attribute, row.Count, row.What, row.Fix, row.Path, row.BeganAt, row.EndedAt,
        (AlertEnding?)row.Ending, waiting, sent, dead);

    private static AlertNoticeRow NewNotice(WorkspaceId workspace, Guid alert, Guid channel, string recipient, bool isEnd, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        WorkspaceId = workspace.Value,
        AlertId = alert,
        ChannelId = channel,
        Recipient = recipient,
        IsEnd = isEnd,
        State = (int)DeliveryState.Waiting,
        CreatedAt = now,
    };
}
