using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>The database is newer than this program: going on could destroy what it does not know.</summary>
public sealed class NewerDatabaseException(string migration)
    : Exception($"The database was made by a newer version of Rollcall (it has “{migration}”). Use that version, or a copy of the database from before.");

/// <summary>Brings the database to this program's version on start. EF holds a lock meanwhile, so that two nodes can start at once.</summary>
public sealed class DatabaseMigrator(IDbContextFactory<RollcallDbContext> contexts)
{
    /// <exception cref="NewerDatabaseException">The database has migrations that this program does not know.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (await context.Database.CanConnectAsync(cancellationToken))
        {
            var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
            if (applied.FirstOrDefault(m => !known.Contains(m)) is { } newer)
            {
                throw new NewerDatabaseException(newer);
            }
        }

        await context.Database.MigrateAsync(cancellationToken);
    }
}
