using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Syncing;

namespace Rollcall.Cli.Asking;

/// <summary>Runs: started, watched, decided on, taken back. What is refused is a <see cref="CommandError"/>.</summary>
internal interface ICompanyRuns
{
    /// <summary>Reads everybody and plans; writes nothing.</summary>
    Task<RunOutcome> PreviewAsync(string connection, ProgressBars bars, CancellationToken cancellationToken);

    /// <summary>Reads, plans, guards and applies.</summary>
    Task<RunOutcome> SyncAsync(string connection, SyncWish wish, ProgressBars bars, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<RunLine>> ListAsync(int take, CancellationToken cancellationToken);

    /// <summary>By id or its first characters, or those of its plan.</summary>
    Task<RunLine> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>What the run would change or has changed.</summary>
    Task<IReadOnlyList<ChangeLine>> ChangesAsync(RunLine run, CancellationToken cancellationToken);

    /// <summary>Applies exactly the run's plan; the number of changes.</summary>
    Task<int> ApproveAsync(RunLine run, string? reason, ProgressBars bars, CancellationToken cancellationToken);

    Task RejectAsync(RunLine run, string reason, CancellationToken cancellationToken);

    /// <summary>What taking the run back would change; line by line when <paramref name="each"/>.</summary>
    Task<UndoPlan> PlanUndoAsync(RunLine run, bool each, CancellationToken cancellationToken);

    /// <summary>Takes back exactly what was shown, and pauses the connection.</summary>
    Task UndoAsync(UndoPlan undo, ProgressBars bars, CancellationToken cancellationToken);
}

/// <summary>How much to sync, and on which condition.</summary>
/// <param name="Digest">Apply only exactly this plan.</param>
/// <param name="Employee">Only this person.</param>
/// <param name="OnlyChanges">Only those changed since the last read.</param>
internal sealed record SyncWish(string? Digest, string? Employee, bool OnlyChanges)
{
    public override string ToString() => nameof(SyncWish);
}

/// <summary>What a preview or a sync came to.</summary>
internal sealed record RunOutcome
{
    public required string Run { get; init; }

    public required RunState State { get; init; }

    public string? Digest { get; init; }

    /// <summary>Null when there is no plan.</summary>
    public PlanCounts? Counts { get; init; }

    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Changes of the plan.</summary>
    public int Planned { get; init; }

    /// <summary>Changes written.</summary>
    public int Applied { get; init; }

    public IReadOnlyList<string> Guard { get; init; } = [];

    public IReadOnlyList<FindingLine> Findings { get; init; } = [];

    /// <summary>The plan in words; of previews only.</summary>
    public IReadOnlyList<ChangeLine> Lines { get; init; } = [];

    /// <summary>Wall time per stage; empty when it was not measured here.</summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init; } = new Dictionary<string, double>();

    public override string ToString() => Run;
}

/// <summary>One run.</summary>
internal sealed record RunLine
{
    public required Guid Id { get; init; }

    public string? Connection { get; init; }

    public required RunState State { get; init; }

    public required ReadingKind Reading { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public int? Read { get; init; }

    public int Applied { get; init; }

    public int Held { get; init; }

    public string? Digest { get; init; }

    public bool HasPlan { get; init; }

    public string? Reason { get; init; }

    public string? ApprovedBy { get; init; }

    public Guid? UndoneBy { get; init; }

    public PlanCounts? Counts { get; init; }

    public IReadOnlyList<FindingLine> Findings { get; init; } = [];

    /// <summary>What it found is not kept any more.</summary>
    public bool AreFindingsRemoved { get; init; }

    public CommandError NothingToApply => new(
        ExitCodes.Refused, $"Run {Id} has no plan to apply; it is {State}.", "“rollcall runs” lists those that wait for approval; “rollcall plan” makes a new preview.");

    public CommandError NotWaiting => new(ExitCodes.Refused, $"Run {Id} does not wait for approval; it is {State}.", "“rollcall runs” lists those that do.");

    public override string ToString() => Id.ToString();
}

/// <summary>What taking a run back would change.</summary>
/// <param name="Run">The run.</param>
/// <param name="Digest">Names exactly this undo.</param>
/// <param name="Changes">How many changes would be written.</param>
/// <param name="Lines">Each of them, when that was asked for; otherwise none.</param>
/// <param name="Kept">What changed since and stays.</param>
internal sealed record UndoPlan(RunLine Run, string Digest, int Changes, IReadOnlyList<ChangeLine> Lines, IReadOnlyList<FindingLine> Kept)
{
    public override string ToString() => Run.ToString();
}
