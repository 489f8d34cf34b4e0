using System.Data.Common;

namespace Rollcall.Storage;

/// <summary>The kinds of columns that bulk writes know.</summary>
public enum ColumnKind
{
    Uuid, Text, Integer, Long, Boolean, Bytes, Json,
}

/// <summary>One column of a bulk write.</summary>
public readonly record struct Column(string Name, ColumnKind Kind);

/// <summary>One table of a bulk write: its columns in the order of the rows' values, and how many of them, from the first on, are the key.</summary>
public sealed record TableShape(string Name, Column[] Columns, int KeyColumns);

/// <summary>Writes many rows at once, in the provider's own fastest way. Rows may reuse one array: each is written before the next is taken.</summary>
public interface IBulkWriter
{
    /// <summary>Adds new rows.</summary>
    Task InsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>Adds rows or replaces those with the same key.</summary>
    Task UpsertAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>Sets the columns behind the key in the rows that have it.</summary>
    Task UpdateAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>Removes the rows with these keys; how many there were.</summary>
    Task<int> DeleteAsync(DbTransaction transaction, TableShape table, IEnumerable<object?[]> keys, CancellationToken cancellationToken);

    /// <summary>Makes everybody else who writes to the workspace wait until the transaction ends.</summary>
    Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, Guid workspace, CancellationToken cancellationToken);
}
