using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>While somebody watches here, looks each second where the runs of other processes stand.</summary>
internal sealed partial class RunMirror(LiveRuns live, RunStore runs, TimeProvider time, ILogger<RunMirror> logger) : RepeatingService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (live.IsWatched)
        {
            live.Mirror(await runs.ElsewhereAsync(cancellationToken));
        }
    }

    protected override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Every, time, cancellationToken);

    protected override void Failed(string exception) => Log.NotLooked(logger, exception);

    private static partial class Log
    {
        [LoggerMessage(32, LogLevel.Warning, "Runs of other processes could not be looked at: {Exception}")]
        public static partial void NotLooked(ILogger logger, string exception);
    }
}
