using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage.Sqlite;

/// <summary>A lock file beside the database, which the operating system lets go of when its process dies. EF's own lock is a row in a table,
/// which stays for ever when that happens, and with it everybody who wants to migrate.</summary>
/// <param name="folder">The data folder.</param>
internal sealed class SqliteMigrationLock(string folder) : IMigrationLock
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);

    public async Task<IAsyncDisposable> TakeAsync(DbContext context, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = await OpenAsync(cancellationToken);
        try
        {
            // Whoever left a row here is dead: they would hold the file.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, SqliteStorage.FileName + ".migrating"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Wait, TimeProvider.System, cancellationToken);
            }
        }
    }
}
