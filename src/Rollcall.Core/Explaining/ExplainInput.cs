using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Core.Explaining;

/// <summary>One connection and what is known of its reads.</summary>
/// <param name="Setup">The connection.</param>
/// <param name="LastReadAt">When it was last read to the end and applied; null before the first sync.</param>
/// <param name="Findings">Its current findings.</param>
public sealed record ExplainedConnection(ConnectionSetup Setup, DateTimeOffset? LastReadAt, IReadOnlyList<Finding> Findings);

/// <summary>The last change of the explained field.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run; null for a change by a person.</param>
/// <param name="Origin">The connection; null for a change by a person.</param>
public sealed record LastChange(DateTimeOffset At, RunId? Run, ConnectionId? Origin);

/// <summary>Everything an explanation depends on, loaded.</summary>
public sealed class ExplainInput
{
    public required WorkspaceConfig Workspace { get; init; }

    public required DirectorySchema Schema { get; init; }

    public required IReadOnlyList<ExplainedConnection> Connections { get; init; }

    /// <summary>Null when the person is not in the directory.</summary>
    public required EmployeeState? Employee { get; init; }

    /// <summary>The person's stored records, of any connection.</summary>
    public required IReadOnlyList<StoredRecord> Records { get; init; }

    public required LastChange? LastChange { get; init; }

    /// <summary>The directory in brief, with the ties of records; needed only for managers.</summary>
    public required PeopleIndex People { get; init; }

    public required Func<ConnectionId, string, EmployeeId?> TieOf { get; init; }

    /// <summary>Whether a record of a connection is excluded; needed only for managers.</summary>
    public required Func<ConnectionId, string, bool> IsExcluded { get; init; }

    public required DateOnly Today { get; init; }
}
