using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.OrgChart;

/// <summary>The company as the org chart needs it.</summary>
/// <param name="Tree">Who reports to whom.</param>
/// <param name="Teams">Names of each person's teams, by place in the tree.</param>
/// <param name="AdditionalManagers">Pairs of places: who also reports to whom.</param>
/// <param name="TeamNames">All teams that somebody is in.</param>
/// <param name="Locations">All locations that somebody has.</param>
public sealed record OrgView(
    OrgTree Tree, IReadOnlyList<IReadOnlyList<string>> Teams, ILookup<int, int> AdditionalManagers, IReadOnlyList<string> TeamNames, IReadOnlyList<string> Locations);

/// <summary>The org chart for whoever may see the directory: names, titles, teams and locations are everybody's to read.</summary>
internal sealed class OrgChartService(Visitor visitor, SyncService sync, OrgQueries queries)
{
    public async Task<OrgView> LoadAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var data = await queries.ReadAsync(member.Workspace.Id, cancellationToken);
        var tree = new OrgTree(data.People);
        var names = schema.Teams.ToDictionary(t => t.Id, t => t.Name);
        IReadOnlyList<string>[] teams = [.. data.People.Select(p => (IReadOnlyList<string>)[.. data.Teams[p.Id].Select(t => names.GetValueOrDefault(t)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture)])];
        var additional = data.AdditionalManagers.Select(m => (Employee: tree.PlaceOf(m.Employee), Manager: tree.PlaceOf(m.Manager))).Where(m => m.Employee >= 0 && m.Manager >= 0);
        return new OrgView(
            tree,
            teams,
            additional.ToLookup(m => m.Employee, m => m.Manager),
            [.. teams.SelectMany(t => t).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture)],
            [.. data.People.Select(p => p.Location).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture)]);
    }

    /// <summary>The first of somebody's reports, and how many they are.</summary>
    public async Task<(IReadOnlyList<(EmployeeId Id, string Name)> First, int Total)> ReportsAsync(EmployeeId manager, int take, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        return await queries.ReportsAsync(member.Workspace.Id, manager, take, cancellationToken);
    }
}
