using Microsoft.EntityFrameworkCore;
using Rollcall.Storage.Postgres;
using Rollcall.Tests.Shared;

namespace Rollcall.Storage.Tests;

/// <summary>The store's rules on a PostgreSQL server.</summary>
public sealed class PostgresStorageTests(PostgresServer server) : StorageTests
{
    protected override IBulkWriter Bulk => PostgresStorage.BulkWriter;

    protected override async Task ConfigureAsync(DbContextOptionsBuilder options) =>
        PostgresStorage.Configure(options, await server.CreateDatabaseAsync(Cancellation));

    protected override async Task<string> DumpAsync()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        return string.Concat(await context.Database.SqlQueryRaw<string>("SELECT c::text AS \"Value\" FROM connections c").ToListAsync(Cancellation));
    }
}
