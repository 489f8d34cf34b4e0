using Microsoft.EntityFrameworkCore;
using Rollcall.Storage.Sqlite;

namespace Rollcall.Storage.Tests;

/// <summary>The store's rules on the embedded database, and what is its own.</summary>
public sealed class SqliteStorageTests : StorageTests
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("rollcall-sqlite-").FullName;

    protected override IBulkWriter Bulk => SqliteStorage.BulkWriter;

    protected override Task ConfigureAsync(DbContextOptionsBuilder options)
    {
        SqliteStorage.Configure(options, folder, isMapped: true);
        return Task.CompletedTask;
    }

    protected override void Remove()
    {
        // Not all pools: other tests are in the middle of theirs.
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new(SqliteStorage.ConnectionStringOf(folder)));
        System.IO.Directory.Delete(folder, recursive: true);
    }

    protected override async Task<string> DumpAsync()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);
        return string.Concat(System.IO.Directory.GetFiles(folder).Select(f => System.Text.Encoding.Latin1.GetString(ReadShared(f))));
    }

    [Fact]
    public async Task A_process_that_died_while_migrating_does_not_keep_others_out_R14()
    {
        var elsewhere = System.IO.Directory.CreateTempSubdirectory("rollcall-sqlite-").FullName;
        await using (var dead = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(elsewhere, SqliteStorage.FileName)};Pooling=false"))
        {
            await dead.OpenAsync(Cancellation);
            await using var row = dead.CreateCommand();
            row.CommandText = "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')";
            await row.ExecuteNonQueryAsync(Cancellation);
        }

        var factory = new Elsewhere(elsewhere);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => new DatabaseMigrator(factory, SqliteStorage.MigrationLock(elsewhere)).MigrateAsync(Cancellation)));
        await using var context = factory.CreateDbContext();
        (await context.Workspaces.CountAsync(Cancellation)).ShouldBe(0);
        System.IO.Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task What_followed_a_change_is_looked_for_among_its_subjects_changes_and_not_in_the_whole_log()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        var plan = await PlanOfAsync(context, context.Changes.Where(c => c.Id <= 1000).Where(RetentionStore.IsSuperseded(context)));
        plan.ShouldContain(step => step.Contains("IX_changes_subject_id", StringComparison.Ordinal), string.Join(Environment.NewLine, plan));
    }

    [Fact]
    public async Task The_oldest_deliveries_of_a_connection_are_found_and_come_in_their_order_by_an_index()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        const string Index = "IX_webhook_events_handled_at_connection_id (handled_at=? AND connection_id=?)";
        (await PlanOfAsync(context, WebhookStore.WhoWaits(context))).ShouldContain(step => step.Contains(Index, StringComparison.Ordinal));
        (await PlanOfAsync(context, WebhookStore.Oldest(context, Guid.CreateVersion7()))).ShouldHaveSingleItem("nothing is sorted").ShouldContain(Index);
    }

    /// <summary>How the database goes about a query, step by step.</summary>
    private static async Task<IReadOnlyList<string>> PlanOfAsync(RollcallDbContext context, IQueryable query)
    {
        await context.Database.OpenConnectionAsync(Cancellation);
        await using var command = query.CreateDbCommand();
#pragma warning disable CA2100 // The text is the query's own.
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }

    private sealed class Elsewhere(string folder) : IDbContextFactory<RollcallDbContext>
    {
        public RollcallDbContext CreateDbContext()
        {
            var options = new DbContextOptionsBuilder<RollcallDbContext>();
            SqliteStorage.Configure(options, folder, isMapped: true);
            return new RollcallDbContext(options.Options);
        }
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
