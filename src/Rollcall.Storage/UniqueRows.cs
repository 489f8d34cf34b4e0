using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>Rows of which an index lets only one be: of two that come at once, on whichever server, the database takes one.</summary>
internal static class UniqueRows
{
    /// <summary>Saves what is pending. False when there is such a row already; whatever else the database refuses is thrown.</summary>
    /// <param name="context">What is pending.</param>
    /// <param name="isTaken">Asks whether the other one is there.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<bool> TrySaveAsync(this RollcallDbContext context, Func<Task<bool>> isTaken, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException)
        {
            if (await isTaken())
            {
                return false;
            }

            throw;
        }
    }
}
