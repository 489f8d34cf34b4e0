using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>The database is newer than this program: going on could destroy what it does not know.</summary>
public sealed class NewerDatabaseException(string migration)
    : Exception($"The database was made by a newer version of Rollcall (it has “{migration}”). Use that version, or a copy of the database from before.");

/// <summary>The database cannot be opened: it is not there, not reachable, not writable, or the connection string is none.</summary>
public sealed class DatabaseUnavailableException(Exception cause)
    : Exception($"The database cannot be opened ({cause.GetType().Name}: {cause.GetBaseException().Message}).", cause);

/// <summary>Brings the database to this program's version on start. Two nodes can start at once.</summary>
/// <param name="contexts">The database.</param>
/// <param name="migrationLock">For databases where EF's own lock is not enough.</param>
public sealed class DatabaseMigrator(IDbContextFactory<RollcallDbContext> contexts, IMigrationLock? migrationLock = null)
{
    /// <exception cref="NewerDatabaseException">The database has migrations that this program does not know.</exception>
    /// <exception cref="DatabaseUnavailableException">It cannot be opened.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BringUpAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or ArgumentException or IOException or UnauthorizedAccessException or InvalidOperationException { InnerException: DbException })
        {
            throw new DatabaseUnavailableException(exception);
        }
    }

    private async Task BringUpAsync(CancellationToken cancellationToken)
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
