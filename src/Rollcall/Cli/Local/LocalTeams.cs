using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Teams of the database.</summary>
internal sealed class LocalTeams(CliSession session) : ICompanyTeams
{
    public async Task<IReadOnlyList<TeamListing>> ListAsync(CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var members = await session.Get<EmployeeQueries>().CountMembersAsync(workspace.Id, cancellationToken);
        return [.. schema.Teams.Select(t => new TeamListing(t.Id.Value, t.Name, t.Kind, members.GetValueOrDefault(t.Id), [.. t.Aliases], t.Bindings.Count))];
    }

    public async Task CreateAsync(string name, TeamKind kind, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        Check((await session.Get<TeamEditStore>().CreateAsync(workspace.Id, name, kind, parent: null, [], cancellationToken)).Came, name);
    }

    public async Task AddAliasAsync(TeamListing team, string alias, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        Check(await session.Get<TeamEditStore>().AddAliasesAsync(workspace.Id, new TeamId(team.Id), [alias], cancellationToken), alias);
    }

    public async Task<(int Moving, int Both)> CountMergeAsync(TeamListing goes, TeamListing stays, CancellationToken cancellationToken) =>
        await session.Get<TeamQueries>().CountMergeAsync((await session.WorkspaceAsync(cancellationToken)).Id, new TeamId(goes.Id), new TeamId(stays.Id), cancellationToken);

    public async Task MergeAsync(TeamListing goes, TeamListing stays, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var teams = (await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken)).Teams.ToDictionary(t => t.Id.Value);
        if (!teams.TryGetValue(goes.Id, out var one) || !teams.TryGetValue(stays.Id, out var other)
            || await session.Get<TeamEditStore>().MergeAsync(workspace.Id, one, other, cancellationToken) != TeamEdit.Done)
        {
            throw new CommandError(ExitCodes.Refused, "One of the teams changed meanwhile; nothing was changed.", "Look at “rollcall teams list”, and try again.");
        }
    }

    private static void Check(TeamEdit came, string name)
    {
        if (came != TeamEdit.Done)
        {
            throw came == TeamEdit.NameTaken ? TeamListing.NameTaken(name) : TeamListing.Meanwhile();
        }
    }
}
