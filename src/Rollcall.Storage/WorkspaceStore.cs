using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>A workspace as the program sees it.</summary>
public sealed record Workspace(WorkspaceId Id, string Name, string TimeZone, long EditEpoch)
{
    /// <summary>How people call the company: its title, else its key.</summary>
    public string Title { get; init; } = Name;

    /// <summary>Runs that wrote nothing go after so many days; null keeps all.</summary>
    public int? KeepRunsDays { get; init; }

    /// <summary>Targets for which the connections have another order than the workspace's (R18).</summary>
    public ValueList<TargetPrecedence> TargetPrecedence { get; init; } = [];
}

/// <summary>Companies. Everything else is asked with a workspace's id.</summary>
public sealed class WorkspaceStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    public async Task<Workspace?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Workspaces.AsNoTracking().SingleOrDefaultAsync(w => w.Name == name, cancellationToken);
        return row is null ? null : ToWorkspace(row);
    }

    public async Task<Workspace?> FindAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Workspaces.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id.Value, cancellationToken);
        return row is null ? null : ToWorkspace(row);
    }

    public async Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Workspaces.AsNoTracking().OrderBy(w => w.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(ToWorkspace)];
    }

    /// <summary>Creates the workspace, or changes its time zone.</summary>
    public async Task<Workspace> SaveAsync(string name, string timeZone, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Workspaces.SingleOrDefaultAsync(w => w.Name == name, cancellationToken);
        if (row is null)
        {
            row = new WorkspaceRow { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = name, TimeZone = timeZone, CreatedAt = time.GetUtcNow() };
            context.Workspaces.Add(row);
        }

        row.TimeZone = timeZone;
        await context.SaveChangesAsync(cancellationToken);
        return ToWorkspace(row);
    }

    /// <summary>Creates the workspace; null when the name is taken.</summary>
    public async Task<Workspace?> CreateAsync(string name, string title, string timeZone, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Workspaces.AnyAsync(w => w.Name == name, cancellationToken))
        {
            return null;
        }

        var row = new WorkspaceRow { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = name, Title = title, TimeZone = timeZone, CreatedAt = time.GetUtcNow() };
        context.Workspaces.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        return ToWorkspace(row);
    }

    /// <summary>Changes what people set: title, time zone and how long runs stay. The key stays what it is, because files and scripts name it.</summary>
    public async Task SetAsync(WorkspaceId workspace, string title, string timeZone, int? keepRunsDays, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Workspaces.Where(w => w.Id == workspace.Value).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.Title, title).SetProperty(w => w.TimeZone, timeZone).SetProperty(w => w.KeepRunsDays, keepRunsDays), cancellationToken);
    }

    /// <summary>What a run needs to know of the workspace: its connections in order, as they stand now.</summary>
    public async Task<WorkspaceConfig> ConfigAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await context.Connections.Where(c => c.WorkspaceId == workspace.Id.Value)
            .OrderBy(c => c.Position).ThenBy(c => c.Name).Select(c => c.Id).ToListAsync(cancellationToken);
        var targets = await context.Workspaces.Where(w => w.Id == workspace.Id.Value).Select(w => w.TargetPrecedence).SingleOrDefaultAsync(cancellationToken);
        return new WorkspaceConfig(workspace.Id, workspace.TimeZone, order.Select(id => new ConnectionId(id)).ToValueList(), PrecedenceStore.Read(targets));
    }

    internal static Workspace ToWorkspace(WorkspaceRow row) => new(new WorkspaceId(row.Id), row.Name, row.TimeZone, row.EditEpoch)
    {
        Title = row.Title ?? row.Name,
        KeepRunsDays = row.KeepRunsDays,
        TargetPrecedence = PrecedenceStore.Read(row.TargetPrecedence),
    };
}
