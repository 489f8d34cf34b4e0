using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>Edits of levels by people, each one transaction that excludes an applying sync.</summary>
public sealed class LevelEditStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, TimeProvider time)
{
    /// <summary>Creates a level at the end (<paramref name="shown"/> null), or replaces one that is still as it was shown.</summary>
    public Task<SchemaEdit> SaveAsync(WorkspaceId workspace, LevelState? shown, LevelState level, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Levels;
            var standing = all.FirstOrDefault(l => l.Id == level.Id);
            if (shown is not null && standing != shown)
            {
                return standing is null ? SchemaEdit.Gone : SchemaEdit.ChangedMeanwhile;
            }

            if (Taken(all, level))
            {
                return SchemaEdit.NameTaken;
            }

            var saved = shown is null ? level with { Order = all.Count == 0 ? 0 : all.Max(l => l.Order) + 1 } : level;
            edit.Context.Entry(SchemaRows.ToRow(saved, workspace.Value)).State = standing is null ? EntityState.Added : EntityState.Modified;
            edit.Log(standing is null
                ? new Change { Verb = ChangeVerb.Create, Subject = SubjectKind.Level, SubjectId = saved.Id.Value, Cause = "by hand", Snapshot = saved }
                : standing.Name != saved.Name
                    ? new Change { Verb = ChangeVerb.Set, Subject = SubjectKind.Level, SubjectId = saved.Id.Value, Field = TeamFields.Name, Before = standing.Name, After = saved.Name, Cause = "by hand" }
                    : null);
            return SchemaEdit.Done;
        }, cancellationToken);

    /// <summary>Whether another level has the name or an alias of this one.</summary>
    internal static bool Taken(IEnumerable<LevelState> all, LevelState level)
    {
        var names = level.Aliases.Append(level.Name).Select(Words.Exact).ToHashSet(StringComparer.Ordinal);
        return all.Any(l => l.Id != level.Id && l.Aliases.Append(l.Name).Any(n => names.Contains(Words.Exact(n))));
    }

    /// <summary>Creates a level at the end, under an id of its own.</summary>
    public Task<SchemaEdit> CreateAsync(WorkspaceId workspace, string name, ValueList<string> aliases, CancellationToken cancellationToken) =>
        SaveAsync(workspace, shown: null, new LevelState { Id = new LevelId(Guid.CreateVersion7(time.GetUtcNow())), Name = name, Order = 0, Aliases = aliases }, cancellationToken);

    /// <summary>From the next sync on, these spellings from the HRIS mean the level too.</summary>
    public Task<SchemaEdit> AddAliasesAsync(WorkspaceId workspace, LevelState level, IReadOnlyCollection<string> aliases, CancellationToken cancellationToken) =>
        SaveAsync(workspace, level, level with { Aliases = Words.Aliases(level.Name, level.Aliases.Concat(aliases)) }, cancellationToken);

    /// <summary>Puts the levels into this order. All must be named, none twice.</summary>
    public Task<SchemaEdit> ReorderAsync(WorkspaceId workspace, IReadOnlyList<LevelId> order, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Levels;
            if (!all.Select(l => l.Id).ToHashSet().SetEquals(order) || order.Count != all.Count)
            {
                return SchemaEdit.ChangedMeanwhile;
            }

            for (var i = 0; i < order.Count; i++)
            {
                edit.Context.Entry(SchemaRows.ToRow(all.First(l => l.Id == order[i]) with { Order = i }, workspace.Value)).State = EntityState.Modified;
            }

            return SchemaEdit.Done;
        }, cancellationToken);

    /// <summary>Puts two levels together: people of the one get the other, whose aliases its names become.</summary>
    public Task<SchemaEdit> MergeAsync(WorkspaceId workspace, LevelState goes, LevelState stays, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Levels;
            if (!all.Contains(goes) || !all.Contains(stays) || goes.Id == stays.Id)
            {
                return all.Any(l => l.Id == goes.Id) && all.Any(l => l.Id == stays.Id) ? SchemaEdit.ChangedMeanwhile : SchemaEdit.Gone;
            }

            var (from, to) = (goes.Id.Value.ToString(), stays.Id.Value.ToString());
            foreach (var id in await edit.Context.Employees.Where(e => e.WorkspaceId == workspace.Value && e.Level == from).Select(e => e.Id).ToListAsync(cancellationToken))
            {
                edit.Log(new Change { Verb = ChangeVerb.Set, Subject = SubjectKind.Employee, SubjectId = id, Field = Fields.Level, Before = from, After = to, Cause = "levels merged" });
            }

            await edit.Context.Employees.Where(e => e.WorkspaceId == workspace.Value && e.Level == from).ExecuteUpdateAsync(set => set.SetProperty(e => e.Level, to), cancellationToken);
            var merged = stays with { Aliases = Words.Aliases(stays.Name, stays.Aliases.Concat(goes.Aliases).Append(goes.Name)) };
            edit.Context.Entry(SchemaRows.ToRow(merged, workspace.Value)).State = EntityState.Modified;
            edit.Context.Entry(SchemaRows.ToRow(goes, workspace.Value)).State = EntityState.Deleted;
            edit.Log(new Change { Verb = ChangeVerb.Delete, Subject = SubjectKind.Level, SubjectId = goes.Id.Value, Cause = "merged by hand", Snapshot = goes });
            return SchemaEdit.Done;
        }, cancellationToken);

    /// <summary>Removes a level that nobody has.</summary>
    public Task<SchemaEdit> DeleteAsync(WorkspaceId workspace, LevelState shown, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var standing = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Levels.FirstOrDefault(l => l.Id == shown.Id);
            if (standing != shown)
            {
                return standing is null ? SchemaEdit.Gone : SchemaEdit.ChangedMeanwhile;
            }

            var id = shown.Id.Value.ToString();
            if (await edit.Context.Employees.AnyAsync(e => e.WorkspaceId == workspace.Value && e.Level == id, cancellationToken))
            {
                return SchemaEdit.InUse;
            }

            edit.Context.Entry(SchemaRows.ToRow(shown, workspace.Value)).State = EntityState.Deleted;
            edit.Log(new Change { Verb = ChangeVerb.Delete, Subject = SubjectKind.Level, SubjectId = shown.Id.Value, Cause = "by hand", Snapshot = shown });
            return SchemaEdit.Done;
        }, cancellationToken);

    private Task<SchemaEdit> EditAsync(WorkspaceId workspace, Func<DirectoryEdit, Task<SchemaEdit>> work, CancellationToken cancellationToken) =>
        DirectoryEdit.RunAsync(contexts, bulk, time, workspace.Value, work, SchemaEdit.Done, cancellationToken);
}
