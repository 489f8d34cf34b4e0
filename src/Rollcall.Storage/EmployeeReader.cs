using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Reads employees with their links over a raw connection, in chunks of ids.</summary>
internal static class EmployeeReader
{
    /// <summary>Of the workspace, as a check and not as the way in: named plainly, SQLite would take an index that begins with the
    /// workspace and walk through everybody for each chunk of ids.</summary>
    public const string OfWorkspace = "COALESCE(workspace_id, workspace_id) = @workspace";

    private const int Chunk = 400;

    /// <summary>When so many are asked for, and a third of everybody, one pass over all is quicker than looking each of them up.</summary>
    private const int Many = 2000;

    private static readonly string Columns = string.Join(", ", Tables.Employees.Columns.Select(c => c.Name));

    /// <summary>Those employees as they stand, values aligned to the layout; null ids means all of the workspace.</summary>
    public static async Task<IReadOnlyList<EmployeeState>> ReadStatesAsync(
        DbConnection connection, Guid workspace, FieldLayout layout, IReadOnlyCollection<Guid>? ids, CancellationToken cancellationToken)
    {
        var teams = new Dictionary<Guid, List<Membership>>();
        await foreach (var row in FindAsync(connection, null, MembershipsOf(workspace, ids), cancellationToken))
        {
            Add(teams, row.GetGuid(0), MembershipIn(row));
        }

        var managers = new Dictionary<Guid, List<AdditionalManager>>();
        await foreach (var row in FindAsync(connection, null, ManagersOf(workspace, ids), cancellationToken))
        {
            Add(managers, row.GetGuid(0), ManagerIn(row));
        }

        var states = new List<EmployeeState>();
        var reader = new EmployeeStateRows(layout);
        var rows = FindAsync(connection, null, new Sought<Guid>(Columns, "employees", "id", workspace, ids), cancellationToken).Select(EmployeeStateRow.Of);
        await foreach (var batch in ReadAhead.InBatchesAsync(rows, cancellationToken))
        {
            foreach (var row in batch)
            {
                teams.Remove(row.Id, out var own);
                managers.Remove(row.Id, out var additional);
                states.Add(reader.Read(row, own ?? [], additional ?? []));
            }
        }

        return states;
    }

    /// <summary>Those employees by id, to be changed; null ids means all of the workspace.</summary>
    public static async Task<Dictionary<Guid, EmployeeDraft>> ReadAsync(
        DbConnection connection, DbTransaction? transaction, Guid workspace, IReadOnlyCollection<Guid>? ids, CancellationToken cancellationToken)
    {
        var drafts = new Dictionary<Guid, EmployeeDraft>();
        var words = new SharedWords();
        var rows = FindAsync(connection, transaction, new Sought<Guid>(Columns, "employees", "id", workspace, ids), cancellationToken).Select(EmployeeDraft.Read);
        await foreach (var batch in ReadAhead.InBatchesAsync(rows, cancellationToken))
        {
            foreach (var (draft, custom) in batch)
            {
                draft.TakeCustom(custom, words);
                drafts[draft.Id] = draft;
            }
        }

        await foreach (var row in FindAsync(connection, transaction, MembershipsOf(workspace, ids), cancellationToken))
        {
            if (drafts.TryGetValue(row.GetGuid(0), out var draft))
            {
                draft.Teams.Add(MembershipIn(row));
            }
        }

        await foreach (var row in FindAsync(connection, transaction, ManagersOf(workspace, ids), cancellationToken))
        {
            if (drafts.TryGetValue(row.GetGuid(0), out var draft))
            {
                draft.Managers.Add(ManagerIn(row));
            }
        }

        return drafts;
    }

    /// <summary>The rows of a workspace that have one of these ids, in whichever way is quicker: by looking each id up, or by one pass over all.
    /// The reader stands on each row until the next is asked for.</summary>
    public static async IAsyncEnumerable<DbDataReader> FindAsync<T>(
        DbConnection connection, DbTransaction? transaction, Sought<T> sought, [EnumeratorCancellation] CancellationToken cancellationToken, Action<DbCommand>? bind = null)
    {
        var select = $"SELECT {sought.Columns} FROM {sought.Table} WHERE";
        if (sought.Ids is not { } ids || await IsWorthPassAsync(connection, transaction, sought.Table, sought.Workspace, ids.Count, cancellationToken))
        {
            var wanted = sought.Ids?.ToHashSet();
            var at = Array.IndexOf(sought.Columns.Split(", "), sought.IdColumn);
            await foreach (var row in QueryAsync<T>(connection, transaction, $"{select} workspace_id = @workspace{sought.Also}", sought.IdColumn, sought.Workspace, null, cancellationToken, bind))
            {
                if (wanted is null || (!row.IsDBNull(at) && wanted.Contains(row.GetFieldValue<T>(at))))
                {
                    yield return row;
                }
            }

            yield break;
        }

        foreach (var chunk in ids.Chunk(Chunk))
        {
            await foreach (var row in QueryAsync(connection, transaction, $"{select} {OfWorkspace}{sought.Also}", sought.IdColumn, sought.Workspace, chunk, cancellationToken, bind))
            {
                yield return row;
            }
        }
    }

    private static Sought<Guid> MembershipsOf(Guid workspace, IReadOnlyCollection<Guid>? ids) => new("employee_id, team_id, origin_id", "memberships", "employee_id", workspace, ids);

    private static Sought<Guid> ManagersOf(Guid workspace, IReadOnlyCollection<Guid>? ids) => new("employee_id, manager_id, origin_id", "additional_managers", "employee_id", workspace, ids);

    private static Membership MembershipIn(DbDataReader row) => new(new TeamId(row.GetGuid(1)), OriginOf(row.GetGuid(2)));

    private static AdditionalManager ManagerIn(DbDataReader row) => new(new EmployeeId(row.GetGuid(1)), OriginOf(row.GetGuid(2)));

    private static void Add<T>(Dictionary<Guid, List<T>> lists, Guid key, T value)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = new List<T>(1);
        }

        list.Add(value);
    }

    private static async Task<bool> IsWorthPassAsync(
        DbConnection connection, DbTransaction? transaction, string table, Guid workspace, int wanted, CancellationToken cancellationToken)
    {
        var all = long.MaxValue;
        if (wanted > Many)
        {
            await foreach (var row in QueryAsync<Guid>(connection, transaction, $"SELECT count(*) FROM {table} WHERE workspace_id = @workspace", "id", workspace, null, cancellationToken))
            {
                all = row.GetInt64(0);
            }
        }

        return all < 3L * wanted;
    }

    public static Origin OriginOf(Guid id) => id == Guid.Empty ? Origin.Manual : new Origin(new ConnectionId(id));

    /// <summary>The rows of a query for one workspace, restricted to ids in a column when there are any. The reader stands on each until the next is asked for.</summary>
    public static async IAsyncEnumerable<DbDataReader> QueryAsync<T>(
        DbConnection connection, DbTransaction? transaction, string sql, string idColumn, Guid workspace, IReadOnlyList<T>? ids,
        [EnumeratorCancellation] CancellationToken cancellationToken, Action<DbCommand>? bind = null)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.Bind("@workspace", workspace);
        bind?.Invoke(command);
        var text = new StringBuilder(sql);
        if (ids is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" AND {idColumn} IN (");
            for (var i = 0; i < ids.Count; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}@p{i}");
                command.Bind($"@p{i}", ids[i]!);
            }

            text.Append(')');
        }

        command.CommandText = text.ToString();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return reader;
        }
    }

    /// <summary>A text column; null for none.</summary>
    public static string? TextAt(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>Adds a parameter.</summary>
    public static void Bind(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}

/// <summary>Rows that are wanted by an id.</summary>
/// <param name="Columns">What to select, the id among it.</param>
/// <param name="Table">Where from; it has a column for the workspace.</param>
/// <param name="IdColumn">Which column is the id.</param>
/// <param name="Workspace">Of which workspace.</param>
/// <param name="Ids">The ids; null for all of the workspace.</param>
/// <param name="Also">A further condition, beginning with AND.</param>
internal sealed record Sought<T>(string Columns, string Table, string IdColumn, Guid Workspace, IReadOnlyCollection<T>? Ids, string Also = "");
