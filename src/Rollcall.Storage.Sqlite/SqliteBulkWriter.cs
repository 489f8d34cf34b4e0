using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Rollcall.Storage.Sqlite;

/// <summary>Bulk writes with one prepared statement per table.</summary>
internal sealed class SqliteBulkWriter : IBulkWriter
{
    public async Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, Guid workspace, CancellationToken cancellationToken)
    {
        // Indexes are written all over. The next to open the connection sets it back.
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA cache_size = -65536;";
            command.ExecuteNonQuery();
        }

        // BEGIN IMMEDIATE: the one writer is this transaction from its first moment.
        return await Task.FromResult(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false));
    }

    public Task InsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken) =>
        RunAsync(transaction, InsertSql(table), table.Columns, rows, cancellationToken);

    public Task UpsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var key = string.Join(", ", table.Columns.Take(table.KeyColumns).Select(c => Quote(c.Name)));
        var updates = string.Join(", ", table.Columns.Skip(table.KeyColumns).Select(c => $"{Quote(c.Name)} = excluded.{Quote(c.Name)}"));
        return RunAsync(transaction, $"{InsertSql(table)} ON CONFLICT ({key}) DO UPDATE SET {updates}", table.Columns, rows, cancellationToken);
    }

    public Task UpdateAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var updates = string.Join(", ", table.Columns.Select((c, i) => $"{Quote(c.Name)} = $p{i}").Skip(table.KeyColumns));
        return RunAsync(transaction, $"UPDATE {table.Name} SET {updates} WHERE {KeySql(table)}", table.Columns, rows, cancellationToken);
    }

    public Task<int> DeleteAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> keys, CancellationToken cancellationToken) =>
        RunAsync(transaction, $"DELETE FROM {table.Name} WHERE {KeySql(table)}", [.. table.Columns.Take(table.KeyColumns)], keys, cancellationToken);

    private static string KeySql(TableShape table) => string.Join(" AND ", table.Columns.Take(table.KeyColumns).Select((c, i) => $"{Quote(c.Name)} = $p{i}"));

    private static string Quote(string column) => $"\"{column}\"";

    private static string InsertSql(TableShape table) =>
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => Quote(c.Name)))}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"$p{i}"))})";

    private static async Task<int> RunAsync(DbTransaction transaction, string sql, Column[] columns, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var command = ((SqliteConnection)transaction.Connection!).CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        command.CommandText = sql;
        var parameters = columns.Select((column, i) => command.Parameters.Add($"$p{i}", column.Kind switch
        {
            ColumnKind.Uuid or ColumnKind.Text or ColumnKind.Json => SqliteType.Text,
            ColumnKind.Integer or ColumnKind.Long or ColumnKind.Boolean => SqliteType.Integer,
            ColumnKind.Bytes => SqliteType.Blob,
        })).ToArray();
        var touched = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = row[i] ?? DBNull.Value;
            }

            // SQLite answers from memory and has no real asynchronous path; cancellation is looked at between rows.
            cancellationToken.ThrowIfCancellationRequested();
            touched += command.ExecuteNonQuery();
        }

        return touched;
    }
}
