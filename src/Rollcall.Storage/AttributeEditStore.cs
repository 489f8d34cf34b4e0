using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>What came of an edit of an attribute or a level.</summary>
public enum SchemaEdit
{
    Done,

    /// <summary>It is not there any more.</summary>
    Gone,

    /// <summary>Somebody else changed it since it was shown.</summary>
    ChangedMeanwhile,

    /// <summary>Another one has this name or key.</summary>
    NameTaken,

    /// <summary>Something still needs it.</summary>
    InUse,
}

/// <summary>Edits of custom attributes that reach into values: a renamed option takes them along, another type converts them. Each is one
/// transaction that excludes an applying sync; every value that changes is in the change log.</summary>
public sealed class AttributeEditStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, TimeProvider time)
{
    private const int Chunk = 2_000;

    /// <summary>Creates an attribute, or replaces one that is still as it was shown, and rewrites values on the way.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="shown">The attribute as the person saw it; null creates.</param>
    /// <param name="edited">The attribute as it is to be, under the same key.</param>
    /// <param name="rewrite">The stored text of a value to its new one, null to clear it; null leaves all values as they are.</param>
    /// <param name="cause">Why values change, in a few words.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SchemaEdit> SaveAsync(
        WorkspaceId workspace, CustomAttribute? shown, CustomAttribute edited, Func<string, string?>? rewrite, string cause, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = await edit.Context.CustomAttributes.AsNoTracking().Where(a => a.WorkspaceId == workspace.Value).ToListAsync(cancellationToken);
            var standing = all.Find(a => a.Key == edited.Key);
            if (shown is null ? standing is not null : all.Exists(a => a.Key != edited.Key && Words.Folded(a.Name) == Words.Folded(edited.Name)))
            {
                return SchemaEdit.NameTaken;
            }

            if (shown is null ? all.Exists(a => Words.Folded(a.Name) == Words.Folded(edited.Name)) : standing is null)
            {
                return shown is null ? SchemaEdit.NameTaken : SchemaEdit.Gone;
            }

            if (shown is not null && SchemaRows.ToAttribute(standing!) != shown)
            {
                return SchemaEdit.ChangedMeanwhile;
            }

            if (rewrite is not null)
            {
                await RewriteAsync(edit, edited.Key, rewrite, cause, cancellationToken);
            }

            edit.Context.Entry(SchemaRows.ToRow(edited, workspace.Value)).State = standing is null ? EntityState.Added : EntityState.Modified;
            return SchemaEdit.Done;
        }, cancellationToken);

    /// <summary>Removes an attribute with all its values, which stay in the history. Whether a mapping needs it is the caller's to know.</summary>
    public Task<SchemaEdit> DeleteAsync(WorkspaceId workspace, CustomAttribute shown, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var row = await edit.Context.CustomAttributes.AsNoTracking().SingleOrDefaultAsync(a => a.WorkspaceId == workspace.Value && a.Key == shown.Key, cancellationToken);
            if (row is null || SchemaRows.ToAttribute(row) != shown)
            {
                return row is null ? SchemaEdit.Gone : SchemaEdit.ChangedMeanwhile;
            }

            await RewriteAsync(edit, shown.Key, _ => null, "attribute deleted", cancellationToken);
            edit.Context.Entry(row).State = EntityState.Deleted;
            return SchemaEdit.Done;
        }, cancellationToken);

    /// <summary>A multi select keeps its labels in order, each once.</summary>
    public static string? Replaced(string value, string from, string? to)
    {
        var labels = value.Split(ValueConverter.MultiSeparator);
        if (!labels.Contains(from, StringComparer.Ordinal))
        {
            return value;
        }

        var left = labels.Select(l => l == from ? to : l).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return left.Count == 0 ? null : string.Join(ValueConverter.MultiSeparator, left);
    }

    private async Task RewriteAsync(DirectoryEdit edit, string key, Func<string, string?> rewrite, string cause, CancellationToken cancellationToken)
    {
        var field = Fields.Custom(key);
        var ids = await edit.Context.Employees.Where(e => e.WorkspaceId == edit.Workspace && RollcallDbContext.CustomValue(e.Custom, key) != null).Select(e => e.Id).ToListAsync(cancellationToken);
        var now = time.GetUtcNow().UtcTicks;
        foreach (var chunk in ids.Chunk(Chunk))
        {
            var rows = new List<object?[]>();
            foreach (var draft in (await EmployeeReader.ReadAsync(edit.Connection, edit.Transaction, edit.Workspace, chunk, cancellationToken)).Values)
            {
                if (draft.Get(field) is not { } before || rewrite(before) is var after && after == before)
                {
                    continue;
                }

                draft.Set(field, after);
                edit.Log(new Change { Verb = ChangeVerb.Set, Subject = SubjectKind.Employee, SubjectId = draft.Id, Field = field, Before = before, After = after, Cause = cause });
                var row = new object?[Tables.Employees.Columns.Length];
                draft.Fill(row, edit.Workspace, now);
                rows.Add(row);
            }

            await bulk.UpsertAsync(edit.Transaction, Tables.Employees, rows, cancellationToken);
        }
    }

    private Task<SchemaEdit> EditAsync(WorkspaceId workspace, Func<DirectoryEdit, Task<SchemaEdit>> work, CancellationToken cancellationToken) =>
        DirectoryEdit.RunAsync(contexts, bulk, time, workspace.Value, work, SchemaEdit.Done, cancellationToken);
}
