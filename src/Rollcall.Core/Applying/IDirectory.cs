using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Applying;

/// <summary>The people directory of one workspace, as a run sees it. The port to storage: reads for planning, one way to write.</summary>
public interface IDirectory
{
    Task<DirectorySchema> ReadSchemaAsync(CancellationToken cancellationToken);

    /// <summary>What the last runs of a connection left behind, streamed: one entry per record.</summary>
    IAsyncEnumerable<KnownRecord> ReadKnownRecordsAsync(ConnectionId connection, CancellationToken cancellationToken);

    /// <summary>The whole directory in brief: for matching, resolving managers, finding cycles and the guard's shares.</summary>
    IAsyncEnumerable<DirectoryEntry> ReadEntriesAsync(CancellationToken cancellationToken);

    /// <summary>The place of the last change in the log; 0 before the first. What <see cref="ReadEntriesAsync"/> brings is as it was while this stays.</summary>
    Task<long> ReadLastChangeAsync(CancellationToken cancellationToken);

    /// <summary>Those employees in full, aligned to <paramref name="layout"/>; unknown ids are left out. Null means all.</summary>
    Task<IReadOnlyList<EmployeeState>> ReadEmployeesAsync(FieldLayout layout, IReadOnlyCollection<EmployeeId>? employees, CancellationToken cancellationToken);

    /// <summary>The stored records of all connections that are tied to these employees.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadRecordsOfAsync(IReadOnlyCollection<EmployeeId> employees, CancellationToken cancellationToken);

    /// <summary>The stored records of one connection by external id; unknown ids are left out.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(ConnectionId connection, IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken);

    /// <summary>Fill rates of the last good run of a connection.</summary>
    Task<IReadOnlyList<AttributeCoverage>> ReadCoverageAsync(ConnectionId connection, CancellationToken cancellationToken);

    /// <summary>What people decided about matches of a connection.</summary>
    Task<IReadOnlyList<MatchDecision>> ReadDecisionsAsync(ConnectionId connection, CancellationToken cancellationToken);

    /// <summary>The digest of the configuration and directory edits under which the connection's records were last derived;
    /// null before the first run. When it differs from the plan's, nobody counts as unchanged.</summary>
    Task<string?> ReadConfigDigestAsync(ConnectionId connection, CancellationToken cancellationToken);

    /// <summary>All of the plan, its records, coverage and change log in one transaction, or nothing (R14). Every change's
    /// before-image is checked against the live row first.</summary>
    Task<ApplyOutcome> ApplyAsync(ApprovedPlan plan, RunId run, IProgress<int>? progress, CancellationToken cancellationToken);

    /// <summary>The applied changes of a run in the order they were applied.</summary>
    IAsyncEnumerable<Change> ReadChangesAsync(RunId run, CancellationToken cancellationToken);
}

/// <summary>One employee in brief.</summary>
/// <param name="Id">Names them.</param>
/// <param name="EmailKey">Their email as emails are compared (<see cref="Words.Folded"/>); null for none.</param>
/// <param name="NameKey">First and last name as names are compared; null for none.</param>
/// <param name="Birthday">Null when it is not known.</param>
/// <param name="Status">Of their account.</param>
/// <param name="Manager">Null for nobody.</param>
/// <param name="IsOwner">Whether the workspace is theirs.</param>
public readonly record struct DirectoryEntry(
    EmployeeId Id, string? EmailKey, string? NameKey, DateOnly? Birthday, AccountStatus Status, EmployeeId? Manager, bool IsOwner)
{
    /// <summary>The name as it is stored, for where somebody is shown; not loaded with the whole directory.</summary>
    public string? FullName { get; init; }

    /// <summary>Of email and name as they are written.</summary>
    public static DirectoryEntry Of(EmployeeId id, string? email, string? fullName, DateOnly? birthday, AccountStatus status, EmployeeId? manager, bool isOwner) => new(
        id, string.IsNullOrEmpty(email) ? null : Words.Folded(email), string.IsNullOrEmpty(fullName) ? null : Words.Folded(fullName), birthday, status, manager, isOwner)
    {
        FullName = fullName,
    };

    public override string ToString() => Id.ToString();
}

/// <summary>A person's decision about a proposed match: tie the record to <paramref name="Employee"/>, or, when null, treat it as somebody new.</summary>
public sealed record MatchDecision(string ExternalId, EmployeeId? Employee);

/// <summary>What became of applying.</summary>
public abstract record ApplyOutcome
{
    private ApplyOutcome()
    {
    }

    /// <summary>Everything is written.</summary>
    public sealed record Applied(int Changes) : ApplyOutcome;

    /// <summary>Nothing is written: the directory is not what the plan was made against. <paramref name="Conflicts"/> names subjects and fields, no values.</summary>
    public sealed record DirectoryChanged(ValueList<string> Conflicts) : ApplyOutcome;
}
