using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>Reads people for lists and profiles.</summary>
public sealed class EmployeeQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    private const int MostValues = 20_000;

    /// <summary>A page of those who match, and how many match in all.</summary>
    public async Task<(IReadOnlyList<EmployeeState> People, int Total)> ListAsync(
        WorkspaceId workspace, EmployeeFilter filter, FieldLayout layout, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var query = await EmployeeFilterSql.FilteredAsync(context, workspace, filter, cancellationToken);
        var total = await query.CountAsync(cancellationToken);
        var ids = await PageAsync(query, filter, total, cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var states = await EmployeeReader.ReadStatesAsync(context.Database.GetDbConnection(), workspace.Value, layout, ids, cancellationToken);
        var people = states.ToDictionary(e => e.Id.Value);
        return ([.. ids.Where(people.ContainsKey).Select(id => people[id])], total);
    }

    /// <summary>Counted from the nearer end: what is left out before a page is read as well.</summary>
    private static async Task<List<Guid>> PageAsync(IQueryable<EmployeeRow> query, EmployeeFilter filter, int total, CancellationToken cancellationToken)
    {
        if (filter.Skip <= total / 2)
        {
            return await EmployeeFilterSql.Ordered(query, filter).Skip(filter.Skip).Take(filter.Take).Select(e => e.Id).ToListAsync(cancellationToken);
        }

        var take = Math.Max(0, Math.Min(filter.Take, total - filter.Skip));
        var ids = await EmployeeFilterSql.Ordered(query, filter, isBackwards: true).Skip(Math.Max(0, total - filter.Skip - take)).Take(take).Select(e => e.Id).ToListAsync(cancellationToken);
        ids.Reverse();
        return ids;
    }

    /// <summary>Those who match, in their order: for acting on all of them.</summary>
    public async Task<IReadOnlyList<EmployeeId>> IdsAsync(WorkspaceId workspace, EmployeeFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await EmployeeFilterSql.Ordered(await EmployeeFilterSql.FilteredAsync(context, workspace, filter, cancellationToken), filter).Select(e => e.Id).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new EmployeeId(id))];
    }

    /// <summary>The values that a slot has in the directory and that contain a text, in order.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(WorkspaceId workspace, string field, string? containing, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var values = await context.Employees.Where(e => e.WorkspaceId == workspace.Value).Select(EmployeeFilterSql.ColumnOf(field)).Where(v => v != null)
            .Distinct().Take(MostValues).ToListAsync(cancellationToken);

        // Compared here: the databases do not agree on what a small letter is.
        return [.. values.OfType<string>().Where(v => v.Contains(containing ?? "", StringComparison.CurrentCultureIgnoreCase)).Order(StringComparer.CurrentCultureIgnoreCase).Take(take)];
    }

    /// <summary>By id, email, external id or unique full name; empty when there is nobody, several when the key is not unique.</summary>
    public async Task<IReadOnlyList<EmployeeId>> FindAsync(WorkspaceId workspace, string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var people = context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value);
        if (Guid.TryParse(key, out var id) && await people.AnyAsync(e => e.Id == id, cancellationToken))
        {
            return [new EmployeeId(id)];
        }

        var folded = Words.Folded(key);
        var byEmail = await people.Where(e => e.EmailKey == folded).Select(e => e.Id).ToListAsync(cancellationToken);
        if (byEmail.Count > 0)
        {
            return [.. byEmail.Select(e => new EmployeeId(e))];
        }

        var byRecord = await Records(context, workspace, key).Where(r => r.EmployeeId != null).Select(r => r.EmployeeId!.Value).Distinct().ToListAsync(cancellationToken);
        var found = byRecord.Count > 0 ? byRecord : await people.Where(e => e.NameKey == folded).Select(e => e.Id).Take(5).ToListAsync(cancellationToken);
        return [.. found.Select(e => new EmployeeId(e))];
    }

    /// <summary>Records that nobody is tied to, by external id: excluded, held or not picked up people.</summary>
    public async Task<IReadOnlyList<(ConnectionId Connection, string ExternalId, RecordScope Scope)>> FindRecordsAsync(
        WorkspaceId workspace, string externalId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Records(context, workspace, externalId)
            .Select(r => new { r.ConnectionId, r.ExternalId, r.Scope }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (new ConnectionId(r.ConnectionId), r.ExternalId, (RecordScope)r.Scope))];
    }

    /// <summary>Employees in brief: those with an id, and all who have one of these folded emails or full names.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> EntriesAsync(
        WorkspaceId workspace, IReadOnlyCollection<EmployeeId> ids, IReadOnlyCollection<string> emailKeys, IReadOnlyCollection<string> nameKeys, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var guids = ids.Select(i => i.Value).ToList();
        var all = context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value);
        var rows = new Dictionary<Guid, DirectoryEntry>();

        // One question for each index; asked together, no index would help. Most people are named in one way only.
        (int Count, IQueryable<EmployeeRow> Query)[] asked =
        [
            (guids.Count, all.Where(e => guids.Contains(e.Id))),
            (emailKeys.Count, all.Where(e => emailKeys.Contains(e.EmailKey!))),
            (nameKeys.Count, all.Where(e => nameKeys.Contains(e.NameKey!))),
        ];
        foreach (var (_, some) in asked.Where(a => a.Count > 0))
        {
            var found = await some.Select(e => new { e.Id, e.Email, e.FirstName, e.LastName, e.Birthday, e.Status, e.Manager, e.IsOwner }).ToListAsync(cancellationToken);
            foreach (var e in found)
            {
                var name = $"{e.FirstName} {e.LastName}".Trim();
                rows[e.Id] = DirectoryEntry.Of(
                    new EmployeeId(e.Id), e.Email, name.Length == 0 ? null : name,
                    e.Birthday is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, (AccountStatus)e.Status,
                    e.Manager is { } manager ? new EmployeeId(Guid.Parse(manager)) : null, e.IsOwner);
            }
        }

        return [.. rows.Values];
    }

    /// <summary>The connections that carry somebody, of some employees.</summary>
    public async Task<ILookup<EmployeeId, ConnectionId>> TiesAsync(WorkspaceId workspace, IReadOnlyCollection<EmployeeId> employees, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = employees.Select(e => (Guid?)e.Value).ToList();
        var rows = await context.SourceRecords.Where(r => r.WorkspaceId == workspace.Value && ids.Contains(r.EmployeeId))
            .Select(r => new { r.EmployeeId, r.ConnectionId }).ToListAsync(cancellationToken);
        return rows.ToLookup(r => new EmployeeId(r.EmployeeId!.Value), r => new ConnectionId(r.ConnectionId));
    }

    public async Task<int> CountAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Employees.CountAsync(e => e.WorkspaceId == workspace.Value, cancellationToken);
    }

    /// <summary>Members by team.</summary>
    public async Task<IReadOnlyDictionary<TeamId, int>> CountMembersAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Memberships.Where(m => m.WorkspaceId == workspace.Value)
            .GroupBy(m => m.TeamId).Select(g => new { g.Key, Count = g.Select(m => m.EmployeeId).Distinct().Count() })
            .ToDictionaryAsync(g => new TeamId(g.Key), g => g.Count, cancellationToken);
    }

    /// <summary>The last names of teams and levels that are not there any more.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesOfGoneAsync(WorkspaceId workspace, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var names = new Dictionary<Guid, string>();
        if (ids.Count == 0)
        {
            return names;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var chunk in ids.Chunk(400))
        {
            var rows = await context.Changes.AsNoTracking()
                .Where(c => c.WorkspaceId == workspace.Value && chunk.Contains(c.SubjectId) && c.Verb == (int)ChangeVerb.Delete && c.Subject != (int)SubjectKind.Employee)
                .OrderBy(c => c.Id).ToListAsync(cancellationToken);
            var snapshots = new SnapshotReader(new FieldLayout([]));
            foreach (var row in rows)
            {
                names[row.SubjectId] = ChangeRows.ToChange(row, snapshots).Snapshot switch
                {
                    TeamState team => team.Name,
                    LevelState level => level.Name,
                    _ => row.SubjectId.ToString(),
                };
            }
        }

        return names;
    }

    /// <summary>Full names by id, for showing managers.</summary>
    public async Task<IReadOnlyDictionary<EmployeeId, string>> NamesAsync(WorkspaceId workspace, IReadOnlyCollection<EmployeeId> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var names = new Dictionary<EmployeeId, string>();
        foreach (var chunk in ids.Select(i => i.Value).Distinct().Chunk(400))
        {
            const string sql = $"SELECT id, first_name, last_name, email FROM employees WHERE {EmployeeReader.OfWorkspace}";
            await foreach (var row in EmployeeReader.QueryAsync(context.Database.GetDbConnection(), null, sql, "id", workspace.Value, chunk, cancellationToken))
            {
                var id = row.GetGuid(0);
                var name = $"{row.TextAt(1)} {row.TextAt(2)}".Trim();
                names[new EmployeeId(id)] = name.Length > 0 ? name : row.TextAt(3) ?? id.ToString();
            }
        }

        return names;
    }

    // By connection, because that is how the key begins.
    private static IQueryable<SourceRecordRow> Records(RollcallDbContext context, WorkspaceId workspace, string externalId) =>
        context.Connections.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value)
            .Join(context.SourceRecords.AsNoTracking().Where(r => r.ExternalId == externalId), c => c.Id, r => r.ConnectionId, (_, record) => record);
}
