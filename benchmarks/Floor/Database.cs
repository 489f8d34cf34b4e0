using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Rollcall.Benchmarks.Floor;

/// <summary>A database of Rollcall, reached over its driver alone.</summary>
internal abstract class Database
{
    /// <param name="where">A connection string of PostgreSQL, or a data folder.</param>
    public static Database Of(string where) => where.Contains("Host=", StringComparison.Ordinal) ? new PostgresFloor(where) : new SqliteFloor(where);

    public async Task<List<string>> TablesAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, TableList);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    public async Task<int> CountAsync(string table)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, $"SELECT count(*) FROM {table}");
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async Task<(string[] Columns, string[] Types, List<object?[]> Rows)> SampleAsync(string table, int rows, int samples, Func<string, bool> wanted)
    {
        await using var connection = await OpenAsync();
        var step = Math.Max(1, rows / samples);
        await using var command = Command(connection, $"SELECT * FROM (SELECT t.*, row_number() OVER () AS nth FROM {table} t) s WHERE nth % {step} = 0 LIMIT {samples}");
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount - 1).Where(i => wanted(reader.GetName(i))).ToArray();
        var found = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            found.Add([.. columns.Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return ([.. columns.Select(reader.GetName)], [.. columns.Select(reader.GetDataTypeName)], found);
    }

    /// <summary>The one thing an unchanged sync has to know.</summary>
    public async Task<int> ReadFingerprintsAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, "SELECT external_id, fingerprint FROM source_records");
        await using var reader = await command.ExecuteReaderAsync();
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            known[reader.GetString(0)] = reader.IsDBNull(1) ? [] : reader.GetFieldValue<byte[]>(1);
        }

        return known.Count;
    }

    /// <summary>The rows of a shape, once, in one transaction.</summary>
    public async Task WriteAsync(List<TableShape> shapes, bool deletes, bool inserts)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var shape in shapes)
        {
            if (deletes && shape.Removed > 0)
            {
                await DeleteAsync(connection, transaction, shape.Name);
            }

            if (inserts && shape.Added > 0)
            {
                await InsertAsync(connection, transaction, shape);
            }
        }

        if (deletes && inserts)
        {
            await using var command = Command(connection, "UPDATE source_records SET employee_id = NULL, fingerprint = NULL", transaction);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    protected abstract string TableList { get; }

    protected abstract Task<DbConnection> OpenAsync();

    protected abstract Task InsertAsync(DbConnection connection, DbTransaction transaction, TableShape shape);

    protected abstract Task DeleteAsync(DbConnection connection, DbTransaction transaction, string table);

    /// <summary>By whom the rows of a table go: the employee, or the row itself.</summary>
    protected static string KeyOf(string table) => table is "memberships" or "additional_managers" ? "employee_id" : "id";

    /// <summary>Fills a row from a sample; what is different in every row, and stands in an index, is different here too, in about the
    /// order of the real rows: ids at random, external ids ascending, texts scattered.</summary>
    protected static void Fill(object?[] row, TableShape shape, int number)
    {
        var sample = shape.Samples[number % shape.Samples.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (shape.Columns[i], sample[i]) switch
            {
                ("id" or "employee_id" or "subject_id", Guid) => IdOf(number),
                ("id" or "employee_id" or "subject_id", string { Length: 36 }) => IdOf(number).ToString().ToUpperInvariant(),
                ("external_id", string text) => number.ToString(CultureInfo.InvariantCulture).PadLeft(text.Length, '0'),
                ("email_key" or "name_key", string text) => Scattered(number, text),
                _ => sample[i],
            };
        }
    }

    protected static DbCommand Command(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.Transaction = transaction;
        return command;
    }

    private static Guid IdOf(int number)
    {
        var mixed = ((ulong)number + 1) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        return new Guid((int)(mixed >> 32), (short)mixed, (short)(mixed >> 16), BitConverter.GetBytes((long)number));
    }

    private static string Scattered(int number, string like)
    {
        Span<char> digits = stackalloc char[7];
        for (var i = 0; i < digits.Length; i++, number /= 10)
        {
            digits[i] = (char)('0' + (number % 10));
        }

        return like.Length <= digits.Length ? like : string.Concat(digits, like.AsSpan(digits.Length));
    }
}

/// <summary>One prepared statement per table, write-ahead log, as durable as Rollcall's own.</summary>
internal sealed class SqliteFloor(string folder) : Database
{
    protected override string TableList => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "rollcall.db"), ForeignKeys = true }.ToString());
        await connection.OpenAsync();
        await using var command = Command(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    protected override async Task InsertAsync(DbConnection connection, DbTransaction transaction, TableShape shape)
    {
        var columns = string.Join(", ", shape.Columns.Select(c => $"\"{c}\""));
        await using var command = (SqliteCommand)Command(connection, $"INSERT INTO {shape.Name} ({columns}) VALUES ({string.Join(", ", shape.Columns.Select((_, i) => $"$p{i}"))})", transaction);
        var parameters = shape.Columns.Select((_, i) => command.Parameters.Add($"$p{i}", SqliteTypeOf(shape.Types[i]))).ToArray();
        command.Prepare();
        var row = new object?[shape.Columns.Length];
        for (var number = 0; number < shape.Added; number++)
        {
            Fill(row, shape, number);
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = row[i] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    protected override async Task DeleteAsync(DbConnection connection, DbTransaction transaction, string table)
    {
        var keys = new List<string>();
        await using (var select = Command(connection, $"SELECT DISTINCT {KeyOf(table)} FROM {table}", transaction))
        await using (var reader = await select.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                keys.Add(reader.GetString(0));
            }
        }

        await using var command = (SqliteCommand)Command(connection, $"DELETE FROM {table} WHERE {KeyOf(table)} = $key", transaction);
        var parameter = command.Parameters.Add("$key", SqliteType.Text);
        command.Prepare();
        foreach (var key in keys)
        {
            parameter.Value = key;
            command.ExecuteNonQuery();
        }
    }

    private static SqliteType SqliteTypeOf(string type) => type switch
    {
        "INTEGER" => SqliteType.Integer,
        "BLOB" => SqliteType.Blob,
        _ => SqliteType.Text,
    };
}

/// <summary>Binary COPY per table, one DELETE per table.</summary>
internal sealed class PostgresFloor(string connectionString) : Database
{
    protected override string TableList => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '%EFMigrations%' ORDER BY tablename";

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    protected override async Task InsertAsync(DbConnection connection, DbTransaction transaction, TableShape shape)
    {
        var types = shape.Types.Select(TypeOf).ToArray();
        var columns = string.Join(", ", shape.Columns.Select(c => $"\"{c}\""));
        await using var importer = await ((NpgsqlConnection)connection).BeginBinaryImportAsync($"COPY {shape.Name} ({columns}) FROM STDIN (FORMAT BINARY)");
        var row = new object?[shape.Columns.Length];
        for (var number = 0; number < shape.Added; number++)
        {
            Fill(row, shape, number);
            await importer.StartRowAsync();
            for (var i = 0; i < row.Length; i++)
            {
                await WriteAsync(importer, row[i], types[i]);
            }
        }

        await importer.CompleteAsync();
    }

    protected override async Task DeleteAsync(DbConnection connection, DbTransaction transaction, string table)
    {
        await using var command = (NpgsqlCommand)Command(connection, $"DELETE FROM {table} WHERE {KeyOf(table)} = ANY($1)", transaction);
        var keys = new List<Guid>();
        await using (var select = Command(connection, $"SELECT DISTINCT {KeyOf(table)} FROM {table}", transaction))
        await using (var reader = await select.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                keys.Add(reader.GetGuid(0));
            }
        }

        command.Parameters.Add(new NpgsqlParameter { Value = keys.ToArray() });
        await command.ExecuteNonQueryAsync();
    }

    private static Task WriteAsync(NpgsqlBinaryImporter importer, object? value, NpgsqlDbType type) => value switch
    {
        null => importer.WriteNullAsync(),
        string text => importer.WriteAsync(text, type),
        Guid id => importer.WriteAsync(id, type),
        byte[] bytes => importer.WriteAsync(bytes, type),
        bool flag => importer.WriteAsync(flag, type),
        int number => importer.WriteAsync(number, type),
        long number => importer.WriteAsync(number, type),
        _ => throw new NotSupportedException($"A value of {value.GetType()}."),
    };

    private static NpgsqlDbType TypeOf(string type) => type switch
    {
        "uuid" => NpgsqlDbType.Uuid,
        "bytea" => NpgsqlDbType.Bytea,
        "boolean" => NpgsqlDbType.Boolean,
        "integer" => NpgsqlDbType.Integer,
        "bigint" => NpgsqlDbType.Bigint,
        "jsonb" => NpgsqlDbType.Jsonb,
        _ => NpgsqlDbType.Text,
    };
}
