using System.Collections.Concurrent;

namespace Rollcall.Storage;

/// <summary>Lets rows be taken from the database on one core while values are made of them on another.</summary>
internal static class ReadBehind
{
    private const int Batch = 256;

    /// <summary>Batches that may wait: memory stays bounded when making is the slower part.</summary>
    private const int Waiting = 4;

    /// <summary>Everything that is read, in the same order. What reading or making throws is thrown here.</summary>
    /// <param name="read">Reads, and hands over each entry.</param>
    /// <param name="make">Makes something of an entry; called by one thread at a time, and never after this has ended.</param>
    public static async Task RunAsync<T>(Func<Action<T>, Task> read, Action<T> make)
    {
        using var failed = new CancellationTokenSource();
        using var queue = new BlockingCollection<List<T>>(Waiting);
        var batch = new List<T>();

        // A thread of its own begins with the second batch: a few entries are not worth one.
        Task? making = null;
        try
        {
            await read(entry =>
            {
                batch.Add(entry);
                if (batch.Count == Batch)
                {
                    making ??= Task.Factory.StartNew(() => Make(queue, make, failed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                    queue.Add(batch, failed.Token);
                    batch = [];
                }
            });
        }
        catch (OperationCanceledException) when (failed.IsCancellationRequested)
        {
            // The other side failed first, and says why.
        }
        finally
        {
            queue.CompleteAdding();
            await (making ?? Task.CompletedTask);
        }

        batch.ForEach(make);
    }

    private static void Make<T>(BlockingCollection<List<T>> queue, Action<T> make, CancellationTokenSource failed)
    {
        try
        {
            foreach (var batch in queue.GetConsumingEnumerable())
            {
                batch.ForEach(make);
            }
        }
        catch
        {
            failed.Cancel();
            throw;
        }
    }
}
