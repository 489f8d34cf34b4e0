using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>What to list.</summary>
/// <param name="Search">Part of a name or email.</param>
/// <param name="Filters">Exact values by field key.</param>
/// <param name="Status">Only this account status.</param>
/// <param name="Skip">People to leave out at the start.</param>
/// <param name="Take">At most so many.</param>
public sealed record EmployeeFilter(
    string? Search, IReadOnlyDictionary<string, string> Filters, AccountStatus? Status, int Skip, int Take)
{
    public override string ToString() => "employee filter";
}

/// <summary>Reads people for lists and profiles.</summary>
public sealed class EmployeeQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    /// <summary>By name, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<EmployeeState> People, int Total)> ListAsync(
        WorkspaceId workspace, EmployeeFilter filter, FieldLayout layout, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var query = Filtered(context, workspace, filter);
        var total = await query.CountAsync(cancellationToken);
        var ids = await query.OrderBy(e => e.NameKey).ThenBy(e => e.Id).Skip(filter.Skip).Take(filter.Take).Select(e => e.Id).ToListAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var people = await EmployeeReader.ReadAsync(context.Database.GetDbConnection(), null, workspace.Value, ids, cancellationToken);
        return ([.. ids.Where(people.ContainsKey).Select(id => people[id].ToState(layout))], total);
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

    /// <summary>Excluded records of a connection.</summary>
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

    /// <summary>Full names by id, for showing managers.</summary>
    public async Task<IReadOnlyDictionary<EmployeeId, string>> NamesAsync(WorkspaceId workspace, IReadOnlyCollection<EmployeeId> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var names = new Dictionary<EmployeeId, string>();
        foreach (var chunk in ids.Select(i => i.Value).Distinct().Chunk(400))
        {
            const string sql = $"SELECT id, first_name, last_name, email FROM employees WHERE {EmployeeReader.OfWorkspace}";
            await EmployeeReader.QueryAsync(context.Database.GetDbConnection(), null, sql, "id", workspace.Value, chunk, row =>
            {
                var id = row.GetGuid(0);
                var name = $"{row.TextAt(1)} {row.TextAt(2)}".Trim();
                names[new EmployeeId(id)] = name.Length > 0 ? name : row.TextAt(3) ?? id.ToString();
            }, cancellationToken);
        }

        return names;
    }

    // By connection, because that is how the key begins.
    private static IQueryable<SourceRecordRow> Records(RollcallDbContext context, WorkspaceId workspace, string externalId) =>
        context.Connections.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value)
            .Join(context.SourceRecords.AsNoTracking().Where(r => r.ExternalId == externalId), c => c.Id, r => r.ConnectionId, (_, record) => record);

    private static IQueryable<EmployeeRow> Filtered(RollcallDbContext context, WorkspaceId workspace, EmployeeFilter filter)
    {
        var query = context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value);
        if (filter.Status is { } status)
        {
            query = query.Where(e => e.Status == (int)status);
        }

        if (filter.Search is { Length: > 0 } search)
        {
            var folded = Words.Folded(search);
            query = query.Where(e => e.NameKey!.Contains(folded) || e.EmailKey!.Contains(folded));
        }

        foreach (var (field, value) in filter.Filters)
        {
            query = WithValue(context, query, field, value);
        }

        return query;
    }

    private static IQueryable<EmployeeRow> WithValue(RollcallDbContext context, IQueryable<EmployeeRow> query, string field, string value)
    {
        if (field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal))
        {
            // The stored JSON has one spelling for a pair of key and value, so an exact match is a fragment of it.
            var pair = SnapshotJson.Custom([new(field[Fields.CustomPrefix.Length..], value)])!;
            var fragment = pair[1..^1];
            return query.Where(e => e.Custom!.Contains(fragment));
        }

        return field switch
        {
            Fields.Email => query.Where(e => e.EmailKey == Words.Folded(value)),
            Fields.FirstName => query.Where(e => e.FirstName == value),
            Fields.LastName => query.Where(e => e.LastName == value),
            Fields.Title => query.Where(e => e.Title == value),
            Fields.Location => query.Where(e => e.Location == value),
            Fields.Gender => query.Where(e => e.Gender == value),
            Fields.EmploymentType => query.Where(e => e.EmploymentType == value),
            Fields.Level => query.Where(e => context.Levels.Any(l => l.WorkspaceId == e.WorkspaceId && l.Name == value && l.Id.ToString() == e.Level)),
            Fields.Manager => query.Where(e => e.Manager == value),
            Fields.Team => query.Where(e => context.Memberships.Any(m => m.EmployeeId == e.Id && context.Teams.Any(t => t.Id == m.TeamId && t.Name == value))),
            _ => throw new ArgumentException($"“{field}” cannot be filtered by", nameof(field)),
        };
    }
}
