using System.Data.Common;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Tells other processes that a run is alive and where it stands: each second while it moves, and every ten seconds in any case.</summary>
internal sealed partial class Heart : IRunObserver, IProgress<int>, IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>A run that is silent for nine of these is taken for dead.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private readonly IRunObserver watcher;
    private readonly TimeProvider time;
    private readonly RunStore runs;
    private readonly RunId run;
    private readonly ILogger logger;
    private readonly Task beating;
    private volatile RunProgress at;

    public Heart(RunStore runs, RunId run, IRunObserver watcher, TimeProvider time, ILogger logger)
    {
        (this.runs, this.run, this.watcher, this.time, this.logger) = (runs, run, watcher, time, logger);
        at = new RunProgress(run, RunStage.Discover, 0, null, time.GetUtcNow());
        beating = BeatAsync();
    }

    public void Enter(RunStage stage)
    {
        at = new RunProgress(run, stage, 0, null, time.GetUtcNow());
        watcher.Enter(stage);
    }

    public void Advance(RunStage stage, int done, int? total)
    {
        var before = at;
        at = before.Stage == stage ? before with { Done = done, Total = total ?? before.Total } : new RunProgress(run, stage, done, total, time.GetUtcNow());
        watcher.Advance(stage, done, total);
    }

    /// <summary>So many are written.</summary>
    public void Report(int value) => Advance(RunStage.Apply, value, total: null);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await beating;
        stop.Dispose();
    }

    /// <summary>False when it could not be written: the database is away, or a large run of its own has it for longer than a beat waits. The run goes
    /// on, and so do the beats. Whether the run still counts is asked in the transaction that writes it.</summary>
    private async Task<bool> TellAsync(RunProgress current)
    {
        try
        {
            await runs.BeatAsync(run, current, stop.Token);
            return true;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException { InnerException: DbException })
        {
            Log.BeatMissed(logger, run.Value, exception.GetType().Name);
            return false;
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Look, time);
        RunProgress? told = null;
        var toldAt = DateTimeOffset.MinValue;
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                var (now, current) = (time.GetUtcNow(), at);

                // While it applies, the embedded database lets nobody else write: then a beat waits, and more of them would too.
                if (now - toldAt >= Beat || (current != told && current.Stage != RunStage.Apply))
                {
                    (told, toldAt) = await TellAsync(current) ? (current, now) : (told, now);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Warning, "Run {Run} goes on, but that could not be noted: {Exception}")]
        public static partial void BeatMissed(ILogger logger, Guid run, string exception);
    }
}
