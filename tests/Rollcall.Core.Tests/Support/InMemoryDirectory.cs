using System.Runtime.CompilerServices;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Support;

/// <summary>A real little directory in memory: the same rules as the stored one, before-images included.</summary>
internal sealed class InMemoryDirectory : IDirectory
{
    private readonly Dictionary<EmployeeId, Person> people = [];
    private readonly Dictionary<(ConnectionId, string), StoredRecord> records = [];
    private readonly Dictionary<ConnectionId, IReadOnlyList<AttributeCoverage>> coverage = [];
    private readonly Dictionary<ConnectionId, string> digests = [];
    private readonly List<(RunId Run, Change Change)> log = [];

    public DirectorySchema Schema { get; set; } = new([], [], []);

    public List<MatchDecision> Decisions { get; } = [];

    public HashSet<EmployeeId> Owners { get; } = [];

    public int Writes { get; private set; }

    public IReadOnlyList<(RunId Run, Change Change)> Log => log;

    public IEnumerable<StoredRecord> Records => records.Values;

    /// <summary>Set to make the next apply stop before anything is written, as a killed process would.</summary>
    public bool FailNextApply { get; set; }

    public Task<DirectorySchema> ReadSchemaAsync(CancellationToken cancellationToken) => Task.FromResult(Schema);

    public async IAsyncEnumerable<KnownRecord> ReadKnownRecordsAsync(ConnectionId connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var record in records.Values.Where(r => r.Connection == connection).ToList())
        {
            yield return new KnownRecord(
                record.ExternalId, record.Employee, record.Fingerprint is null ? null : Fingerprint.FromBytes(record.Fingerprint),
                record.MissingReads, record.DueOn, record.Scope, record.Answer);
        }
    }

    /// <summary>Ends when the directory in brief was read for the first time.</summary>
    public TaskCompletionSource EntriesRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> ReadLastChangeAsync(CancellationToken cancellationToken) => Task.FromResult((long)log.Count);

    public async IAsyncEnumerable<DirectoryEntry> ReadEntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var person in people.Values.ToList())
        {
            yield return DirectoryEntry.Of(
                person.Id, person.Get(Fields.Email), $"{person.Get(Fields.FirstName)} {person.Get(Fields.LastName)}".Trim(),
                person.Get(Fields.Birthday) is { } date ? DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture) : null,
                person.Status, person.Get(Fields.Manager) is { } manager ? new EmployeeId(Guid.Parse(manager)) : null, Owners.Contains(person.Id));
        }

        EntriesRead.TrySetResult();
    }

    public Task<IReadOnlyList<EmployeeState>> ReadEmployeesAsync(FieldLayout layout, IReadOnlyCollection<EmployeeId>? employees, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EmployeeState>>(
            [.. people.Values.Where(p => employees is null || employees.Contains(p.Id)).Select(p => p.ToState(layout))]);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsOfAsync(IReadOnlyCollection<EmployeeId> employees, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRecord>>([.. records.Values.Where(r => r.Employee is { } e && employees.Contains(e))]);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(ConnectionId connection, IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredRecord>>([.. externalIds.Where(id => records.ContainsKey((connection, id))).Select(id => records[(connection, id)])]);

    public Task<IReadOnlyList<AttributeCoverage>> ReadCoverageAsync(ConnectionId connection, CancellationToken cancellationToken) =>
        Task.FromResult(coverage.GetValueOrDefault(connection) ?? []);

    public Task<IReadOnlyList<MatchDecision>> ReadDecisionsAsync(ConnectionId connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MatchDecision>>([.. Decisions]);

    public Task<string?> ReadConfigDigestAsync(ConnectionId connection, CancellationToken cancellationToken) =>
        Task.FromResult(digests.GetValueOrDefault(connection));

    public Task<ApplyOutcome> ApplyAsync(ApprovedPlan plan, RunId run, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        if (FailNextApply)
        {
            FailNextApply = false;
            throw new IOException("killed");
        }

        if (plan.Plan.Decided.FirstOrDefault(d => !Decisions.Contains(d)) is { } gone)
        {
            return Task.FromResult<ApplyOutcome>(new ApplyOutcome.DirectoryChanged([$"the decision about record {gone.ExternalId}"]));
        }

        var before = Snapshot();
        foreach (var change in plan.Plan.Changes)
        {
            if (Apply(change, plan.Plan.Layout) is { } conflict)
            {
                Restore(before);
                return Task.FromResult<ApplyOutcome>(new ApplyOutcome.DirectoryChanged([conflict]));
            }

            log.Add((run, change));
            Writes++;
        }

        foreach (var record in plan.Plan.Records)
        {
            records[(record.Connection, record.ExternalId)] = record;
            Writes++;
        }

        foreach (var (externalId, answer) in plan.Plan.Answers)
        {
            var key = (plan.Plan.Connection, externalId);
            records[key] = records[key] with { Answer = answer };
            Writes++;
        }

        foreach (var tie in plan.Plan.Reopened)
        {
            var key = (plan.Plan.Connection, tie.ExternalId);
            records[key] = records[key] with { Employee = tie.Employee, Fingerprint = null };
            Writes++;
        }

        Decisions.RemoveAll(d => plan.Plan.Decided.Contains(d));
        if (plan.Plan.Coverage.Count > 0)
        {
            coverage[plan.Plan.Connection] = plan.Plan.Coverage;
        }

        if (plan.Plan.ConfigDigest.Length > 0)
        {
            digests[plan.Plan.Connection] = plan.Plan.ConfigDigest;
        }

        return Task.FromResult<ApplyOutcome>(new ApplyOutcome.Applied(plan.Plan.Changes.Count));
    }

    public async IAsyncEnumerable<Change> ReadChangesAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (_, change) in log.Where(l => l.Run == run).ToList())
        {
            yield return change;
        }
    }

    /// <summary>Everybody, as comparable text.</summary>
    public string Dump() => string.Join("\n", people.Values.OrderBy(p => p.Id).Select(p => p.Dump(Schema)));

    public Person this[string email] => people.Values.Single(p => p.Get(Fields.Email) == email);

    public IEnumerable<Person> People => people.Values;

    private string? Apply(Change change, ValueList<string> layout)
    {
        switch (change.Subject)
        {
            case SubjectKind.Employee:
                return ApplyToEmployee(change, layout);
            case SubjectKind.Team:
                return ApplyToTeam(change);
            case SubjectKind.Level:
                var level = change.Verb is ChangeVerb.Create or ChangeVerb.Delete ? (LevelState)change.Snapshot! : throw new NotSupportedException();
                Schema = Schema with
                {
                    Levels = change.Verb == ChangeVerb.Create ? [.. Schema.Levels, level] : Schema.Levels.Where(l => l.Id != level.Id).ToValueList(),
                };
                return null;
            default:
                Schema = Schema with { Attributes = Schema.Attributes.Select(a => Fields.Custom(a.Key) != change.Field ? a : WithOption(a, change)).ToValueList() };
                return null;
        }
    }

    private static CustomAttribute WithOption(CustomAttribute attribute, Change change) => attribute with
    {
        Options = change.Verb == ChangeVerb.Add
            ? [.. attribute.Options, new AttributeOption(change.After!, [], Archived: false)]
            : attribute.Options.Where(o => o.Label != change.Before).ToValueList(),
    };

    private string? ApplyToTeam(Change change)
    {
        var id = new TeamId(change.SubjectId);
        if (change.Verb == ChangeVerb.Create)
        {
            Schema = Schema with { Teams = [.. Schema.Teams, (TeamState)change.Snapshot!] };
            return null;
        }

        if (change.Verb == ChangeVerb.Delete)
        {
            Schema = Schema with { Teams = Schema.Teams.Where(t => t.Id != id).ToValueList() };
            return null;
        }

        var team = Schema.Teams.Single(t => t.Id == id);
        var next = (change.Verb, change.Field) switch
        {
            (ChangeVerb.Set, TeamFields.Name) => team with { Name = change.After! },
            (ChangeVerb.Add, TeamFields.Binding) => team with { Bindings = [.. team.Bindings, new TeamBinding(change.Origin!.Value, change.After!)] },
            (ChangeVerb.Remove, TeamFields.Binding) => team with { Bindings = team.Bindings.Where(b => b.HrisId != change.Before || b.Connection != change.Origin).ToValueList() },
            _ => throw new NotSupportedException(),
        };
        Schema = Schema with { Teams = Schema.Teams.Select(t => t.Id == id ? next : t).ToValueList() };
        return null;
    }

    private string? ApplyToEmployee(Change change, ValueList<string> layout)
    {
        var id = new EmployeeId(change.SubjectId);
        switch (change.Verb)
        {
            case ChangeVerb.Create:
                if (people.ContainsKey(id))
                {
                    return $"{id} exists";
                }

                people[id] = Person.Of((EmployeeState)change.Snapshot!, layout);
                return null;
            case ChangeVerb.Delete:
                people.Remove(id);
                foreach (var record in records.Values.Where(r => r.Employee == id).ToList())
                {
                    records[(record.Connection, record.ExternalId)] = record with { Employee = null, Fingerprint = null };
                }

                return null;
            default:
                return change.Field == Fields.ExternalId ? Tie(id, change) : people[id].Apply(change);
        }
    }

    private string? Tie(EmployeeId id, Change change)
    {
        if (change.Before is not null && records.TryGetValue((change.Origin!.Value, change.Before), out var old))
        {
            records[(old.Connection, old.ExternalId)] = old with { Employee = null, Fingerprint = null };
        }

        if (change.After is not null && records.TryGetValue((change.Origin!.Value, change.After), out var next))
        {
            records[(next.Connection, next.ExternalId)] = next with { Employee = id, Fingerprint = null };
        }

        return null;
    }

    private (Dictionary<EmployeeId, Person>, Dictionary<(ConnectionId, string), StoredRecord>, DirectorySchema, int) Snapshot() =>
        (people.ToDictionary(p => p.Key, p => p.Value.Clone()), new(records), Schema, log.Count);

    private void Restore((Dictionary<EmployeeId, Person> People, Dictionary<(ConnectionId, string), StoredRecord> Records, DirectorySchema Schema, int Log) state)
    {
        people.Clear();
        foreach (var (id, person) in state.People)
        {
            people[id] = person;
        }

        records.Clear();
        foreach (var (key, record) in state.Records)
        {
            records[key] = record;
        }

        Schema = state.Schema;
        log.RemoveRange(state.Log, log.Count - state.Log);
    }
}
