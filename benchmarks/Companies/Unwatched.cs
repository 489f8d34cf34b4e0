using Rollcall.Core.Runs;

namespace Rollcall.Benchmarks.Companies;

/// <summary>Nobody looks how far a run is.</summary>
internal sealed class Unwatched : IRunObserver
{
    public void Enter(RunStage stage)
    {
    }

    public void Advance(RunStage stage, int done, int? total)
    {
    }
}
