using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Rollcall.Storage.Sqlite;

/// <summary>The embedded database: one file in a data folder, write-ahead log, one writer.</summary>
public static class SqliteStorage
{
    public const string FileName = "rollcall.db";

    public static IBulkWriter BulkWriter { get; } = new SqliteBulkWriter();

    /// <param name="folder">The data folder.</param>
    public static IMigrationLock MigrationLock(string folder) => new SqliteMigrationLock(folder);

    /// <param name="options">The context's options.</param>
    /// <param name="folder">The data folder; migrating makes it if it is not there.</param>
    /// <param name="isMapped">Whether reads go through the memory-mapped file: lists over many people are half as long, and the file counts as memory of the process while it is read.</param>
    public static void Configure(DbContextOptionsBuilder options, string folder, bool isMapped)
    {
        options.UseSqlite(ConnectionStringOf(folder), sqlite => sqlite.MigrationsAssembly(typeof(SqliteStorage).Assembly.GetName().Name))
            .AddInterceptors(new NewConnections(isMapped));
    }

    /// <param name="folder">The data folder.</param>
    internal static string ConnectionStringOf(string folder) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, FileName),
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
        DefaultTimeout = 60,
    }.ToString();

    /// <summary>WAL with synchronous=FULL: a commit that was reported survives a loss of power, not only a killed process.</summary>
    private sealed class NewConnections(bool isMapped) : DbConnectionInterceptor
    {
        /// <summary>SQLite's own small cache, as a pooled connection may have had a large one: most reads pass by each page once, several connections read
        /// at a time, and what they keep counts as memory of the run.</summary>
        private const string Always = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 60000; PRAGMA cache_size = -2000; PRAGMA temp_store = MEMORY;";
        private readonly string sql = isMapped ? Always + " PRAGMA mmap_size = 4294967296;" : Always;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            CustomValueFunction.AddTo((SqliteConnection)connection);
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            CustomValueFunction.AddTo((SqliteConnection)connection);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

/// <summary>For the migration tool alone.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<RollcallDbContext>
{
    public RollcallDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<RollcallDbContext>();
        SqliteStorage.Configure(options, Path.GetTempPath(), isMapped: false);
        return new RollcallDbContext(options.Options);
    }
}
