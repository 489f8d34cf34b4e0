using Rollcall.Core.Runs;

namespace Rollcall.Tests;

/// <summary>For runs that nobody watches.</summary>
internal sealed class Unwatched : IRunObserver
{
    public void Enter(RunStage stage)
    {
        // Nobody watches.
    }

    public void Advance(RunStage stage, int done, int? total)
    {
        // Nobody watches.
    }
}
