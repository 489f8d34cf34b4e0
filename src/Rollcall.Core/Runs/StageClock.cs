namespace Rollcall.Core.Runs;

/// <summary>Measures the stages of a run and tells the observer.</summary>
internal sealed class StageClock(TimeProvider time, IRunObserver observer)
{
    private readonly Dictionary<RunStage, TimeSpan> timings = [];
    private RunStage? current;
    private long enteredAt;

    public void Enter(RunStage stage)
    {
        Leave();
        current = stage;
        enteredAt = time.GetTimestamp();
        observer.Enter(stage);
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
        }
    }

    private sealed class Reporter(IRunObserver observer, RunStage stage) : IProgress<int>
    {
        public void Report(int value) => observer.Advance(stage, value, total: null);
    }
}
