using Rollcall.Core.Applying;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>How much of the source a plan has seen.</summary>
public enum ReadingKind
{
    /// <summary>Everybody. The only kind that can say somebody is missing.</summary>
    Full,

    /// <summary>Those changed since the last read.</summary>
    Delta,

    /// <summary>One person.</summary>
    Single,

    /// <summary>Nobody: the plan undoes a run.</summary>
    Undo,
}

/// <summary>The exact list of changes of a run. A value: it can be shown, stored, approved and applied, and is the same each time.</summary>
public sealed record Plan
{
    public required ConnectionId Connection { get; init; }

    public required ReadingKind Reading { get; init; }

    /// <summary>In the order they are applied: options, teams and levels, then employees by external id.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>The readings to keep when the plan is applied, in the same transaction.</summary>
    public required IReadOnlyList<StoredRecord> Records { get; init; }

    /// <summary>Readings that stay as they are and are looked at again at the next run, with whom they are tied to from now on: of an undo, and of those
    /// who did not come when everybody was to be looked at under another configuration.</summary>
    public IReadOnlyList<RecordTie> Reopened { get; init; } = [];

    /// <summary>Readings that stay as they are and came in another answer.</summary>
    public IReadOnlyList<RecordAnswer> Answers { get; init; } = [];

    /// <summary>What people decided about matches and this plan carries out. Afterwards the decision is spent: the next doubt is a new question.</summary>
    public IReadOnlyList<MatchDecision> Decided { get; init; } = [];

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The new baseline of fill rates; empty when this reading cannot give one.</summary>
    public required IReadOnlyList<AttributeCoverage> Coverage { get; init; }

    public required PlanCounts Counts { get; init; }

    /// <summary>Identifies the configuration the plan was made under; stored as the connection's when it is applied.</summary>
    public required string ConfigDigest { get; init; }

    /// <summary>Lower-case hex SHA-256 over the changes (see <see cref="PlanDigest"/>): the hash people approve.</summary>
    public required string Digest { get; init; }

    /// <summary>The field keys that the values of created employees are aligned to.</summary>
    public required ValueList<string> Layout { get; init; }

    /// <summary>When the source was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The place of the last change in the log that the plan was made over; null when that is not known.</summary>
    public long? AsOf { get; init; }

    /// <summary>A read of everybody that may have missed some.</summary>
    public bool IsUnproven { get; init; }

    /// <summary>Nothing would change in the directory.</summary>
    public bool IsEmpty => Changes.Count == 0;

    public override string ToString() => $"plan {Digest[..12]}: {Changes.Count} changes";
}

/// <summary>Counts of a plan and of the directory it was made against; what the guard and every report look at.</summary>
public sealed record PlanCounts
{
    /// <summary>People the source delivered.</summary>
    public int Read { get; init; }

    /// <summary>Of those, unchanged since the last run and skipped.</summary>
    public int Unchanged { get; init; }

    public int Excluded { get; init; }

    /// <summary>People held as a whole.</summary>
    public int HeldPeople { get; init; }

    /// <summary>Values held of people who otherwise go on.</summary>
    public int HeldValues { get; init; }

    /// <summary>People who have at least one value held, and otherwise go on.</summary>
    public int PartlyHeld { get; init; }

    public int Created { get; init; }

    /// <summary>Existing people with at least one change.</summary>
    public int Updated { get; init; }

    public int Deactivated { get; init; }

    public int Reactivated { get; init; }

    public int Rebound { get; init; }

    public int ManagerChanges { get; init; }

    /// <summary>Missing from this complete read, deactivated or not yet.</summary>
    public int Missing { get; init; }

    /// <summary>Employees in the directory before the plan.</summary>
    public int DirectoryEmployees { get; init; }

    /// <summary>Of those, not deactivated.</summary>
    public int DirectoryActive { get; init; }

    /// <summary>Employees tied to a record of this connection before the plan.</summary>
    public int DirectoryTied { get; init; }
}
