namespace Rollcall.Background;

/// <summary>Looks at something again and again until the server stops. A look that fails, mostly because the database is away for a moment, is said
/// and comes again: what it looks at is still there.</summary>
internal abstract class RepeatingService : BackgroundService
{
    /// <summary>Looks once.</summary>
    protected abstract Task LookAsync(CancellationToken cancellationToken);

    /// <summary>Waits until the next look.</summary>
    protected abstract Task PauseAsync(CancellationToken cancellationToken);

    /// <summary>A look ended in an exception of this kind.</summary>
    protected abstract void Failed(string exception);

    /// <summary>What looks began and goes on when the server stops. It is waited for, however it ends.</summary>
    protected virtual Task StillGoingAsync() => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(exception.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                // The server stops.
            }

            await PauseAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await StillGoingAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
