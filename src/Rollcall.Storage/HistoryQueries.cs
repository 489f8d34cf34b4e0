using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>One entry of the change log with its time and run.</summary>
public sealed record HistoryEntry(DateTimeOffset At, RunId? Run, Change Change)
{
    /// <summary>It is from before the part that is kept, and stays only to explain what stands: what was before it is gone.</summary>
    public bool IsCut { get; init; }

    public override string ToString() => Change.ToString();
}

/// <summary>Where the kept part of the change log begins.</summary>
/// <param name="KeptSince">All changes after this moment are there; null when all ever are.</param>
/// <param name="Cursor">The last place that is not kept.</param>
public sealed record HistoryCut(DateTimeOffset? KeptSince, long Cursor);

/// <summary>The change log: every field's past values, and the directory as of any past moment.</summary>
public sealed class HistoryQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    /// <summary>All changes of one employee, newest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> OfEmployeeAsync(WorkspaceId workspace, EmployeeId employee, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfEmployeeAsync(context, workspace, employee, (await SchemaRows.ReadAsync(context, workspace.Value, cancellationToken)).Layout, cancellationToken);
    }

    /// <summary>The same, for whoever has the layout already.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> OfEmployeeAsync(WorkspaceId workspace, EmployeeId employee, FieldLayout layout, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfEmployeeAsync(context, workspace, employee, layout, cancellationToken);
    }

    private static async Task<IReadOnlyList<HistoryEntry>> OfEmployeeAsync(
        RollcallDbContext context, WorkspaceId workspace, EmployeeId employee, FieldLayout layout, CancellationToken cancellationToken)
    {
        var snapshots = new SnapshotReader(layout);
        var rows = await context.Changes.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value && c.SubjectId == employee.Value)
            .OrderByDescending(c => c.Id).ToListAsync(cancellationToken);
        var cut = await CutAsync(context, workspace, cancellationToken);
        return [.. rows.Select(r => new HistoryEntry(r.At, r.RunId is { } run ? new RunId(run) : null, ChangeRows.ToChange(r, snapshots)) { IsCut = r.Id <= cut.Cursor })];
    }

    /// <summary>Where the kept part begins. Asked after reading: the mark is moved before anything goes, so what was read before it is whole.</summary>
    public async Task<HistoryCut> CutAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CutAsync(context, workspace, cancellationToken);
    }

    /// <summary>Since when history is kept, when changes of the run are from before; null when all that it wrote is there.</summary>
    public async Task<DateTimeOffset?> CutOfRunAsync(WorkspaceId workspace, RunEntry run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var there = await context.Changes.Where(c => c.WorkspaceId == workspace.Value && c.RunId == run.Id.Value).GroupBy(_ => 1)
            .Select(g => new { Count = g.Count(), First = g.Min(c => c.Id) }).SingleOrDefaultAsync(cancellationToken);
        var cut = await CutAsync(context, workspace, cancellationToken);
        return cut.KeptSince is { } since && run.Applied > 0 && (there is null || there.Count < run.Applied || there.First <= cut.Cursor) ? since : null;
    }

    internal static async Task<HistoryCut> CutAsync(RollcallDbContext context, WorkspaceId workspace, CancellationToken cancellationToken) =>
        await context.Retention.AsNoTracking().Where(r => r.WorkspaceId == workspace.Value).Select(r => new HistoryCut(r.HistoryKeptSince, r.HistoryCursor)).SingleOrDefaultAsync(cancellationToken)
        ?? new HistoryCut(null, 0);

    /// <summary>The change log after a place in it, oldest first. Nothing is written beside an applying run, so places are in the order of commits.</summary>
    public async Task<IReadOnlyList<(long Cursor, HistoryEntry Entry)>> SinceAsync(WorkspaceId workspace, long after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshots = new SnapshotReader((await SchemaRows.ReadAsync(context, workspace.Value, cancellationToken)).Layout);
        var rows = await context.Changes.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value && c.Id > after).OrderBy(c => c.Id).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Id, new HistoryEntry(r.At, r.RunId is { } run ? new RunId(run) : null, ChangeRows.ToChange(r, snapshots))))];
    }

    /// <summary>The employee as they were at a moment: today's state, unwound. Null when they were not in the directory then.</summary>
    public async Task<EmployeeState?> AsOfAsync(WorkspaceId workspace, EmployeeId employee, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var layout = (await SchemaRows.ReadAsync(context, workspace.Value, cancellationToken)).Layout;
        var standing = await EmployeeReader.ReadStatesAsync(context.Database.GetDbConnection(), workspace.Value, layout, [employee.Value], cancellationToken);
        var later = (await OfEmployeeAsync(context, workspace, employee, layout, cancellationToken)).Where(h => h.At > moment).ToList();
        return Unwind(standing.SingleOrDefault(), later.Select(h => h.Change), layout);
    }

    /// <summary>Everybody as they were at a moment.</summary>
    public async Task<IReadOnlyList<EmployeeState>> DirectoryAsOfAsync(WorkspaceId workspace, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var layout = (await SchemaRows.ReadAsync(context, workspace.Value, cancellationToken)).Layout;
        var standing = (await EmployeeReader.ReadStatesAsync(context.Database.GetDbConnection(), workspace.Value, layout, null, cancellationToken)).ToDictionary(e => e.Id.Value);
        var rows = await context.Changes.AsNoTracking()
            .Where(c => c.WorkspaceId == workspace.Value && c.Subject == (int)SubjectKind.Employee && c.At > moment)
            .OrderByDescending(c => c.Id).ToListAsync(cancellationToken);
        var snapshots = new SnapshotReader(layout);
        var later = rows.ToLookup(r => r.SubjectId, r => ChangeRows.ToChange(r, snapshots));
        return [.. standing.Keys.Concat(later.Select(l => l.Key)).Distinct()
            .Select(id => Unwind(standing.GetValueOrDefault(id), later[id], layout)).OfType<EmployeeState>().OrderBy(e => e.Id)];
    }

    /// <summary>Takes changes back, newest first.</summary>
    private static EmployeeState? Unwind(EmployeeState? state, IEnumerable<Change> newestFirst, FieldLayout layout)
    {
        foreach (var change in newestFirst)
        {
            state = (change.Verb, state) switch
            {
                (ChangeVerb.Create, _) => null,
                (ChangeVerb.Delete, _) => (EmployeeState)change.Snapshot!,
                (_, null) => null,
                (ChangeVerb.Set, { } standing) => WithValue(standing, change, layout),
                (ChangeVerb.Add or ChangeVerb.Remove, { } standing) => WithLink(standing, change.Inverse()),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        return state;
    }

    private static EmployeeState WithValue(EmployeeState state, Change change, FieldLayout layout)
    {
        if (change.Field == Fields.Status)
        {
            var status = AccountStatusWord.Parse(change.Before!)!.Value;
            return Copy(state, status, state.Values, state.Teams, state.AdditionalManagers);
        }

        var slot = layout.IndexOf(change.Field);
        if (slot < 0)
        {
            return state;
        }

        var values = state.Values.ToArray();
        values[slot] = change.Before;
        return Copy(state, state.Status, values, state.Teams, state.AdditionalManagers);
    }

    private static EmployeeState WithLink(EmployeeState state, Change inverse)
    {
        var id = Guid.Parse((inverse.After ?? inverse.Before)!);
        var origin = new Origin(inverse.Origin);
        return inverse.Field == Fields.Team
            ? Copy(state, state.Status, state.Values, Linked(state.Teams, new Membership(new TeamId(id), origin), inverse.Verb), state.AdditionalManagers)
            : Copy(state, state.Status, state.Values, state.Teams, Linked(state.AdditionalManagers, new AdditionalManager(new EmployeeId(id), origin), inverse.Verb));
    }

    private static ValueList<T> Linked<T>(ValueList<T> links, T link, ChangeVerb verb) =>
        verb == ChangeVerb.Add ? [.. links, link] : links.Where(l => !Equals(l, link)).ToValueList();

    private static EmployeeState Copy(
        EmployeeState state, AccountStatus status, string?[] values, ValueList<Membership> teams, ValueList<AdditionalManager> managers) => new()
        {
            Id = state.Id,
            Status = status,
            StatusBefore = status == AccountStatus.Deactivated ? state.StatusBefore : null,
            Values = values,
            Teams = teams,
            AdditionalManagers = managers,
            Pins = state.Pins,
        };
}
