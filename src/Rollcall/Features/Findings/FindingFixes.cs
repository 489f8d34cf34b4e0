using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Features.Mapping;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Findings;

/// <summary>What became of a fix.</summary>
public enum FixOutcome
{
    /// <summary>Done; it takes effect with the next sync.</summary>
    Done,

    /// <summary>What was to be changed is not there any more.</summary>
    Gone,

    /// <summary>Another one has the name already.</summary>
    Taken,
}

/// <summary>What a credential can do now.</summary>
/// <param name="Test">As the connection's own test says it.</param>
/// <param name="IsReadable">Whether the attribute in question is readable now; null when none was asked for or that could not be found out.</param>
/// <param name="HowToGrant">Where in that HRIS it is made readable.</param>
public sealed record RetestResult(ConnectionTest Test, bool? IsReadable, string? HowToGrant);

/// <summary>Makes findings go away: each fix takes effect with the next sync. The same edits as the terminal's.</summary>
internal sealed class FindingFixes(
    Visitor visitor, DirectoryEditStore edits, TeamEditStore teams, LevelEditStore levels, ConnectionStore connections, EmployeeQueries employees, SyncService sync, MappingDrafts drafts)
{
    /// <summary>The word becomes an option of the select attribute.</summary>
    public async Task<FixOutcome> AddOptionAsync(string attribute, string label, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await ChangeAsync(member, attribute, a => a.Options.Any(o => o.Label == label)
            ? a with { Options = a.Options.Select(o => o.Label == label ? o with { Archived = false } : o).ToValueList() }
            : a with { Options = [.. a.Options, new AttributeOption(label, [], Archived: false)] }, cancellationToken);
    }

    /// <summary>The word is taken for an option that is there.</summary>
    public async Task<FixOutcome> AliasOptionAsync(string attribute, string alias, string label, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await ChangeAsync(member, attribute, a => a.Options.Any(o => o.Label == label)
            ? a with { Options = a.Options.Select(o => o.Label == label ? o with { Aliases = [.. o.Aliases.Where(x => x != alias), alias] } : o).ToValueList() }
            : null, cancellationToken);
    }

    /// <summary>The attribute takes every value as it comes.</summary>
    public async Task<FixOutcome> ChangeToTextAsync(string attribute, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await ChangeAsync(member, attribute, a => a with { Type = AttributeType.Text, Options = [] }, cancellationToken);
    }

    /// <summary>A mapping's custom attribute that is not there is created, as text under its key.</summary>
    public async Task<FixOutcome> CreateAttributeAsync(string key, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        if (schema.Attributes.Any(a => a.Key == key))
        {
            return FixOutcome.Taken;
        }

        var name = key.Replace('-', ' ');
        await edits.SaveAttributeAsync(
            member.Workspace.Id, new CustomAttribute { Key = key, Name = char.ToUpperInvariant(name[0]) + name[1..], Type = AttributeType.Text }, cancellationToken);
        return FixOutcome.Done;
    }

    /// <summary>The word becomes a team, also one that is nearly like another.</summary>
    public async Task<FixOutcome> CreateTeamAsync(TeamKind kind, string name, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return OutcomeOf((await teams.CreateAsync(member.Workspace.Id, name, kind, parent: null, [], cancellationToken)).Came);
    }

    /// <summary>From the next sync on, what the HRIS calls so is this team.</summary>
    public async Task<FixOutcome> BindTeamAsync(TeamId team, string spelling, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return OutcomeOf(await teams.AddAliasesAsync(member.Workspace.Id, team, [spelling], cancellationToken));
    }

    /// <summary>The word becomes a level at the end of the order, also one that is nearly like another.</summary>
    public async Task<FixOutcome> CreateLevelAsync(string name, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return OutcomeOf(await levels.CreateAsync(member.Workspace.Id, name, [], cancellationToken));
    }

    /// <summary>From the next sync on, what the HRIS calls so is this level.</summary>
    public async Task<FixOutcome> BindLevelAsync(LevelId level, string spelling, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        if (schema.Levels.FirstOrDefault(l => l.Id == level) is not { } standing)
        {
            return FixOutcome.Gone;
        }

        return OutcomeOf(await levels.AddAliasesAsync(member.Workspace.Id, standing, [spelling], cancellationToken));
    }

    /// <summary>The next run takes the attribute's fill rate as it comes: the blanks are written.</summary>
    public async Task<FixOutcome> AcceptCoverageAsync(ConnectionId connection, string attribute, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.AcceptCoverageAsync(member.Workspace.Id, connection, attribute, cancellationToken) ? FixOutcome.Done : FixOutcome.Gone;
    }

    /// <summary>Says who a doubted record is: an employee, or (null) somebody new.</summary>
    public async Task<FixOutcome> DecideMatchAsync(ConnectionId connection, string externalId, EmployeeId? employee, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var workspace = member.Workspace.Id;
        if (await FindAsync(workspace, connection, cancellationToken) is null
            || (employee is { } chosen && !(await employees.NamesAsync(workspace, [chosen], cancellationToken)).ContainsKey(chosen)))
        {
            return FixOutcome.Gone;
        }

        return await edits.DecideAsync(workspace, connection, externalId, employee, cancellationToken) ? FixOutcome.Done : FixOutcome.Gone;
    }

    /// <summary>Proves what the credential can do now, and whether it may read the attribute if one is named; null when the connection is gone.</summary>
    public async Task<RetestResult?> TestAsync(ConnectionId connection, string? attribute, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await FindAsync(member.Workspace.Id, connection, cancellationToken) is not { } entry)
        {
            return null;
        }

        try
        {
            var source = await sync.SourceOfAsync(member.Workspace, entry, cancellationToken);
            var test = await source.TestAsync(cancellationToken);
            if (attribute is null || !test.Authenticated)
            {
                return new RetestResult(test, null, null);
            }

            var offered = (await source.DiscoverAsync(cancellationToken)).Find(attribute);
            return new RetestResult(
                test, offered is { Readable: not Readability.NotReadable }, offered?.HowToGrant ?? SyncService.SetupOf(entry).Descriptor.HowToGrant);
        }
        catch (ConnectorException exception)
        {
            var fault = exception.Fault;
            return new RetestResult(new ConnectionTest(Authenticated: false, null, null, [new ConnectionProblem("connection-failed", fault.What, fault.Fix, fault.TraceId)]), null, null);
        }
    }

    private static FixOutcome OutcomeOf(TeamEdit came) => came switch
    {
        TeamEdit.Done => FixOutcome.Done,
        TeamEdit.NameTaken => FixOutcome.Taken,
        _ => FixOutcome.Gone,
    };

    private static FixOutcome OutcomeOf(SchemaEdit came) => came switch
    {
        SchemaEdit.Done => FixOutcome.Done,
        SchemaEdit.NameTaken => FixOutcome.Taken,
        _ => FixOutcome.Gone,
    };

    private async Task<ConnectionEntry?> FindAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken) =>
        (await connections.ListAsync(workspace, cancellationToken)).FirstOrDefault(c => c.Id == connection);

    /// <summary>Null from the change means that what it needs is not there. An attribute that comes with edits which are not saved yet is changed there.</summary>
    private async Task<FixOutcome> ChangeAsync(Member member, string attribute, Func<CustomAttribute, CustomAttribute?> change, CancellationToken cancellationToken)
    {
        var isChanged = false;
        var isThere = await edits.ChangeAttributeAsync(member.Workspace.Id, attribute, standing =>
        {
            var changed = change(standing);
            isChanged = changed is not null;
            return changed ?? standing;
        }, cancellationToken);
        if (!isThere && drafts.NewAttribute(member.Account, attribute) is { } coming && change(coming) is { } made)
        {
            drafts.ChangeNew(member.Account, made);
            return FixOutcome.Done;
        }

        return isThere && isChanged ? FixOutcome.Done : FixOutcome.Gone;
    }
}
