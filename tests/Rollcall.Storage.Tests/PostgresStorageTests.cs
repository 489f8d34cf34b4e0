using Microsoft.EntityFrameworkCore;
using Rollcall.Storage.Postgres;
using Rollcall.Tests.Shared;

namespace Rollcall.Storage.Tests;

/// <summary>The store's rules on a PostgreSQL server.</summary>
public sealed class PostgresStorageTests(PostgresServer server) : StorageTests
{
    [Fact]
    public async Task The_planner_knows_of_many_new_rows_at_once()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        await context.Database.OpenConnectionAsync(Cancellation);
        var known = context.Database.SqlQueryRaw<string>("SELECT attname::text AS \"Value\" FROM pg_stats WHERE tablename = 'memberships' ORDER BY attname");
        (await known.ToListAsync(Cancellation)).ShouldBeEmpty();

        await using (var transaction = await Bulk.BeginExclusiveAsync(context.Database.GetDbConnection(), Guid.Empty, Cancellation))
        {
            await Bulk.InsertAsync(transaction, Tables.Memberships, Enumerable.Range(0, 10_000).Select(_ => new object?[] { Guid.CreateVersion7(), Guid.Empty, Guid.Empty, Guid.Empty }), Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        (await known.ToListAsync(Cancellation)).ShouldBe(["employee_id", "origin_id", "team_id", "workspace_id"]);
    }

    protected override IBulkWriter Bulk => PostgresStorage.BulkWriter;

    protected override async Task ConfigureAsync(DbContextOptionsBuilder options) =>
        PostgresStorage.Configure(options, await server.CreateDatabaseAsync(Cancellation));

    protected override async Task<string> DumpAsync()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        return string.Concat(await context.Database.SqlQueryRaw<string>("SELECT c::text AS \"Value\" FROM connections c").ToListAsync(Cancellation));
    }
}
