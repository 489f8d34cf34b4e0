using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Everything a plan depends on, loaded: planning itself touches nothing else.</summary>
public sealed class PlanInput
{
    public required WorkspaceConfig Workspace { get; init; }

    /// <summary>The mapping of the connection that was read.</summary>
    public required CompiledMapping Mapping { get; init; }

    /// <summary>Mappings of the workspace's other connections, over their stored records.</summary>
    public required IReadOnlyDictionary<ConnectionId, CompiledMapping> Others { get; init; }

    public required DirectorySchema Schema { get; init; }

    /// <summary>What the HRIS offers: the names of attributes in findings.</summary>
    public SourceSchema? Source { get; init; }

    public required OptionBooks Options { get; init; }

    public required ReadBatch Batch { get; init; }

    /// <summary>Set only for a complete read: the one thing that can prove absence.</summary>
    public required Reading? Complete { get; init; }

    public required KnownRecords Known { get; init; }

    /// <summary>The directory in brief. The planner adds those it creates.</summary>
    public required PeopleIndex People { get; init; }

    /// <summary>Matches, aligned to the batch.</summary>
    public required Match[] Matches { get; init; }

    /// <summary>Those matched and those missing, in full.</summary>
    public required IReadOnlyDictionary<EmployeeId, EmployeeState> Employees { get; init; }

    /// <summary>Stored records of this connection, of everybody in the batch and everybody missing, by external id.</summary>
    public required IReadOnlyDictionary<string, StoredRecord> Records { get; init; }

    /// <summary>Stored records of other connections, by employee.</summary>
    public required ILookup<EmployeeId, StoredRecord> OtherRecords { get; init; }

    /// <summary>Who a record of another connection is tied to.</summary>
    public required Func<ConnectionId, string, EmployeeId?> TieOfOther { get; init; }

    public required IReadOnlyList<MatchDecision> Decisions { get; init; }

    public required IReadOnlyList<AttributeCoverage> Baseline { get; init; }

    /// <summary>Attributes of the mapping whose blanks say nothing, as their fill rate fell (R12); null when there are none, or this read cannot tell.</summary>
    public required bool[]? BlanksHeld { get; init; }

    public required string ConfigDigest { get; init; }

    /// <summary>Everybody is looked at again, as the configuration is another one.</summary>
    public bool IsConfigNew { get; init; }

    /// <summary>The place of the last change in the log when the directory was loaded.</summary>
    public required long AsOf { get; init; }

    /// <summary>How many people changed in the HRIS although its webhook said nothing since the read before; 0 without a webhook.</summary>
    public required int Unannounced { get; init; }

    /// <summary>Today in the workspace's time zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Told the number of people planned, now and then.</summary>
    public IProgress<int>? Progress { get; init; }
}
