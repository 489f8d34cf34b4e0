using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Connecting;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Somebody to explain: an employee, or a record that nobody is tied to.</summary>
internal sealed record Someone(EmployeeId? Employee, IReadOnlyList<StoredRecord> Records)
{
    public override string ToString() => Employee?.ToString() ?? "nobody";
}

/// <summary>Loads what an explanation depends on.</summary>
internal sealed class ExplainService(
    SyncService sync, WorkspaceStore workspaces, ConnectionStore connections, RunStore runs, EmployeeQueries employees, HistoryQueries history, TimeProvider time)
{
    /// <summary>By any key of an employee, or by the external id of a record without one. Null when the key names several people.</summary>
    public async Task<Someone?> FindAsync(Workspace workspace, string key, CancellationToken cancellationToken)
    {
        var directory = sync.DirectoryOf(workspace);
        var found = await employees.FindAsync(workspace.Id, key, cancellationToken);
        if (found.Count > 1)
        {
            return null;
        }

        if (found.Count == 1)
        {
            return new Someone(found[0], await directory.ReadRecordsOfAsync(found, cancellationToken));
        }

        var records = new List<StoredRecord>();
        foreach (var (connection, externalId, _) in await employees.FindRecordsAsync(workspace.Id, key, cancellationToken))
        {
            records.AddRange(await directory.ReadRecordsAsync(connection, [externalId], cancellationToken));
        }

        return new Someone(null, records);
    }

    /// <summary>Explains that target; all mapped ones when none is given.</summary>
    public async Task<IReadOnlyList<Explanation>> ExplainAsync(Workspace workspace, Someone someone, Target? target, CancellationToken cancellationToken)
    {
        var dossier = await LoadAsync(workspace, someone, cancellationToken);
        return await ExplainAsync(dossier, target is null ? [.. dossier.Connections.SelectMany(c => c.Config.Mappings).Select(m => m.To).Distinct()] : [target], cancellationToken);
    }

    /// <summary>What is known of somebody.</summary>
    public async Task<Dossier> LoadAsync(Workspace workspace, Someone someone, CancellationToken cancellationToken)
    {
        var directory = sync.DirectoryOf(workspace);
        var schema = await directory.ReadSchemaAsync(cancellationToken);
        var all = await connections.ListAsync(workspace.Id, cancellationToken);
        var findings = new Dictionary<ConnectionId, IReadOnlyList<Finding>>();
        foreach (var connection in all)
        {
            findings[connection.Id] = await runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken);
        }

        return new Dossier
        {
            Workspace = workspace,
            Schema = schema,
            Connections = all,
            Findings = findings,
            Records = someone.Records,
            Employee = someone.Employee is { } id && await directory.ReadEmployeesAsync(schema.Layout, [id], cancellationToken) is [var standing] ? standing : null,
            History = someone.Employee is { } person ? await history.OfEmployeeAsync(workspace.Id, person, schema.Layout, cancellationToken) : [],
        };
    }

    /// <summary>Explains those targets.</summary>
    public async Task<IReadOnlyList<Explanation>> ExplainAsync(Dossier known, IReadOnlyList<Target> targets, CancellationToken cancellationToken)
    {
        var workspace = known.Workspace;
        List<ExplainedConnection> explained = [.. known.Connections.Select(c => new ExplainedConnection(SyncService.SetupOf(c), c.LastReadAt, known.Findings[c.Id]))];
        var (people, ties) = await ReferredAsync(known, ReferredPeople.Of(explained, known.Schema, known.Records), cancellationToken);
        var config = await workspaces.ConfigAsync(workspace, cancellationToken);
        return [.. targets.Select(each => new Explainer(new ExplainInput
        {
            Workspace = config,
            Schema = known.Schema,
            Connections = explained,
            Employee = known.Employee,
            Records = known.Records,
            LastChange = LastOf(known.History, each),
            People = people,
            TieOf = (connection, externalId) => ties.GetValueOrDefault((connection, externalId))?.Employee,
            IsExcluded = (connection, externalId) => ties.GetValueOrDefault((connection, externalId))?.Scope == RecordScope.Excluded,
            Today = WorkspaceClock.Today(workspace.TimeZone, time.GetUtcNow()),
        }).Explain(each))];
    }

    /// <summary>Those of the directory whom somebody's records or values name, and nobody else: a company can be large.</summary>
    private async Task<(PeopleIndex People, Dictionary<(ConnectionId, string), StoredRecord> Ties)> ReferredAsync(
        Dossier known, IReadOnlyList<(ConnectionId Connection, PersonReference Reference)> references, CancellationToken cancellationToken)
    {
        var directory = sync.DirectoryOf(known.Workspace);
        var ties = new Dictionary<(ConnectionId, string), StoredRecord>();
        foreach (var ofConnection in references.Where(r => r.Reference.ExternalId is not null).GroupBy(r => r.Connection, r => r.Reference.ExternalId!))
        {
            foreach (var record in await directory.ReadRecordsAsync(ofConnection.Key, [.. ofConnection.Distinct(StringComparer.Ordinal)], cancellationToken))
            {
                ties[(record.Connection, record.ExternalId)] = record;
            }
        }

        var ids = ties.Values.Select(r => r.Employee).OfType<EmployeeId>().ToHashSet();
        if (known.Employee is { } employee)
        {
            ids.UnionWith(employee.AdditionalManagers.Select(m => m.Manager));
            if (employee.Values[known.Schema.Layout.IndexOf(Fields.Manager)] is { } manager)
            {
                ids.Add(new EmployeeId(Guid.Parse(manager)));
            }
        }

        var entries = await employees.EntriesAsync(
            known.Workspace.Id, ids, [.. references.Select(r => r.Reference.Email).OfType<string>().Select(Words.Folded)],
            [.. references.SelectMany(r => ReferredPeople.NameKeys(r.Reference))], cancellationToken);
        return (await PeopleIndex.LoadAsync(entries.ToAsyncEnumerable(), about: 0, cancellationToken), ties);
    }

    private static LastChange? LastOf(IReadOnlyList<HistoryEntry> changes, Target target) =>
        changes.FirstOrDefault(c => c.Change.Field == target.FieldKey || c.Change.Verb == ChangeVerb.Create) is { } entry
            ? new LastChange(entry.At, entry.Run, entry.Change.Origin)
            : null;
}
