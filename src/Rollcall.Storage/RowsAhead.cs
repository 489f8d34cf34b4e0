using System.Collections.Concurrent;

namespace Rollcall.Storage;

/// <summary>Lets rows of a large write be made on one core while the database takes them on another.</summary>
internal static class RowsAhead
{
    private const int Batch = 256;

    /// <summary>Batches that may wait: memory stays bounded when the database is the slower one.</summary>
    private const int Waiting = 4;

    /// <summary>Many rows are made ahead of the database; a few are not worth a thread.</summary>
    public static IEnumerable<object?[]> OfMany(int count, IEnumerable<object?[]> rows) => count > 1000 ? Of(rows) : rows;

    /// <summary>The same rows in the same order; each is an array of its own. What making one throws is thrown here.</summary>
    public static IEnumerable<object?[]> Of(IEnumerable<object?[]> rows)
    {
        using var stop = new CancellationTokenSource();
        using var queue = new BlockingCollection<object?[][]>(Waiting);

        // A thread of its own: whoever waits for rows holds one of the pool's.
        var making = Task.Factory.StartNew(() => Make(rows, queue, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var batch in queue.GetConsumingEnumerable())
            {
                foreach (var row in batch)
                {
                    yield return row;
                }
            }

            making.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)making).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Make(IEnumerable<object?[]> rows, BlockingCollection<object?[][]> queue, CancellationToken stop)
    {
        try
        {
            foreach (var batch in rows.Select(r => (object?[])r.Clone()).Chunk(Batch))
            {
                queue.Add(batch, stop);
            }
        }
        finally
        {
            queue.CompleteAdding();
        }
    }
}
