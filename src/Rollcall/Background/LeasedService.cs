namespace Rollcall.Background;

/// <summary>Sees to many things at the same time, each of which one node at a time holds by a lease in the database: a node that is killed is followed by
/// another one. One thing that fails holds up itself alone.</summary>
/// <param name="mostAtOnce">So many things are seen to at the same time; others wait for the next look.</param>
/// <param name="pause">Until it is looked again what is due.</param>
/// <param name="time">The clock.</param>
internal abstract class LeasedService(int mostAtOnce, TimeSpan pause, TimeProvider time) : RepeatingService
{
    private readonly Dictionary<Guid, Task> going = [];

    /// <summary>Names this node in the leases.</summary>
    protected Guid Node { get; } = Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>What something is to be done about now, and no node holds.</summary>
    protected abstract Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellationToken);

    /// <summary>Takes one and does what is to be done.</summary>
    protected abstract Task SeeToAsync(Guid thing, CancellationToken cancellationToken);

    /// <summary>Lets another node take it at once.</summary>
    protected abstract Task ReleaseAsync(Guid thing);

    /// <summary>One ended in an exception of this kind.</summary>
    protected abstract void Failed(Guid thing, string exception);

    protected sealed override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(pause, time, cancellationToken);

    /// <summary>What was not done is done by whoever starts next.</summary>
    protected sealed override Task StillGoingAsync() => Task.WhenAll(going.Values);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var done in going.Where(g => g.Value.IsCompleted).Select(g => g.Key).ToList())
        {
            going.Remove(done);
        }

        foreach (var due in (await DueAsync(cancellationToken)).Where(d => !going.ContainsKey(d)).Take(mostAtOnce - going.Count).ToList())
        {
            going[due] = TryAsync(due, cancellationToken);
        }
    }

    private async Task TryAsync(Guid thing, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await SeeToAsync(thing, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(thing, exception.GetType().Name);
        }
        finally
        {
            await LetGoAsync(thing);
        }
    }

    private async Task LetGoAsync(Guid thing)
    {
        try
        {
            await ReleaseAsync(thing);
        }
        catch (Exception exception)
        {
            // The lease ends by itself in a while.
            Failed(thing, exception.GetType().Name);
        }
    }
}
