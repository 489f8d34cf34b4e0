using Rollcall.Core.Directory;

namespace Rollcall.Core.Runs;

/// <summary>Where a run stands.</summary>
/// <param name="Run">Which.</param>
/// <param name="Stage">The stage it is in.</param>
/// <param name="Done">People, or changes when applying, done in this stage.</param>
/// <param name="Total">How many there will be, when known.</param>
/// <param name="StageSince">When the stage began.</param>
public sealed record RunProgress(RunId Run, RunStage Stage, int Done, int? Total, DateTimeOffset StageSince)
{
    /// <summary>People per second in this stage; null before there is enough to say.</summary>
    public double? PerSecond(DateTimeOffset now) => Done > 0 && (now - StageSince).TotalSeconds >= 1 ? Done / (now - StageSince).TotalSeconds : null;

    /// <summary>Time left in this stage; null when the total is not known.</summary>
    public TimeSpan? Left(DateTimeOffset now) =>
        Total is { } total && PerSecond(now) is { } rate ? TimeSpan.FromSeconds(Math.Max(0, total - Done) / rate) : null;
}
