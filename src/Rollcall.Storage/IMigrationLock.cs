using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>Lets one process at a time migrate a database, and survives that a process dies while it does.</summary>
public interface IMigrationLock
{
    /// <summary>Waits until nobody else migrates. What is returned ends it.</summary>
    Task<IAsyncDisposable> TakeAsync(DbContext context, CancellationToken cancellationToken);
}
