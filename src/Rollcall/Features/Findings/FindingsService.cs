using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Access;
using Rollcall.Features.Mapping;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Findings;

/// <summary>Somebody whom a finding concerns.</summary>
/// <param name="ExternalId">The HRIS' id.</param>
/// <param name="Employee">Null when nobody of the directory is tied to it.</param>
/// <param name="Name">Their name, or the HRIS' id when nothing is kept.</param>
public sealed record FindingPerson(string ExternalId, EmployeeId? Employee, string Name)
{
    public override string ToString() => ExternalId;
}

/// <summary>One current finding of one connection.</summary>
/// <param name="Connection">Whose.</param>
/// <param name="ConnectionName">Its name.</param>
/// <param name="Finding">What is wrong.</param>
/// <param name="People">The first of those concerned.</param>
/// <param name="HowToGrant">Where in that HRIS a person lets the credential read more.</param>
public sealed record CurrentFinding(ConnectionId Connection, string ConnectionName, Finding Finding, IReadOnlyList<FindingPerson> People, string HowToGrant)
{
    /// <summary>Names the cause: the same as long as it is the same.</summary>
    public (ConnectionId, string, string?, string?, string?) Cause => (Connection, Finding.Code, Finding.Attribute, Finding.Target, Finding.Value);

    public override string ToString() => Finding.ToString();
}

/// <summary>What is held or wrong now.</summary>
/// <param name="All">Those that matter most first.</param>
/// <param name="Connections">Names by connection.</param>
/// <param name="MayFix">Whether the visitor may fix them.</param>
public sealed record FindingsView(IReadOnlyList<CurrentFinding> All, IReadOnlyDictionary<ConnectionId, string> Connections, bool MayFix);

/// <summary>Somebody of the directory whom a record could be.</summary>
public sealed record MatchCandidate(EmployeeId Employee, string Name, string? Email, AccountStatus Status)
{
    public override string ToString() => Employee.ToString();
}

/// <summary>A record that nobody can tell who it is.</summary>
/// <param name="ExternalId">The HRIS' id.</param>
/// <param name="Name">As the HRIS says it; null when nothing is kept.</param>
/// <param name="Email">As the HRIS says it.</param>
/// <param name="Birthday">As the HRIS says it.</param>
/// <param name="Candidates">Who it could be.</param>
public sealed record DoubtedRecord(string ExternalId, string? Name, string? Email, DateOnly? Birthday, IReadOnlyList<MatchCandidate> Candidates)
{
    public override string ToString() => ExternalId;
}

/// <summary>What can be chosen instead of a word that the HRIS sends.</summary>
public sealed record FixChoice(Guid Id, string Name);

/// <summary>Gathers the current findings of all connections and what is needed to decide about them.</summary>
internal sealed class FindingsService(
    Visitor visitor, RunStore runs, ConnectionStore connections, WorkspaceStore workspaces, EmployeeQueries employees, SyncService sync,
    MappingDrafts drafts)
{
    /// <summary>So many people are named; the others are counted.</summary>
    public const int Named = 10;

    public async Task<FindingsView> ListAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var all = await connections.ListAsync(member.Workspace.Id, cancellationToken);
        var found = new List<CurrentFinding>();
        foreach (var connection in all)
        {
            var current = FindingCauses.Of(await runs.CurrentFindingsAsync(member.Workspace.Id, connection.Id, cancellationToken));
            if (current.Count == 0)
            {
                continue;
            }

            var people = await PeopleAsync(member.Workspace, connection, current, cancellationToken);
            var howToGrant = SyncService.SetupOf(connection).Descriptor.HowToGrant;
            found.AddRange(current.Select(f => new CurrentFinding(
                connection.Id, connection.Config.Name, f, [.. f.People.Take(Named).Select(id => people.GetValueOrDefault(id) ?? new FindingPerson(id, null, id))], howToGrant)));
        }

        return new FindingsView(
            FindingOrder.Sorted(found, f => f.Finding), all.ToDictionary(c => c.Id, c => c.Config.Name), member.Role >= MemberRole.Admin);
    }

    /// <summary>What a preview would hold. Whoever is new has no profile yet, but a name.</summary>
    public async Task<IReadOnlyList<CurrentFinding>> OfPreviewAsync(RunId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var workspace = member.Workspace;
        if (await runs.GetAsync(workspace.Id, id, cancellationToken) is not { State: RunState.Previewed, Findings.Count: > 0 } run
            || (await connections.ListAsync(workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == run.Connection) is not { } entry
            || await runs.LoadPlanAsync(workspace.Id, id, cancellationToken) is not { } plan)
        {
            return [];
        }

        var causes = FindingCauses.Of(run.Findings);
        var named = causes.SelectMany(f => f.People.Take(Named)).ToHashSet(StringComparer.Ordinal);
        var employeeOf = plan.Records.Where(r => named.Contains(r.ExternalId) && r.Employee is not null).ToDictionary(r => r.ExternalId, r => r.Employee!.Value, StringComparer.Ordinal);
        var standing = await employees.NamesAsync(workspace.Id, [.. employeeOf.Values], cancellationToken);
        var (first, last) = (plan.Layout.Span.IndexOf(Fields.FirstName), plan.Layout.Span.IndexOf(Fields.LastName));
        var coming = plan.Changes.Where(c => c is { Verb: ChangeVerb.Create, Snapshot: EmployeeState }).Select(c => (EmployeeState)c.Snapshot!)
            .ToDictionary(s => s.Id, s => $"{s.Values[first]} {s.Values[last]}".Trim());
        FindingPerson PersonOf(string externalId) => !employeeOf.TryGetValue(externalId, out var employee) ? new FindingPerson(externalId, null, externalId)
            : standing.TryGetValue(employee, out var name) ? new FindingPerson(externalId, employee, name)
            : new FindingPerson(externalId, null, coming.GetValueOrDefault(employee) is { Length: > 0 } full ? full : externalId);
        var howToGrant = SyncService.SetupOf(entry).Descriptor.HowToGrant;
        return FindingOrder.Sorted(
            causes.Select(f => new CurrentFinding(entry.Id, entry.Config.Name, f, [.. f.People.Take(Named).Select(PersonOf)], howToGrant)), f => f.Finding);
    }

    /// <summary>The finding behind a value of somebody that is not as their HRIS says; null when there is none such now.</summary>
    public async Task<CurrentFinding?> OfValueAsync(EmployeeId employee, string code, Target target, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var records = await sync.DirectoryOf(member.Workspace).ReadRecordsOfAsync([employee], cancellationToken);
        var written = target.ToString();
        var fitting = (await ListAsync(cancellationToken)).All.Where(f => f.Finding.Code == code && (f.Finding.Target is null || f.Finding.Target == written)
            && records.Any(r => r.Connection == f.Connection)).ToList();

        // A finding names its first people only. Somebody who is in none of them is in the one that has more, if there is but one.
        var unnamed = fitting.Where(f => f.Finding.Count > f.Finding.People.Count).ToList();
        return fitting.FirstOrDefault(f => records.Any(r => r.Connection == f.Connection && f.Finding.People.Contains(r.ExternalId)))
            ?? (unnamed.Count == 1 ? unnamed[0] : null);
    }

    /// <summary>How many causes hold people or values, or made a run fail.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var count = 0;
        foreach (var connection in await connections.ListAsync(member.Workspace.Id, cancellationToken))
        {
            count += FindingCauses.Of(await runs.CurrentFindingsAsync(member.Workspace.Id, connection.Id, cancellationToken)).Count(f => f.Severity != FindingSeverity.Notice);
        }

        return count;
    }

    /// <summary>The records of a finding about matches, with whom each could be.</summary>
    public async Task<IReadOnlyList<DoubtedRecord>> DoubtedAsync(ConnectionId connection, IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var workspace = member.Workspace;
        if ((await connections.ListAsync(workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == connection) is not { } entry)
        {
            return [];
        }

        var directory = sync.DirectoryOf(workspace);
        var schema = await directory.ReadSchemaAsync(cancellationToken);
        var reader = new RecordIdentity(await workspaces.ConfigAsync(workspace, cancellationToken), SyncService.SetupOf(entry), schema);
        var people = await PeopleIndex.LoadAsync(directory.ReadEntriesAsync(cancellationToken), about: 0, cancellationToken);
        var records = (await directory.ReadRecordsAsync(connection, externalIds, cancellationToken)).Select(r => (Record: r, Who: reader.Of(r))).ToList();
        var candidates = records.ToDictionary(r => r.Record.ExternalId, r => RecordIdentity.Candidates(r.Record, r.Who, people).ToList(), StringComparer.Ordinal);
        var shown = (await directory.ReadEmployeesAsync(schema.Layout, candidates.Values.SelectMany(c => c).ToHashSet(), cancellationToken)).ToDictionary(e => e.Id);
        MatchCandidate Candidate(EmployeeId id) => shown.TryGetValue(id, out var person)
            ? new MatchCandidate(id, EmployeeView.Name(person), person.Values[schema.Layout.IndexOf(Fields.Email)], person.Status)
            : new MatchCandidate(id, id.ToString(), null, AccountStatus.Deactivated);
        return [.. records.OrderBy(r => r.Record.ExternalId, StringComparer.Ordinal).Select(r => new DoubtedRecord(
            r.Record.ExternalId, r.Who?.FullName, r.Who?.Email, r.Who?.Birthday, [.. candidates[r.Record.ExternalId].Select(Candidate)]))];
    }

    /// <summary>Employees by part of a name or email, to choose somebody else.</summary>
    public async Task<IReadOnlyList<MatchCandidate>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var (people, _) = await employees.ListAsync(
            member.Workspace.Id, new EmployeeFilter(text, [], null, 0, 20), schema.Layout, cancellationToken);
        return [.. people.Select(p => new MatchCandidate(p.Id, EmployeeView.Name(p), p.Values[0], p.Status))];
    }

    /// <summary>The options, teams or levels that a word could stand for.</summary>
    public async Task<IReadOnlyList<FixChoice>> ChoicesAsync(Finding finding, FixKind fix, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        return fix switch
        {
            FixKind.AliasOption => [.. (AttributeOf(schema, member, finding)?.Options ?? []).Select(o => new FixChoice(Guid.Empty, o.Label))],
            FixKind.BindTeam => [.. schema.Teams.Where(t => t.Kind == FixOffers.TeamKindOf(finding)).OrderBy(t => t.Name, StringComparer.CurrentCulture).Select(t => new FixChoice(t.Id.Value, t.Name))],
            FixKind.BindLevel => [.. schema.Levels.OrderBy(l => l.Order).Select(l => new FixChoice(l.Id.Value, l.Name))],
            _ => [],
        };
    }

    private CustomAttribute? AttributeOf(DirectorySchema schema, Member member, Finding finding) => FixOffers.AttributeOf(finding) is not { } key ? null
        : schema.Attributes.FirstOrDefault(a => a.Key == key) ?? drafts.NewAttribute(member.Account, key);

    private async Task<Dictionary<string, FindingPerson>> PeopleAsync(
        Workspace workspace, ConnectionEntry connection, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        var ids = findings.SelectMany(f => f.People.Take(Named)).ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            return [];
        }

        var directory = sync.DirectoryOf(workspace);
        var records = await directory.ReadRecordsAsync(connection.Id, ids, cancellationToken);
        var names = await employees.NamesAsync(workspace.Id, [.. records.Select(r => r.Employee).OfType<EmployeeId>()], cancellationToken);
        var reader = new RecordIdentity(
            await workspaces.ConfigAsync(workspace, cancellationToken), SyncService.SetupOf(connection), await directory.ReadSchemaAsync(cancellationToken));
        return records.ToDictionary(
            r => r.ExternalId,
            r => new FindingPerson(r.ExternalId, r.Employee, r.Employee is { } id && names.TryGetValue(id, out var name) ? name : reader.Of(r)?.FullName ?? r.ExternalId),
            StringComparer.Ordinal);
    }
}
