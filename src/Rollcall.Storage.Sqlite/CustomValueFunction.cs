using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Rollcall.Storage.Sqlite;

/// <summary><c>custom_value(custom, key)</c>: see <see cref="RollcallDbContext.CustomValue"/>. SQLite's own JSON functions parse the whole text
/// for every person; this one looks for the key's bytes in it, some five times as fast over a large directory.</summary>
internal static class CustomValueFunction
{
    private const int LongestOnStack = 256;

    /// <summary>Makes the function known to a connection.</summary>
    public static void AddTo(SqliteConnection connection) =>
        raw.sqlite3_create_function(connection.Handle, "custom_value", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, Answer);

    private static void Answer(sqlite3_context context, object data, sqlite3_value[] arguments)
    {
        var custom = raw.sqlite3_value_blob(arguments[0]);
        var key = raw.sqlite3_value_blob(arguments[1]);

        // No value can hold these bytes: a quotation mark in it stands behind a backslash. A key has no character that JSON escapes.
        var length = key.Length + 4;
        Span<byte> head = length <= LongestOnStack ? stackalloc byte[length] : new byte[length];
        head[0] = (byte)'"';
        key.CopyTo(head[1..]);
        "\":\""u8.CopyTo(head[(key.Length + 1)..]);
        var at = custom.IndexOf(head);
        if (at < 0)
        {
            raw.sqlite3_result_null(context);
            return;
        }

        var value = custom[(at + length)..];
        var end = value.IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && value[end] == '"')
        {
            raw.sqlite3_result_text(context, value[..end]);
            return;
        }

        var json = new Utf8JsonReader(custom[(at + length - 1)..], isFinalBlock: false, default);
        if (json.Read())
        {
            raw.sqlite3_result_text(context, Encoding.UTF8.GetBytes(json.GetString()!));
        }
        else
        {
            raw.sqlite3_result_error(context, "The custom values of somebody are damaged.");
        }
    }
}
