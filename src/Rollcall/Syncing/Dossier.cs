using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>What is known of somebody, loaded once: a profile and the explanations on it ask for the same things.</summary>
internal sealed class Dossier
{
    public required Workspace Workspace { get; init; }

    public required DirectorySchema Schema { get; init; }

    /// <summary>All of the workspace.</summary>
    public required IReadOnlyList<ConnectionEntry> Connections { get; init; }

    /// <summary>The current ones of each connection.</summary>
    public required IReadOnlyDictionary<ConnectionId, IReadOnlyList<Finding>> Findings { get; init; }

    /// <summary>Null when the person is not in the directory.</summary>
    public required EmployeeState? Employee { get; init; }

    /// <summary>Of any connection, also of one that was removed.</summary>
    public required IReadOnlyList<StoredRecord> Records { get; init; }

    /// <summary>The changes of the person, newest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }
}
