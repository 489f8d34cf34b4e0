using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>Writes changes of teams, levels and options through the context; reports before-images that are not what stands.</summary>
internal sealed class SchemaWriter(RollcallDbContext context, Guid workspace, Action<string> conflict)
{
    private Dictionary<Guid, (TeamKind Kind, string Word)>? names;

    public async Task WriteAsync(Change change, CancellationToken cancellationToken)
    {
        switch (change.Subject)
        {
            case SubjectKind.Team:
                await WriteTeamAsync(change, cancellationToken);
                break;
            case SubjectKind.Level:
                await WriteLevelAsync(change, cancellationToken);
                break;
            case SubjectKind.CustomAttribute:
                await WriteOptionAsync(change, cancellationToken);
                break;
            case SubjectKind.Employee:
                throw new ArgumentException("employees are written in bulk", nameof(change));
        }
    }

    private async Task WriteTeamAsync(Change change, CancellationToken cancellationToken)
    {
        var row = await context.Teams.FindAsync([change.SubjectId], cancellationToken);
        if (change.Verb == ChangeVerb.Create)
        {
            var created = (TeamState)change.Snapshot!;
            Check(row is null && !await IsNameTakenAsync(created.Kind, created.Id.Value, created.Name, cancellationToken), $"team {change.SubjectId} exists already");
            if (row is null)
            {
                context.Teams.Add(SchemaRows.ToRow(created, workspace));
            }

            return;
        }

        if (row is null || row.WorkspaceId != workspace)
        {
            conflict($"team {change.SubjectId} is gone");
            return;
        }

        switch (change.Verb, change.Field)
        {
            case (ChangeVerb.Delete, _):
                context.Teams.Remove(row);
                await context.Memberships.Where(m => m.WorkspaceId == workspace && m.TeamId == row.Id).ExecuteDeleteAsync(cancellationToken);
                break;
            case (ChangeVerb.Set, TeamFields.Name):
                Check(row.Name == change.Before && !await IsNameTakenAsync((TeamKind)row.Kind, row.Id, change.After!, cancellationToken), $"name of team {row.Id}");
                row.Name = change.After!;
                break;
            case (ChangeVerb.Add or ChangeVerb.Remove, TeamFields.Alias):
                var aliases = SnapshotJson.ReadStrings(row.Aliases).ToList();
                Check(Apply(aliases, change.After ?? change.Before!, change.Verb), $"aliases of team {row.Id}");
                row.Aliases = SnapshotJson.Strings(aliases);
                break;
            case (ChangeVerb.Add or ChangeVerb.Remove, TeamFields.Binding):
                var bindings = SnapshotJson.ReadBindings(row.Bindings).ToList();
                Check(Apply(bindings, new TeamBinding(change.Origin!.Value, (change.After ?? change.Before)!), change.Verb), $"bindings of team {row.Id}");
                row.Bindings = SnapshotJson.Bindings(bindings);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Whether somebody gave another team this name since the plan was made.</summary>
    private async Task<bool> IsNameTakenAsync(TeamKind kind, Guid id, string name, CancellationToken cancellationToken)
    {
        names ??= (await SchemaRows.ReadAsync(context, workspace, cancellationToken)).Teams.ToDictionary(t => t.Id.Value, t => (t.Kind, Words.Exact(t.Name)));
        var named = (kind, Words.Exact(name));
        var isTaken = names.Any(n => n.Value == named && n.Key != id);
        names[id] = named;
        return isTaken;
    }

    private async Task WriteLevelAsync(Change change, CancellationToken cancellationToken)
    {
        var row = await context.Levels.FindAsync([change.SubjectId], cancellationToken);
        Check((row is null) == (change.Verb == ChangeVerb.Create), $"level {change.SubjectId}");
        switch (change.Verb)
        {
            case ChangeVerb.Create when row is null:
                context.Levels.Add(SchemaRows.ToRow((LevelState)change.Snapshot!, workspace));
                break;
            case ChangeVerb.Delete when row is not null:
                context.Levels.Remove(row);
                break;
            case ChangeVerb.Set when row is not null && change.Field == TeamFields.Name:
                Check(row.Name == change.Before, $"name of level {row.Id}");
                row.Name = change.After!;
                break;
            default:
                break;
        }
    }

    private async Task WriteOptionAsync(Change change, CancellationToken cancellationToken)
    {
        var key = change.Field[Fields.CustomPrefix.Length..];
        var row = await context.CustomAttributes.SingleOrDefaultAsync(a => a.WorkspaceId == workspace && a.Key == key, cancellationToken);
        if (row is null)
        {
            conflict($"custom attribute {key} is gone");
            return;
        }

        var options = SnapshotJson.ReadOptions(row.Options).ToList();
        if (change.Verb == ChangeVerb.Add)
        {
            Check(options.TrueForAll(o => o.Label != change.After), $"options of {key}");
            options.Add(new AttributeOption(change.After!, [], Archived: false));
        }
        else
        {
            Check(options.RemoveAll(o => o.Label == change.Before) > 0, $"options of {key}");
        }

        row.Options = SnapshotJson.Options(options);
        await context.SaveChangesAsync(cancellationToken);
    }

    private void Check(bool stands, string what)
    {
        if (!stands)
        {
            conflict(what);
        }
    }

    private static bool Apply<T>(List<T> set, T item, ChangeVerb verb)
    {
        if (verb == ChangeVerb.Remove)
        {
            return set.Remove(item);
        }

        if (set.Contains(item))
        {
            return false;
        }

        set.Add(item);
        return true;
    }
}
