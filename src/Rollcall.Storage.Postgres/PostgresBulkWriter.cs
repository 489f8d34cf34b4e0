using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Rollcall.Storage.Postgres;

/// <summary>Bulk writes with binary COPY: straight into the table for new rows, by way of a temporary table to replace or remove.</summary>
internal sealed class PostgresBulkWriter : IBulkWriter
{
    public async Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, Guid workspace, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id FROM workspaces WHERE id = @workspace FOR UPDATE";
        command.Parameters.Add(new NpgsqlParameter("@workspace", workspace));
        await command.ExecuteScalarAsync(cancellationToken);
        return transaction;
    }

    /// <summary>So many new rows change what the planner knows of a table. Its own housekeeping comes a minute later: until then it walks through
    /// the whole table for each few hundred ids.</summary>
    private const int Many = 10_000;

    /// <summary>What rows are looked up by beside their key.</summary>
    private static readonly string[] LookedUpBy = ["workspace_id", "employee_id"];

    public async Task InsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        if (await CopyAsync(transaction, table.Name, table.Columns, rows, cancellationToken) >= Many && table.KeyColumns > 0)
        {
            var columns = table.Columns.Where((c, i) => i < table.KeyColumns || LookedUpBy.Contains(c.Name));
            await ExecuteAsync(transaction, $"ANALYZE {table.Name} ({Names(columns)})", cancellationToken);
        }
    }

    public async Task UpsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var columns = Names(table.Columns);
        var updates = string.Join(", ", table.Columns.Skip(table.KeyColumns).Select(c => $"\"{c.Name}\" = excluded.\"{c.Name}\""));
        await ByWayOfAsync(transaction, table, table.Columns, rows, staging =>
            $"INSERT INTO {table.Name} ({columns}) SELECT {columns} FROM {staging} ON CONFLICT ({Names(table.Columns.Take(table.KeyColumns))}) DO UPDATE SET {updates}", cancellationToken);
    }

    public Task UpdateAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var updates = string.Join(", ", table.Columns.Skip(table.KeyColumns).Select(c => $"\"{c.Name}\" = s.\"{c.Name}\""));
        return ByWayOfAsync(transaction, table, table.Columns, rows, staging => $"UPDATE {table.Name} t SET {updates} FROM {staging} s WHERE {MatchSql(table)}", cancellationToken);
    }

    public Task<int> DeleteAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> keys, CancellationToken cancellationToken) => ByWayOfAsync(
        transaction, table, [.. table.Columns.Take(table.KeyColumns)], keys, staging => $"DELETE FROM {table.Name} t USING {staging} s WHERE {MatchSql(table)}", cancellationToken);

    private static string MatchSql(TableShape table) => string.Join(" AND ", table.Columns.Take(table.KeyColumns).Select(c => $"t.\"{c.Name}\" = s.\"{c.Name}\""));

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));

    private static async Task<int> ByWayOfAsync(
        DbTransaction transaction, TableShape table, Column[] columns, IEnumerable<object?[]> rows, Func<string, string> sql, CancellationToken cancellationToken)
    {
        using var any = rows.GetEnumerator();
        if (!any.MoveNext())
        {
            return 0;
        }

        var staging = $"staging_{table.Name}";
        await ExecuteAsync(transaction, $"CREATE TEMPORARY TABLE {staging} ON COMMIT DROP AS SELECT {Names(columns)} FROM {table.Name} WITH NO DATA", cancellationToken);
        await CopyAsync(transaction, staging, columns, Resume(any), cancellationToken);
        var touched = await ExecuteAsync(transaction, sql(staging), cancellationToken);
        await ExecuteAsync(transaction, $"DROP TABLE {staging}", cancellationToken);
        return touched;
    }

    private static IEnumerable<object?[]> Resume(IEnumerator<object?[]> started)
    {
        do
        {
            yield return started.Current;
        }
        while (started.MoveNext());
    }

    private static async Task<int> ExecuteAsync(DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many rows there were.</summary>
    private static async Task<ulong> CopyAsync(DbTransaction transaction, string table, Column[] columns, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        using var any = rows.GetEnumerator();
        if (!any.MoveNext())
        {
            return 0;
        }

        var connection = (NpgsqlConnection)transaction.Connection!;
        await using var importer = await connection.BeginBinaryImportAsync($"COPY {table} ({Names(columns)}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in Resume(any))
        {
            await importer.StartRowAsync(cancellationToken);
            for (var i = 0; i < columns.Length; i++)
            {
                await WriteAsync(importer, columns[i].Kind, row[i], cancellationToken);
            }
        }

        return await importer.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter importer, ColumnKind kind, object? value, CancellationToken cancellationToken) => value switch
    {
        null => importer.WriteNullAsync(cancellationToken),
        Guid id => importer.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken),
        string json when kind == ColumnKind.Json => importer.WriteAsync(json, NpgsqlDbType.Jsonb, cancellationToken),
        string text => importer.WriteAsync(text, NpgsqlDbType.Text, cancellationToken),
        bool flag => importer.WriteAsync(flag, NpgsqlDbType.Boolean, cancellationToken),
        byte[] bytes => importer.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken),
        _ when kind == ColumnKind.Long => importer.WriteAsync(Convert.ToInt64(value, CultureInfo.InvariantCulture), NpgsqlDbType.Bigint, cancellationToken),
        _ => importer.WriteAsync(Convert.ToInt32(value, CultureInfo.InvariantCulture), NpgsqlDbType.Integer, cancellationToken),
    };
}
