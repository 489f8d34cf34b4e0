using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>The database is newer than this program: going on could destroy what it does not know.</summary>
public sealed class NewerDatabaseException(string migration)
    : Exception($"The database was made by a newer version of Rollcall (it has “{migration}”). Use that version, or a copy of the database from before.");

/// <summary>Brings the database to this program's version on start. Two nodes can start at once.</summary>
/// <param name="contexts">The database.</param>
/// <param name="migrationLock">For databases where EF's own lock is not enough.</param>
public sealed class DatabaseMigrator(IDbContextFactory<RollcallDbContext> contexts, IMigrationLock? migrationLock = null)
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

            if (applied.Count() == known.Count)
            {
                return;
            }
        }

        await using var taken = migrationLock is null ? null : await migrationLock.TakeAsync(context, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }
}
