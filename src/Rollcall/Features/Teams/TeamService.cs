using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Teams;

/// <summary>One team in the list.</summary>
/// <param name="Team">The team.</param>
/// <param name="Parent">The name of what it is part of.</param>
/// <param name="Leads">Names of who leads it.</param>
/// <param name="Members">Memberships; somebody who is in it from two origins counts twice only in <paramref name="Origins"/>.</param>
/// <param name="Origins">Where memberships come from: names of connections, null for by hand.</param>
public sealed record TeamLine(TeamState Team, string? Parent, string Leads, int Members, IReadOnlyList<(string? Connection, int Count)> Origins)
{
    public override string ToString() => Team.Id.ToString();
}

/// <summary>The list of teams.</summary>
public sealed record TeamsView(IReadOnlyList<TeamLine> Teams, bool MayEdit);

/// <summary>Everything the page of one team shows.</summary>
/// <param name="Line">The team as in the list.</param>
/// <param name="Parts">Teams that are part of it.</param>
/// <param name="Leads">Who leads it.</param>
/// <param name="Others">Teams it could be part of or be merged into.</param>
/// <param name="Connections">Names of the workspace's connections.</param>
/// <param name="SeesSync">Whether the visitor sees where members come from.</param>
/// <param name="MayEdit">Whether the visitor may edit.</param>
public sealed record TeamView(
    TeamLine Line, IReadOnlyList<TeamState> Parts, IReadOnlyList<(EmployeeId Id, string Name)> Leads, IReadOnlyList<TeamState> Others,
    IReadOnlyDictionary<ConnectionId, string> Connections, bool SeesSync, bool MayEdit)
{
    public override string ToString() => Line.ToString();
}

/// <summary>A page of a team's members.</summary>
public sealed record TeamMembers(IReadOnlyList<TeamMember> Members, int Total);

/// <summary>What a merge would do.</summary>
/// <param name="Goes">The team that goes.</param>
/// <param name="Stays">The other one, as it would be.</param>
/// <param name="Before">The other one, as it is.</param>
/// <param name="Moving">Members who move.</param>
/// <param name="Both">Of those, in both already.</param>
/// <param name="Parts">Parts that move.</param>
public sealed record MergePreview(TeamState Goes, TeamState Stays, TeamState Before, int Moving, int Both, int Parts)
{
    public override string ToString() => $"{Goes.Id} into {Stays.Id}";
}

/// <summary>Teams for whoever is at the page: everybody may look, admins edit.</summary>
internal sealed class TeamService(
    Visitor visitor, SyncService sync, TeamQueries teams, TeamEditStore edits, EmployeeQueries employees, ConnectionStore connections)
{
    public async Task<TeamsView> ListAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        return new TeamsView(await LinesAsync(member, schema, [.. schema.Teams], cancellationToken), member.Role >= MemberRole.Admin);
    }

    /// <summary>Null when there is no such team.</summary>
    public async Task<TeamView?> FindAsync(TeamId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        if (schema.Teams.FirstOrDefault(t => t.Id == id) is not { } team)
        {
            return null;
        }

        var line = (await LinesAsync(member, schema, [team], cancellationToken))[0];
        var names = await employees.NamesAsync(member.Workspace.Id, [.. team.Leads], cancellationToken);
        return new TeamView(
            line,
            [.. schema.Teams.Where(t => t.Parent == id)],
            [.. team.Leads.Where(names.ContainsKey).Select(l => (l, names[l]))],
            [.. schema.Teams.Where(t => t.Id != id)],
            (await connections.ListAsync(member.Workspace.Id, cancellationToken)).ToDictionary(c => c.Id, c => c.Config.Name),
            member.Role >= MemberRole.Viewer,
            member.Role >= MemberRole.Admin);
    }

    public async Task<TeamMembers> MembersAsync(TeamId id, int skip, int take, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var (members, total) = await teams.MembersAsync(member.Workspace.Id, id, skip, take, cancellationToken);
        return new TeamMembers(members, total);
    }

    /// <summary>People whose name or email contains a text, to become members or leads.</summary>
    public async Task<IReadOnlyList<(EmployeeId Id, string Name)>> SearchAsync(string? text, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await EmployeeView.SearchAsync(employees, member.Workspace, await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken), text, cancellationToken);
    }

    public async Task<(TeamEdit Came, TeamId Id)> CreateAsync(string name, TeamKind kind, TeamId? parent, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.CreateAsync(member.Workspace.Id, Named(name), kind, parent, [], cancellationToken);
    }

    /// <summary>Saves a team as edited, if it is still as it was shown. The name it had goes on meaning it.</summary>
    public async Task<TeamEdit> SaveAsync(TeamState shown, TeamState edited, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var name = Named(edited.Name);
        ValueList<string> aliases = [.. edited.Aliases.Append(shown.Name).Select(a => a.Trim()).Where(a => a.Length > 0 && a != name).Distinct(StringComparer.Ordinal)];
        return await edits.SaveAsync(
            member.Workspace.Id, shown, edited with { Name = name, Aliases = shown.Name == name ? [.. aliases.Where(a => a != shown.Name)] : aliases }, cancellationToken);
    }

    public async Task<TeamEdit> SetMemberAsync(TeamId team, EmployeeId employee, bool isMember, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.SetMemberAsync(member.Workspace.Id, team, employee, isMember, cancellationToken);
    }

    /// <summary>Null when one of them is gone, or they are of different kinds.</summary>
    public async Task<MergePreview?> PreviewMergeAsync(TeamId goes, TeamId stays, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var (one, other) = (schema.Teams.FirstOrDefault(t => t.Id == goes), schema.Teams.FirstOrDefault(t => t.Id == stays));
        if (one is null || other is null || one.Id == other.Id || one.Kind != other.Kind)
        {
            return null;
        }

        var (moving, both) = await teams.CountMergeAsync(member.Workspace.Id, goes, stays, cancellationToken);
        return new MergePreview(one, TeamEditStore.Merged(schema.Teams, one, other), other, moving, both, schema.Teams.Count(t => t.Parent == goes && t.Id != stays));
    }

    /// <summary>Merges exactly what was shown.</summary>
    public async Task<TeamEdit> MergeAsync(MergePreview shown, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.MergeAsync(member.Workspace.Id, shown.Goes, shown.Before, cancellationToken);
    }

    public async Task<TeamEdit> DeleteAsync(TeamState shown, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.DeleteAsync(member.Workspace.Id, shown, cancellationToken);
    }

    private static string Named(string name) => name.Trim() is { Length: > 0 and <= 200 } trimmed ? trimmed : throw new ArgumentException("not a name of a team", nameof(name));

    private async Task<IReadOnlyList<TeamLine>> LinesAsync(Member member, DirectorySchema schema, IReadOnlyList<TeamState> shown, CancellationToken cancellationToken)
    {
        var workspace = member.Workspace.Id;
        var counts = await employees.CountMembersAsync(workspace, cancellationToken);
        var origins = await teams.OriginsAsync(workspace, cancellationToken);
        var names = (await connections.ListAsync(workspace, cancellationToken)).ToDictionary(c => c.Id, c => c.Config.Name);
        var leads = await employees.NamesAsync(workspace, [.. shown.SelectMany(t => t.Leads).Distinct()], cancellationToken);
        var seesSync = member.Role >= MemberRole.Viewer;
        return [.. shown.Select(t => new TeamLine(
            seesSync ? t : t with { Aliases = [], Bindings = [] },
            t.Parent is { } parent ? schema.Teams.FirstOrDefault(p => p.Id == parent)?.Name : null,
            string.Join(", ", t.Leads.Select(leads.GetValueOrDefault).OfType<string>()),
            counts.GetValueOrDefault(t.Id),
            seesSync ? [.. origins[t.Id].Select(o => (o.Origin.Connection is { } c ? names.GetValueOrDefault(c) : null, o.Count)).OrderByDescending(o => o.Count)] : []))];
    }
}
