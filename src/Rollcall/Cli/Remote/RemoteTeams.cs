using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Configuration;
using Rollcall.Core.Directory;

namespace Rollcall.Cli.Remote;

/// <summary>Teams of a server.</summary>
internal sealed class RemoteTeams(RollcallClient client) : ICompanyTeams
{
    public async Task<IReadOnlyList<TeamListing>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiTeam>>("teams", cancellationToken)).Select(t => new TeamListing(
            t.Id, t.Name, ConfigWords.TeamKinds.TryGetValue(t.Kind, out var kind) ? kind : TeamKind.Other, t.Members, t.Aliases, t.Bindings))];

    public Task CreateAsync(string name, TeamKind kind, CancellationToken cancellationToken) =>
        NamedAsync(name, () => client.PostAsync<ApiTeam>("teams", new ApiNewTeam(name, ConfigWords.TeamKinds.For(kind)), cancellationToken));

    public async Task AddAliasAsync(TeamListing team, string alias, CancellationToken cancellationToken)
    {
        var (standing, etag) = await client.GetTaggedAsync<ApiTeam>($"teams/{team.Id}", cancellationToken);
        await NamedAsync(alias, () => client.PutAsync<ApiTeam>(
            $"teams/{team.Id}", new ApiTeamEdit(standing.Name, standing.Parent, [.. standing.Aliases.Where(a => a != alias), alias], standing.Leads), etag, cancellationToken));
    }

    public async Task<(int Moving, int Both)> CountMergeAsync(TeamListing goes, TeamListing stays, CancellationToken cancellationToken)
    {
        var preview = await client.GetAsync<ApiMergePreview>($"teams/{goes.Id}/merge?into={stays.Id}", cancellationToken);
        return (preview.Moving, preview.Both);
    }

    public Task MergeAsync(TeamListing goes, TeamListing stays, CancellationToken cancellationToken) =>
        client.PostAsync<ApiTeam>($"teams/{goes.Id}/merge", new ApiMerge(stays.Id), cancellationToken);

    private static async Task NamedAsync(string name, Func<Task> edit)
    {
        try
        {
            await edit();
        }
        catch (CommandError error) when (error.Code is "name-taken" or "changed-meanwhile")
        {
            throw error.Code == "name-taken" ? TeamListing.NameTaken(name) : TeamListing.Meanwhile();
        }
    }
}
