using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rollcall.Core.Connecting;

/// <summary>Lets something be read on one core while what has come is looked at on another.</summary>
public static class ReadAhead
{
    /// <summary>Entries handed over at once: often enough to keep both going, seldom enough to cost nothing.</summary>
    private const int Batch = 64;

    /// <summary>Batches that may wait: memory stays bounded when the source is the quicker one.</summary>
    private const int Waiting = 4;

    /// <summary>The same entries in the same order, in batches. What the source throws is thrown here; whoever stops early stops the source too.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatchesAsync<T>(IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<IReadOnlyList<T>>(new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });
        var filling = Task.Run(() => FillAsync(source, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            // The end comes without an exception; why it came is said by the task.
            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                while (channel.Reader.TryRead(out var batch))
                {
                    yield return batch;
                }
            }

            await filling;
        }
        finally
        {
            await stop.CancelAsync();
            await filling.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task FillAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<IReadOnlyList<T>> writer, CancellationToken cancellationToken)
    {
        try
        {
            var batch = new List<T>(Batch);
            await foreach (var record in source.WithCancellation(cancellationToken))
            {
                batch.Add(record);
                if (batch.Count == Batch)
                {
                    await writer.WriteAsync(batch, cancellationToken);
                    batch = new List<T>(Batch);
                }
            }

            if (batch.Count > 0)
            {
                await writer.WriteAsync(batch, cancellationToken);
            }
        }
        finally
        {
            writer.Complete();
        }
    }
}
