using System.Diagnostics;

namespace Rollcall.Core.Runs;

/// <summary>Measures the stages of a run and tells the observer; each is a span of the run's trace.</summary>
internal sealed class StageClock(TimeProvider time, IRunObserver observer) : IDisposable
{
    private readonly Dictionary<RunStage, TimeSpan> timings = [];
    private RunStage? current;
    private long enteredAt;
    private Activity? span;

    public void Enter(RunStage stage)
    {
        Leave();
        current = stage;
        enteredAt = time.GetTimestamp();
        span = RunTelemetry.Stage(stage);
        observer.Enter(stage);
    }

    /// <summary>The stage it is in ends in an error of this kind.</summary>
    public void Fail(string kind) => span?.SetStatus(ActivityStatusCode.Error, kind);

    /// <summary>Ends the stage that an exception left open.</summary>
    public void Dispose()
    {
        if (current is not null)
        {
            Fail("ended");
            Leave();
        }
    }

    public IReadOnlyDictionary<RunStage, TimeSpan> Finish()
    {
        Leave();
        return timings;
    }

    public IProgress<int> Progress(RunStage stage) => new Reporter(observer, stage);

    private void Leave()
    {
        if (current is { } stage)
        {
            timings[stage] = time.GetElapsedTime(enteredAt);
            current = null;
            span?.Dispose();
            span = null;
        }
    }

    private sealed class Reporter(IRunObserver observer, RunStage stage) : IProgress<int>
    {
        public void Report(int value) => observer.Advance(stage, value, total: null);
    }
}
