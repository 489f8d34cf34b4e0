using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Teams, levels and custom attributes: rows to values and back.</summary>
internal static class SchemaRows
{
    public static async Task<DirectorySchema> ReadAsync(RollcallDbContext context, Guid workspace, CancellationToken cancellationToken)
    {
        var teams = await context.Teams.AsNoTracking().Where(t => t.WorkspaceId == workspace).ToListAsync(cancellationToken);
        var levels = await context.Levels.AsNoTracking().Where(t => t.WorkspaceId == workspace).ToListAsync(cancellationToken);
        var attributes = await context.CustomAttributes.AsNoTracking().Where(t => t.WorkspaceId == workspace).ToListAsync(cancellationToken);
        return new DirectorySchema(
            teams.Select(ToState).OrderBy(t => t.Kind).ThenBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Id).ToValueList(),
            levels.Select(ToState).OrderBy(l => l.Order).ThenBy(l => l.Name, StringComparer.Ordinal).ToValueList(),
            attributes.Select(ToAttribute).OrderBy(a => a.Key, StringComparer.Ordinal).ToValueList());
    }

    public static TeamState ToState(TeamRow row) => new()
    {
        Id = new TeamId(row.Id),
        Name = row.Name,
        Kind = (TeamKind)row.Kind,
        Parent = row.ParentId is { } parent ? new TeamId(parent) : null,
        Aliases = SnapshotJson.ReadStrings(row.Aliases),
        Bindings = SnapshotJson.ReadBindings(row.Bindings),
        Leads = SnapshotJson.ReadStrings(row.Leads).Select(id => new EmployeeId(Guid.Parse(id))).ToValueList(),
    };

    public static TeamRow ToRow(TeamState team, Guid workspace) => new()
    {
        Id = team.Id.Value,
        WorkspaceId = workspace,
        Name = team.Name,
        Kind = (int)team.Kind,
        ParentId = team.Parent?.Value,
        Aliases = SnapshotJson.Strings(team.Aliases),
        Bindings = SnapshotJson.Bindings(team.Bindings),
        Leads = SnapshotJson.Strings(team.Leads.Select(l => l.ToString()).ToValueList()),
    };

    public static LevelState ToState(LevelRow row) => new()
    {
        Id = new LevelId(row.Id),
        Name = row.Name,
        Order = row.Position,
        Aliases = SnapshotJson.ReadStrings(row.Aliases),
    };

    public static LevelRow ToRow(LevelState level, Guid workspace) => new()
    {
        Id = level.Id.Value,
        WorkspaceId = workspace,
        Name = level.Name,
        Position = level.Order,
        Aliases = SnapshotJson.Strings(level.Aliases),
    };

    public static CustomAttribute ToAttribute(CustomAttributeRow row) => new()
    {
        Key = row.Key,
        Name = row.Name,
        Type = (AttributeType)row.Type,
        Options = SnapshotJson.ReadOptions(row.Options),
        Section = row.Section,
        Access = (ReadAccess)row.Access,
        Description = row.Description,
    };

    public static CustomAttributeRow ToRow(CustomAttribute attribute, Guid workspace) => new()
    {
        WorkspaceId = workspace,
        Key = attribute.Key,
        Name = attribute.Name,
        Type = (int)attribute.Type,
        Options = SnapshotJson.Options(attribute.Options),
        Section = attribute.Section,
        Access = (int)attribute.Access,
        Description = attribute.Description,
    };
}
