using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Benchmarks.Hot;

/// <summary>A directory as the first plan left it, or an empty one. Only read.</summary>
internal sealed class StandingDirectory(ValueList<CustomAttribute> attributes, Plan? first) : IDirectory
{
    private IReadOnlyList<StoredRecord> Records => first?.Records ?? [];

    public Task<DirectorySchema> ReadSchemaAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DirectorySchema(Created<TeamState>().Select(WithBindings).ToValueList(), Created<LevelState>().ToValueList(), attributes));

    public IAsyncEnumerable<KnownRecord> ReadKnownRecordsAsync(ConnectionId connection, CancellationToken cancellationToken) => Records.Select(r => new KnownRecord(
        r.ExternalId, r.Employee, r.Fingerprint is null ? null : Fingerprint.FromBytes(r.Fingerprint), r.MissingReads, r.DueOn, r.Scope, r.Answer)).ToAsyncEnumerable();

    public Task<long> ReadLastChangeAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public IAsyncEnumerable<DirectoryEntry> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        var layout = new FieldLayout(attributes);
        string? Value(EmployeeState employee, string field) => employee.Values[layout.IndexOf(field)];
        return Created<EmployeeState>().Select(e => DirectoryEntry.Of(
            e.Id, Value(e, Fields.Email), $"{Value(e, Fields.FirstName)} {Value(e, Fields.LastName)}", birthday: null, e.Status,
            Value(e, Fields.Manager) is { } manager ? new EmployeeId(Guid.Parse(manager)) : null, isOwner: false)).ToAsyncEnumerable();
    }

    public Task<IReadOnlyList<EmployeeState>> ReadEmployeesAsync(FieldLayout layout, IReadOnlyCollection<EmployeeId>? employees, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EmployeeState>>([.. Created<EmployeeState>().Where(e => employees is null || employees.Contains(e.Id))]);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsOfAsync(IReadOnlyCollection<EmployeeId> employees, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRecord>>([.. Records.Where(r => r.Employee is { } employee && employees.Contains(employee))]);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(ConnectionId connection, IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken)
    {
        var wanted = externalIds.ToHashSet(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<StoredRecord>>([.. Records.Where(r => wanted.Contains(r.ExternalId))]);
    }

    public Task<IReadOnlyList<AttributeCoverage>> ReadCoverageAsync(ConnectionId connection, CancellationToken cancellationToken) => Task.FromResult(first?.Coverage ?? []);

    public Task<IReadOnlyList<MatchDecision>> ReadDecisionsAsync(ConnectionId connection, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MatchDecision>>([]);

    public Task<string?> ReadConfigDigestAsync(ConnectionId connection, CancellationToken cancellationToken) => Task.FromResult(first?.ConfigDigest);

    public Task<ApplyOutcome> ApplyAsync(ApprovedPlan plan, RunId run, IProgress<int>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<Change> ReadChangesAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    private IEnumerable<T> Created<T>() => first?.Changes.Where(c => c.Verb == ChangeVerb.Create).Select(c => c.Snapshot).OfType<T>() ?? [];

    private TeamState WithBindings(TeamState team) => team with
    {
        Bindings = [.. team.Bindings, .. first!.Changes.Where(c => c is { Verb: ChangeVerb.Add, Field: TeamFields.Binding } && c.SubjectId == team.Id.Value).Select(c => new TeamBinding(c.Origin!.Value, c.After!))],
    };
}
