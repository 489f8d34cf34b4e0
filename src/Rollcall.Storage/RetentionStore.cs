using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>How many days a workspace keeps what.</summary>
/// <param name="History">Changes of the directory; null keeps all.</param>
/// <param name="Runs">Runs that wrote nothing; null keeps all.</param>
/// <param name="Findings">What runs found that is not current; null keeps all.</param>
/// <param name="Webhooks">Deliveries of HR systems that were seen to, with their raw bodies.</param>
/// <param name="Deliveries">The log of deliveries to other programs that were taken.</param>
/// <param name="Alerts">Alerts that are over.</param>
public sealed record Retention(int? History, int? Runs, int? Findings, int Webhooks, int Deliveries, int Alerts)
{
    /// <summary>History for ever.</summary>
    public static Retention Usual { get; } = new(null, null, null, Webhooks: 7, Deliveries: 30, Alerts: 90);
}

/// <summary>What goes, or would go.</summary>
/// <param name="Changes">Entries of the change log that go, or of which only the value that stands remains.</param>
/// <param name="Runs">Runs that wrote nothing.</param>
/// <param name="Findings">Runs that lose what they found.</param>
/// <param name="Webhooks">Deliveries of HR systems.</param>
/// <param name="Deliveries">Lines of the delivery log.</param>
/// <param name="Alerts">Alerts.</param>
public sealed record RetentionCounts(int Changes, int Runs, int Findings, int Webhooks, int Deliveries, int Alerts)
{
    public bool IsNothing => this == new RetentionCounts(0, 0, 0, 0, 0, 0);
}

/// <summary>Removes what a workspace does not want to keep, in small steps. Of the history stays what explains the present: of each value the change
/// that made it, without what was before.</summary>
public sealed class RetentionStore(
    IDbContextFactory<RollcallDbContext> contexts, RunStore runs, WebhookStore webhooks, DeliveryStore deliveries, AlertStore alerts, TimeProvider time)
{
    private static readonly TimeSpan HistoryEvery = TimeSpan.FromDays(1);

    /// <summary>What was before, of a person: it goes also where the change itself stays.</summary>
    private static readonly Expression<Func<ChangeRow, bool>> s_hasPast = c => c.Subject == (int)SubjectKind.Employee && (c.Before != null || c.Snapshot != null);

    public async Task<Retention> GetAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var keepRuns = await context.Workspaces.Where(w => w.Id == workspace.Value).Select(w => w.KeepRunsDays).SingleOrDefaultAsync(cancellationToken);
        var row = await context.Retention.AsNoTracking().SingleOrDefaultAsync(r => r.WorkspaceId == workspace.Value, cancellationToken);
        var usual = Retention.Usual;
        return new Retention(row?.HistoryDays, keepRuns, row?.FindingsDays, row?.WebhookDays ?? usual.Webhooks, row?.DeliveryDays ?? usual.Deliveries, row?.AlertDays ?? usual.Alerts);
    }

    /// <summary>Takes effect at the next look of a server, or with <see cref="PurgeAsync"/>.</summary>
    public async Task SetAsync(WorkspaceId workspace, Retention retention, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var row = await RowAsync(context, workspace, cancellationToken);
        (row.HistoryDays, row.FindingsDays) = (retention.History, retention.Findings);
        (row.WebhookDays, row.DeliveryDays, row.AlertDays) = (retention.Webhooks, retention.Deliveries, retention.Alerts);
        (row.PurgedAt, row.HistoryPurgedAt) = (null, null);
        await context.SaveChangesAsync(cancellationToken);
        await context.Workspaces.Where(w => w.Id == workspace.Value).ExecuteUpdateAsync(set => set.SetProperty(w => w.KeepRunsDays, retention.Runs), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What would go now if it were kept so.</summary>
    public async Task<RetentionCounts> PreviewAsync(WorkspaceId workspace, Retention retention, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var changes = retention.History is { } history && await PlaceAsync(context, workspace, now.AddDays(-history), cancellationToken) is { } place
            ? await CountAsync(context, Old(context, workspace, 0, place), cancellationToken) : 0;
        var newest = await RunStore.NewestAsync(context, workspace, cancellationToken);
        return new RetentionCounts(
            changes,
            retention.Runs is { } kept ? await RunStore.Prunable(context, workspace, now.AddDays(-kept), newest).CountAsync(cancellationToken) : 0,
            retention.Findings is { } findings ? await RunStore.WithOldFindings(context, workspace, now.AddDays(-findings)).CountAsync(cancellationToken) : 0,
            await WebhookStore.Handled(context, workspace, now.AddDays(-retention.Webhooks)).CountAsync(cancellationToken),
            await DeliveryStore.Ended(context, workspace, now.AddDays(-retention.Deliveries)).CountAsync(cancellationToken),
            await AlertStore.Over(context, workspace, now.AddDays(-retention.Alerts)).CountAsync(cancellationToken));
    }

    /// <summary>Subscriptions for whose sake history is kept longer than it should be: they have not taken it yet.</summary>
    public async Task<IReadOnlyList<string>> HoldersAsync(WorkspaceId workspace, Retention retention, CancellationToken cancellationToken)
    {
        if (retention.History is not { } days)
        {
            return [];
        }

        var before = time.GetUtcNow().AddDays(-days);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var holders = new List<string>();
        foreach (var (name, place) in await NeedsAsync(context, workspace, cancellationToken))
        {
            if (await context.Changes.AnyAsync(c => c.WorkspaceId == workspace.Value && c.Id > place && c.At < before, cancellationToken))
            {
                holders.Add(name);
            }
        }

        return holders;
    }

    /// <summary>Workspaces that no node has looked after for a while; they are this node's for that while.</summary>
    public async Task<IReadOnlyList<WorkspaceId>> TakeDueAsync(IEnumerable<WorkspaceId> all, TimeSpan every, CancellationToken cancellationToken)
    {
        var (now, before) = (time.GetUtcNow(), time.GetUtcNow() - every);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var looked = await context.Retention.AsNoTracking().Where(r => r.PurgedAt > before).Select(r => r.WorkspaceId).ToListAsync(cancellationToken);
        var taken = new List<WorkspaceId>();
        foreach (var workspace in all.ExceptBy(looked, w => w.Value).ToList())
        {
            try
            {
                await RowAsync(context, workspace, cancellationToken);
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another node made the row; which of the two goes on is decided below.
            }

            context.ChangeTracker.Clear();
            if (await context.Retention.Where(r => r.WorkspaceId == workspace.Value && (r.PurgedAt == null || r.PurgedAt <= before))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.PurgedAt, now), cancellationToken) == 1)
            {
                taken.Add(workspace);
            }
        }

        return taken;
    }

    /// <summary>Removes what is too old. The history is gone through once a day, or when a person asks.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="isAsked">Whether a person asks.</param>
    /// <param name="cancellationToken">Stops between two steps; what is left goes the next time.</param>
    public async Task<RetentionCounts> PurgeAsync(WorkspaceId workspace, bool isAsked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retention = await GetAsync(workspace, cancellationToken);
        return new RetentionCounts(
            retention.History is { } history ? await CutHistoryAsync(workspace, now.AddDays(-history), isAsked, cancellationToken) : 0,
            retention.Runs is { } kept ? await runs.PruneAsync(workspace, now.AddDays(-kept), cancellationToken) : 0,
            retention.Findings is { } findings ? await runs.RemoveFindingsAsync(workspace, now.AddDays(-findings), cancellationToken) : 0,
            await webhooks.PurgeAsync(workspace, now.AddDays(-retention.Webhooks), cancellationToken),
            await deliveries.PurgeAsync(workspace, now.AddDays(-retention.Deliveries), cancellationToken),
            await alerts.PurgeAsync(workspace, now.AddDays(-retention.Alerts), cancellationToken));
    }

    private async Task<int> CutHistoryAsync(WorkspaceId workspace, DateTimeOffset before, bool isAsked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await context.Retention.Where(r => r.WorkspaceId == workspace.Value).Select(r => r.HistoryPurgedAt).SingleOrDefaultAsync(cancellationToken);
        if ((!isAsked && now - last < HistoryEvery) || await PlaceAsync(context, workspace, before, cancellationToken) is not { } place)
        {
            return 0;
        }

        // The mark goes first: whoever reads afterwards knows what is not whole.
        var since = await context.Changes.Where(c => c.WorkspaceId == workspace.Value && c.Id <= place).MaxAsync(c => c.At, cancellationToken);
        await context.Retention.Where(r => r.WorkspaceId == workspace.Value && r.HistoryCursor < place)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.HistoryCursor, place).SetProperty(r => r.HistoryKeptSince, since), cancellationToken);
        var gone = 0;
        for (var at = 0L; ; await SmallSteps.PauseAsync(time, cancellationToken))
        {
            var ids = await Old(context, workspace, at, place).OrderBy(c => c.Id).Select(c => c.Id).Take(SmallSteps.Size).ToListAsync(cancellationToken);
            if (ids.Count == 0)
            {
                break;
            }

            gone += await CutPieceAsync(context, Old(context, workspace, at, ids[^1]), cancellationToken);
            at = ids[^1];
        }

        await context.Retention.Where(r => r.WorkspaceId == workspace.Value).ExecuteUpdateAsync(set => set.SetProperty(r => r.HistoryPurgedAt, now), cancellationToken);
        return gone;
    }

    private static async Task<int> CutPieceAsync(RollcallDbContext context, IQueryable<ChangeRow> piece, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Asked first, removed then: what goes is judged by what is there before any of it goes.
        var going = await piece.Where(IsSuperseded(context)).Select(c => c.Id).ToListAsync(cancellationToken);
        if (going.Count > 0)
        {
            await context.Changes.Where(c => going.Contains(c.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        var trimmed = await piece.Where(s_hasPast).ExecuteUpdateAsync(set => set.SetProperty(c => c.Before, (string?)null).SetProperty(c => c.Snapshot, (string?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return going.Count + trimmed;
    }

    private static async Task<int> CountAsync(RollcallDbContext context, IQueryable<ChangeRow> old, CancellationToken cancellationToken)
    {
        var going = old.Where(IsSuperseded(context));
        return await going.CountAsync(cancellationToken) + await old.CountAsync(s_hasPast, cancellationToken) - await going.CountAsync(s_hasPast, cancellationToken);
    }

    /// <summary>Whether a change explains nothing that stands: something newer did the same, its subject is gone, or it took something away.</summary>
    /// <remarks>Ids of people, teams and levels are of one workspace, attributes have none of their own. Were the workspace compared for all of them,
    /// a database without statistics would go through the whole of its log for each change, instead of through the subject's few.</remarks>
    internal static Expression<Func<ChangeRow, bool>> IsSuperseded(RollcallDbContext context) => c =>
        c.Verb == (int)ChangeVerb.Remove || (c.Verb == (int)ChangeVerb.Delete && c.Subject == (int)SubjectKind.Employee)
        || context.Changes.Any(n => n.SubjectId == c.SubjectId && n.Subject == c.Subject && (n.Subject != (int)SubjectKind.CustomAttribute || n.WorkspaceId == c.WorkspaceId) && n.Id > c.Id
            && (n.Verb == (int)ChangeVerb.Delete ? n.Subject != (int)SubjectKind.CustomAttribute || n.Field == c.Field
                : n.Field == c.Field && (c.Verb != (int)ChangeVerb.Add || (n.After ?? n.Before) == c.After)));

    private static IQueryable<ChangeRow> Old(RollcallDbContext context, WorkspaceId workspace, long after, long place) =>
        context.Changes.Where(c => c.WorkspaceId == workspace.Value && c.Id > after && c.Id <= place);

    /// <summary>The last place from before a moment that every subscription is past; null when there is none.</summary>
    private static async Task<long?> PlaceAsync(RollcallDbContext context, WorkspaceId workspace, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var cut = await HistoryQueries.CutAsync(context, workspace, cancellationToken);
        var needs = await NeedsAsync(context, workspace, cancellationToken);
        var most = needs.Count == 0 ? long.MaxValue : needs.Min(n => n.Place);
        var younger = await context.Changes.Where(c => c.WorkspaceId == workspace.Value && c.Id > cut.Cursor && c.At >= before).OrderBy(c => c.Id).Select(c => (long?)c.Id).FirstOrDefaultAsync(cancellationToken)
            ?? long.MaxValue;
        return await context.Changes.Where(c => c.WorkspaceId == workspace.Value && c.Id <= most && c.Id < younger).MaxAsync(c => (long?)c.Id, cancellationToken);
    }

    /// <summary>Up to where subscriptions have taken everything: what waits for them, and what was given up and can be sent again, is made from the log.</summary>
    private static async Task<IReadOnlyList<(string Name, long Place)>> NeedsAsync(RollcallDbContext context, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var rows = await context.Subscriptions.Where(s => s.WorkspaceId == workspace.Value).OrderBy(s => s.Name).Select(s => new
        {
            s.Name,
            s.Cursor,
            Open = context.Deliveries.Where(d => d.SubscriptionId == s.Id && !d.IsTest && d.State != (int)DeliveryState.Delivered).Min(d => (long?)d.FromCursor),
        }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Name, Math.Min(r.Cursor, r.Open ?? r.Cursor)))];
    }

    private static async Task<RetentionRow> RowAsync(RollcallDbContext context, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        if (await context.Retention.SingleOrDefaultAsync(r => r.WorkspaceId == workspace.Value, cancellationToken) is { } standing)
        {
            return standing;
        }

        var row = new RetentionRow { WorkspaceId = workspace.Value };
        context.Retention.Add(row);
        return row;
    }
}
