using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>While somebody watches here, looks each second where the runs of other processes stand.</summary>
internal sealed partial class RunMirror(LiveRuns live, RunStore runs, TimeProvider time, ILogger<RunMirror> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (live.IsWatched)
                {
                    await LookAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            live.Mirror(await runs.ElsewhereAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The database may be away for a moment.
            Log.NotLooked(logger, exception.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(32, LogLevel.Warning, "Runs of other processes could not be looked at: {Exception}")]
        public static partial void NotLooked(ILogger logger, string exception);
    }
}
