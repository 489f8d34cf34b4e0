using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Rollcall.Storage.Sqlite;

/// <summary>Bulk writes with one prepared statement per table. Values are stored as the driver stores them: ids as text in upper case, yes and no as 1 and 0.</summary>
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
        RunAsync(transaction, InsertSql(table), table.Columns.Length, rows, cancellationToken);

    public Task UpsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var key = string.Join(", ", table.Columns.Take(table.KeyColumns).Select(c => Quote(c.Name)));
        var updates = string.Join(", ", table.Columns.Skip(table.KeyColumns).Select(c => $"{Quote(c.Name)} = excluded.{Quote(c.Name)}"));
        return RunAsync(transaction, $"{InsertSql(table)} ON CONFLICT ({key}) DO UPDATE SET {updates}", table.Columns.Length, rows, cancellationToken);
    }

    public Task UpdateAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var updates = string.Join(", ", table.Columns.Select((c, i) => $"{Quote(c.Name)} = ?{i + 1}").Skip(table.KeyColumns));
        return RunAsync(transaction, $"UPDATE {table.Name} SET {updates} WHERE {KeySql(table)}", table.Columns.Length, rows, cancellationToken);
    }

    public Task<int> DeleteAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> keys, CancellationToken cancellationToken) =>
        RunAsync(transaction, $"DELETE FROM {table.Name} WHERE {KeySql(table)}", table.KeyColumns, keys, cancellationToken);

    private static string KeySql(TableShape table) => string.Join(" AND ", table.Columns.Take(table.KeyColumns).Select((c, i) => $"{Quote(c.Name)} = ?{i + 1}"));

    private static string Quote(string column) => $"\"{column}\"";

    private static string InsertSql(TableShape table) =>
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => Quote(c.Name)))}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"?{i + 1}"))})";

    private static Task<int> RunAsync(DbTransaction transaction, string sql, int values, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        // Rows are written by one statement each; SQLite answers from memory and has no asynchronous path.
        using var statement = new PreparedStatement(((SqliteConnection)transaction.Connection!).Handle!, sql);
        var touched = 0;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < values; i++)
            {
                statement.Bind(i + 1, row[i]);
            }

            touched += statement.Execute();
        }

        return Task.FromResult(touched);
    }
}
