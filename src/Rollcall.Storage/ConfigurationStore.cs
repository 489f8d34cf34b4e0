using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>A configuration to be stored as a whole.</summary>
/// <param name="Workspace">The workspace's name; it is made when there is none.</param>
/// <param name="TimeZone">Its time zone.</param>
/// <param name="Attributes">Custom attributes, as they are to be.</param>
/// <param name="Teams">Teams as they are to be, each with the one that stands for it now.</param>
/// <param name="Levels">The same of levels, in their order.</param>
/// <param name="Connections">Connections, in their order.</param>
/// <param name="Precedence">For single targets, the names of the connections in another order; each is one of <paramref name="Connections"/>. Null leaves what stands.</param>
public sealed record ConfigurationEdit(
    string Workspace, string TimeZone, IReadOnlyList<CustomAttribute> Attributes, Func<DirectorySchema, IReadOnlyList<(TeamState? Old, TeamState New)>> Teams,
    Func<DirectorySchema, IReadOnlyList<(LevelState? Old, LevelState New)>> Levels, IReadOnlyList<ConfiguredConnection> Connections,
    IReadOnlyList<(Target Target, ValueList<string> Names)>? Precedence)
{
    public override string ToString() => Workspace;
}

/// <summary>A connection to be stored; null secrets stay as they are.</summary>
public sealed record ConfiguredConnection(ConnectionConfig Config, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string>? Secrets)
{
    public override string ToString() => Config.Name;
}

/// <summary>What came of storing a configuration.</summary>
public abstract record ConfigurationSaved
{
    private ConfigurationSaved()
    {
    }

    public sealed record Done(Workspace Workspace) : ConfigurationSaved;

    /// <summary>Nothing was stored: an alias of this team is another one's.</summary>
    public sealed record TeamTaken(string Name) : ConfigurationSaved;

    /// <summary>Nothing was stored: an alias of this level is another one's.</summary>
    public sealed record LevelTaken(string Name) : ConfigurationSaved;
}

/// <summary>Stores whole configurations: each in one transaction that excludes an applying sync and every other edit, all of it or nothing.</summary>
public sealed class ConfigurationStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, ConnectionStore connections, TimeProvider time)
{
    public async Task<ConfigurationSaved> SaveAsync(ConfigurationEdit wanted, CancellationToken cancellationToken)
    {
        var secrets = wanted.Connections.Select(c => connections.Seal(c.Secrets)).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await context.Workspaces.Where(w => w.Name == wanted.Workspace).Select(w => (Guid?)w.Id).SingleOrDefaultAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        await using var transaction = await bulk.BeginExclusiveAsync(connection, id ?? Guid.Empty, cancellationToken);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var workspace = await WorkspaceAsync(context, wanted, cancellationToken);
        var edit = new DirectoryEdit(context, connection, transaction, workspace.Id);
        var schema = await SchemaRows.ReadAsync(context, workspace.Id, cancellationToken);
        var isChanged = await SaveAttributesAsync(edit, schema, wanted.Attributes, cancellationToken);
        var (teams, takenTeam) = await SaveTeamsAsync(edit, schema, wanted.Teams(schema), cancellationToken);
        if (takenTeam is not null)
        {
            return new ConfigurationSaved.TeamTaken(takenTeam);
        }

        var (levels, takenLevel) = await SaveLevelsAsync(edit, schema, wanted.Levels(schema), cancellationToken);
        if (takenLevel is not null)
        {
            return new ConfigurationSaved.LevelTaken(takenLevel);
        }

        var ids = new Dictionary<string, ConnectionId>(StringComparer.Ordinal);
        for (var i = 0; i < wanted.Connections.Count; i++)
        {
            var (config, settings, _) = wanted.Connections[i];
            ids[config.Name] = new ConnectionId((await connections.PutAsync(context, new WorkspaceId(workspace.Id), config, i, settings, secrets[i], cancellationToken)).Id);
        }

        await context.SaveChangesAsync(cancellationToken);
        if (wanted.Precedence is { } orders)
        {
            var stored = PrecedenceStore.Write(orders.Select(o => new TargetPrecedence(o.Target, o.Names.Select(n => ids[n]).ToValueList())));
            await context.Workspaces.Where(w => w.Id == workspace.Id).ExecuteUpdateAsync(set => set.SetProperty(w => w.TargetPrecedence, stored), cancellationToken);
        }

        if (edit.Changes.Count > 0)
        {
            await bulk.InsertAsync(transaction, Tables.Changes, new PlanWriter(context, bulk, workspace.Id, time).ChangeRows(edit.Changes, [], run: null), cancellationToken);
        }

        if (isChanged || teams || levels)
        {
            // A new option or alias takes effect at the next sync, which looks at everybody again.
            await context.Workspaces.Where(w => w.Id == workspace.Id).ExecuteUpdateAsync(set => set.SetProperty(w => w.EditEpoch, w => w.EditEpoch + 1), cancellationToken);
        }

        var saved = WorkspaceStore.ToWorkspace(await context.Workspaces.AsNoTracking().SingleAsync(w => w.Id == workspace.Id, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return new ConfigurationSaved.Done(saved);
    }

    private async Task<WorkspaceRow> WorkspaceAsync(RollcallDbContext context, ConfigurationEdit wanted, CancellationToken cancellationToken)
    {
        var row = await context.Workspaces.SingleOrDefaultAsync(w => w.Name == wanted.Workspace, cancellationToken);
        if (row is null)
        {
            row = new WorkspaceRow { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = wanted.Workspace, TimeZone = wanted.TimeZone, CreatedAt = time.GetUtcNow() };
            context.Workspaces.Add(row);
        }

        row.TimeZone = wanted.TimeZone;
        await WriteAsync(context, cancellationToken);
        return row;
    }

    private static async Task<bool> SaveAttributesAsync(DirectoryEdit edit, DirectorySchema schema, IReadOnlyList<CustomAttribute> attributes, CancellationToken cancellationToken)
    {
        var isChanged = false;
        foreach (var attribute in attributes)
        {
            var standing = schema.Attributes.FirstOrDefault(a => a.Key == attribute.Key);
            if (standing != attribute)
            {
                edit.Context.Entry(SchemaRows.ToRow(attribute, edit.Workspace)).State = standing is null ? EntityState.Added : EntityState.Modified;
                isChanged = true;
            }
        }

        await WriteAsync(edit.Context, cancellationToken);
        return isChanged;
    }

    private async Task<(bool IsChanged, string? Taken)> SaveTeamsAsync(DirectoryEdit edit, DirectorySchema schema, IReadOnlyList<(TeamState? Old, TeamState New)> teams, CancellationToken cancellationToken)
    {
        var (all, isChanged) = (schema.Teams.ToList(), false);
        foreach (var (old, wanted) in teams)
        {
            // Two lines of a file may mean one team: the second adds to what the first made of it.
            var standing = old is null ? null : all.First(t => t.Id == old.Id);
            var team = standing is null
                ? wanted with { Id = new TeamId(Guid.CreateVersion7(time.GetUtcNow())) }
                : standing with { Aliases = Words.Aliases(standing.Name, standing.Aliases.Concat(wanted.Aliases)) };
            if (TeamEditStore.Taken(all, team))
            {
                return (isChanged, team.Name);
            }

            if (team != standing)
            {
                TeamEditStore.Write(edit, standing, team, "by hand");
                all = [.. all.Where(t => t.Id != team.Id), team];
                isChanged = true;
                await WriteAsync(edit.Context, cancellationToken);
            }
        }

        return (isChanged, null);
    }

    private async Task<(bool IsChanged, string? Taken)> SaveLevelsAsync(DirectoryEdit edit, DirectorySchema schema, IReadOnlyList<(LevelState? Old, LevelState New)> levels, CancellationToken cancellationToken)
    {
        var all = schema.Levels.ToList();
        var named = new List<LevelId>();
        foreach (var (old, wanted) in levels)
        {
            var standing = old is null ? null : all.First(l => l.Id == old.Id);
            var level = standing is null
                ? wanted with { Id = new LevelId(Guid.CreateVersion7(time.GetUtcNow())) }
                : standing with { Aliases = Words.Aliases(standing.Name, standing.Aliases.Concat(wanted.Aliases)) };
            if (LevelEditStore.Taken(all, level))
            {
                return (false, level.Name);
            }

            if (standing is null)
            {
                edit.Log(new Change { Verb = ChangeVerb.Create, Subject = SubjectKind.Level, SubjectId = level.Id.Value, Cause = "by hand", Snapshot = level });
            }

            all = [.. all.Where(l => l.Id != level.Id), level];
            named.Add(level.Id);
        }

        // The order is the file's; what it does not name comes after.
        List<LevelId> order = [.. named.Distinct(), .. schema.Levels.Select(l => l.Id).Where(id => !named.Contains(id))];
        var isChanged = false;
        foreach (var level in named.Count == 0 ? [] : order.Select((id, i) => all.First(l => l.Id == id) with { Order = i }))
        {
            var standing = schema.Levels.FirstOrDefault(l => l.Id == level.Id);
            if (standing != level)
            {
                edit.Context.Entry(SchemaRows.ToRow(level, edit.Workspace)).State = standing is null ? EntityState.Added : EntityState.Modified;
                isChanged = true;
            }
        }

        await WriteAsync(edit.Context, cancellationToken);
        return (isChanged, null);
    }

    /// <summary>Sends what is pending to the database and forgets it: a later part may write the same row again.</summary>
    private static async Task WriteAsync(RollcallDbContext context, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }
}
