using System.Data.Common;
using System.Globalization;
using System.Text;
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

    /// <summary>Those employees by id; null ids means all of the workspace.</summary>
    public static async Task<Dictionary<Guid, EmployeeDraft>> ReadAsync(
        DbConnection connection, DbTransaction? transaction, Guid workspace, IReadOnlyCollection<Guid>? ids, CancellationToken cancellationToken)
    {
        var drafts = new Dictionary<Guid, EmployeeDraft>();
        HashSet<Guid>? wanted = null;
        if (ids is not null && await IsWorthPassAsync(connection, transaction, "employees", workspace, ids.Count, cancellationToken))
        {
            wanted = [.. ids];
            ids = null;
        }

        foreach (var chunk in ids is null ? [null] : ids.Chunk(Chunk).Cast<Guid[]?>())
        {
            var where = chunk is null ? "workspace_id = @workspace" : OfWorkspace;
            await QueryAsync(connection, transaction, $"SELECT {Columns} FROM employees WHERE {where}", "id", workspace, chunk, row =>
            {
                if (wanted?.Contains(row.GetGuid(0)) != false)
                {
                    var draft = EmployeeDraft.Read(row);
                    drafts[draft.Id] = draft;
                }
            }, cancellationToken);
            await QueryAsync(connection, transaction, $"SELECT employee_id, team_id, origin_id FROM memberships WHERE {where}", "employee_id", workspace, chunk, row =>
            {
                if (drafts.TryGetValue(row.GetGuid(0), out var draft))
                {
                    draft.Teams.Add(new Membership(new TeamId(row.GetGuid(1)), OriginOf(row.GetGuid(2))));
                }
            }, cancellationToken);
            await QueryAsync(connection, transaction, $"SELECT employee_id, manager_id, origin_id FROM additional_managers WHERE {where}", "employee_id", workspace, chunk, row =>
            {
                if (drafts.TryGetValue(row.GetGuid(0), out var draft))
                {
                    draft.Managers.Add(new AdditionalManager(new EmployeeId(row.GetGuid(1)), OriginOf(row.GetGuid(2))));
                }
            }, cancellationToken);
        }

        return drafts;
    }

    /// <summary>Whether so many rows of a table of the workspace are better found by going through all.</summary>
    public static async Task<bool> IsWorthPassAsync(
        DbConnection connection, DbTransaction? transaction, string table, Guid workspace, int wanted, CancellationToken cancellationToken)
    {
        if (wanted <= Many)
        {
            return false;
        }

        var all = 0L;
        await QueryAsync<Guid>(connection, transaction, $"SELECT count(*) FROM {table} WHERE workspace_id = @workspace", "id", workspace, null, row => all = row.GetInt64(0), cancellationToken);
        return all < 3L * wanted;
    }

    public static Origin OriginOf(Guid id) => id == Guid.Empty ? Origin.Manual : new Origin(new ConnectionId(id));

    /// <summary>Runs a query for one workspace, restricted to ids in a column when there are any.</summary>
    public static async Task QueryAsync<T>(
        DbConnection connection, DbTransaction? transaction, string sql, string idColumn, Guid workspace, IReadOnlyList<T>? ids, Action<DbDataReader> read,
        CancellationToken cancellationToken, Action<DbCommand>? bind = null)
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
            read(reader);
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
