using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Runs;

/// <summary>What came of a run. Every rendering (console, JSON, Markdown, page) is of this one value.</summary>
public sealed record RunReport
{
    public required Directory.RunId Run { get; init; }

    public required RunState State { get; init; }

    /// <summary>Null when the run failed before there was one.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Why the guard stopped it, for people to read.</summary>
    public IReadOnlyList<string> GuardReasons { get; init; } = [];

    /// <summary>Why the source could not be read.</summary>
    public ConnectorFault? Fault { get; init; }

    /// <summary>All findings: the plan's, or what made the run fail.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Changes written.</summary>
    public int Applied { get; init; }

    /// <summary>Wall time per stage.</summary>
    public required IReadOnlyDictionary<RunStage, TimeSpan> Timings { get; init; }

    public override string ToString() => $"run {Run}: {State}";
}
