using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Rollcall.Storage.Postgres;

/// <summary>A PostgreSQL server, for several nodes and many companies.</summary>
public static class PostgresStorage
{
    public static IBulkWriter BulkWriter { get; } = new PostgresBulkWriter();

    /// <param name="options">The context's options.</param>
    /// <param name="connectionString">An Npgsql connection string.</param>
    public static void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, postgres => postgres.MigrationsAssembly(typeof(PostgresStorage).Assembly.GetName().Name));
}

/// <summary>For the migration tool alone.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<RollcallDbContext>
{
    public RollcallDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<RollcallDbContext>();
        PostgresStorage.Configure(options, "Host=localhost");
        return new RollcallDbContext(options.Options);
    }
}
