using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Rollcall.Storage.Sqlite;

/// <summary>One statement for many rows, bound by place. The driver's own command looks up each parameter by its name for every row and makes a
/// reader for every row, which costs as much as the row.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private byte[] buffer = new byte[1024];

    /// <param name="database">An open connection; it has to stay open.</param>
    /// <param name="sql">One statement, its parameters numbered: ?1, ?2.</param>
    /// <exception cref="SqliteException">It is no SQL, or names what is not there.</exception>
    public PreparedStatement(sqlite3 database, string sql)
    {
        this.database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
    }

    /// <param name="place">From 1.</param>
    /// <param name="value">Null, an id, text, a number, yes or no, or bytes.</param>
    public void Bind(int place, object? value)
    {
        var result = value switch
        {
            null => raw.sqlite3_bind_null(statement, place),
            // Nothing has no address, and without one it would be null.
            "" => raw.sqlite3_bind_text(statement, place, ""),
            byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, place, 0),
            string text => raw.sqlite3_bind_text(statement, place, Utf8(text)),
            Guid id => raw.sqlite3_bind_text(statement, place, Upper(id)),
            byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
            bool flag => raw.sqlite3_bind_int(statement, place, flag ? 1 : 0),
            int or long => raw.sqlite3_bind_int64(statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            _ => throw new ArgumentException($"a value of {value.GetType()} has no place in a row", nameof(value)),
        };
        SqliteException.ThrowExceptionForRC(result, database);
    }

    /// <summary>Runs it with what is bound; how many rows it touched.</summary>
    /// <exception cref="SqliteException">The row breaks a rule of the table, or cannot be written.</exception>
    public int Execute()
    {
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        raw.sqlite3_reset(statement);
        return raw.sqlite3_changes(database);
    }

    public void Dispose() => statement.Dispose();

    private ReadOnlySpan<byte> Utf8(string text)
    {
        if (buffer.Length < Encoding.UTF8.GetMaxByteCount(text.Length))
        {
            buffer = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        }

        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
    }

    private ReadOnlySpan<byte> Upper(Guid id)
    {
        id.TryFormat(buffer, out var length);
        Ascii.ToUpperInPlace(buffer.AsSpan(0, length), out _);
        return buffer.AsSpan(0, length);
    }
}
