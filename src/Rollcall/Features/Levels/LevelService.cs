using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Levels;

/// <summary>One level and how many people have it.</summary>
public sealed record LevelLine(LevelState Level, int People);

/// <summary>The levels in their order.</summary>
public sealed record LevelsView(IReadOnlyList<LevelLine> Levels, bool MayEdit);

/// <summary>Levels for whoever is at the page: viewers look, admins edit.</summary>
internal sealed class LevelService(Visitor visitor, SyncService sync, AttributeQueries queries, LevelEditStore edits)
{
    public async Task<LevelsView> ListAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var people = await queries.CountLevelsAsync(member.Workspace.Id, cancellationToken);
        return new LevelsView([.. schema.Levels.Select(l => new LevelLine(l, people.GetValueOrDefault(l.Id)))], member.Role >= MemberRole.Admin);
    }

    /// <summary>At the end of the order.</summary>
    public async Task<SchemaEdit> CreateAsync(string name, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.CreateAsync(member.Workspace.Id, Named(name), [], cancellationToken);
    }

    /// <summary>People keep the level under its new name; the old one becomes an alias, so that the HRIS goes on finding it.</summary>
    public async Task<SchemaEdit> RenameAsync(LevelState shown, string name, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var to = Named(name);
        return to == shown.Name
            ? SchemaEdit.Done
            : await edits.SaveAsync(member.Workspace.Id, shown, shown with { Name = to, Aliases = [.. shown.Aliases.Where(a => a != to), shown.Name] }, cancellationToken);
    }

    public async Task<SchemaEdit> SetAliasesAsync(LevelState shown, IReadOnlyList<string> aliases, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.SaveAsync(
            member.Workspace.Id, shown, shown with { Aliases = [.. aliases.Select(a => a.Trim()).Where(a => a.Length > 0 && a != shown.Name).Distinct(StringComparer.Ordinal)] }, cancellationToken);
    }

    /// <summary>Both at once; the name it had goes on meaning it.</summary>
    public async Task<SchemaEdit> SaveAsync(LevelState shown, string name, IReadOnlyList<string> aliases, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var to = Named(name);
        return await edits.SaveAsync(
            member.Workspace.Id, shown,
            shown with { Name = to, Aliases = [.. aliases.Append(shown.Name).Select(a => a.Trim()).Where(a => a.Length > 0 && a != to).Distinct(StringComparer.Ordinal)] }, cancellationToken);
    }

    public async Task<SchemaEdit> ReorderAsync(IReadOnlyList<LevelId> order, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.ReorderAsync(member.Workspace.Id, order, cancellationToken);
    }

    public async Task<SchemaEdit> MergeAsync(LevelState goes, LevelState stays, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.MergeAsync(member.Workspace.Id, goes, stays, cancellationToken);
    }

    public async Task<SchemaEdit> DeleteAsync(LevelState shown, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.DeleteAsync(member.Workspace.Id, shown, cancellationToken);
    }

    private static string Named(string name) => name.Trim() is { Length: > 0 and <= 200 } trimmed ? trimmed : throw new ArgumentException("not a name of a level", nameof(name));
}
