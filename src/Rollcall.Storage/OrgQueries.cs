using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Somebody in the org chart. Prints as the id.</summary>
public sealed record OrgPerson(EmployeeId Id, string Name, string? Title, string? Location, EmployeeId? Manager)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Everybody who is not deactivated, with who they report to.</summary>
/// <param name="People">By name.</param>
/// <param name="AdditionalManagers">Each pair once.</param>
/// <param name="Teams">Memberships, each once.</param>
public sealed record OrgData(
    IReadOnlyList<OrgPerson> People, IReadOnlyList<(EmployeeId Employee, EmployeeId Manager)> AdditionalManagers, ILookup<EmployeeId, TeamId> Teams);

/// <summary>Reads the whole company in brief, for the org chart.</summary>
public sealed class OrgQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    public async Task<OrgData> ReadAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var people = await context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value && e.Status != (int)AccountStatus.Deactivated)
            .OrderBy(e => e.NameKey).ThenBy(e => e.Id)
            .Select(e => new { e.Id, e.FirstName, e.LastName, e.Email, e.Title, e.Location, e.Manager }).ToListAsync(cancellationToken);
        var additional = await context.AdditionalManagers.Where(m => m.WorkspaceId == workspace.Value).Select(m => new { m.EmployeeId, m.ManagerId }).Distinct().ToListAsync(cancellationToken);
        var teams = await context.Memberships.Where(m => m.WorkspaceId == workspace.Value).Select(m => new { m.EmployeeId, m.TeamId }).Distinct().ToListAsync(cancellationToken);
        return new OrgData(
            [.. people.Select(e => new OrgPerson(
                new EmployeeId(e.Id), $"{e.FirstName} {e.LastName}".Trim() is { Length: > 0 } name ? name : e.Email ?? e.Id.ToString(), e.Title, e.Location,
                e.Manager is { } manager ? new EmployeeId(Guid.Parse(manager)) : null))],
            [.. additional.Select(m => (new EmployeeId(m.EmployeeId), new EmployeeId(m.ManagerId)))],
            teams.ToLookup(m => new EmployeeId(m.EmployeeId), m => new TeamId(m.TeamId)));
    }

    /// <summary>Who reports to somebody and is not deactivated, by name, and how many they are.</summary>
    public async Task<(IReadOnlyList<(EmployeeId Id, string Name)> First, int Total)> ReportsAsync(WorkspaceId workspace, EmployeeId manager, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var id = manager.ToString();
        var all = context.Employees.Where(e => e.WorkspaceId == workspace.Value && e.Manager == id && e.Status != (int)AccountStatus.Deactivated);
        var first = await all.OrderBy(e => e.NameKey).ThenBy(e => e.Id).Take(take).Select(e => new { e.Id, e.FirstName, e.LastName, e.Email }).ToListAsync(cancellationToken);
        return ([.. first.Select(e => (new EmployeeId(e.Id), $"{e.FirstName} {e.LastName}".Trim() is { Length: > 0 } name ? name : e.Email ?? e.Id.ToString()))], await all.CountAsync(cancellationToken));
    }
}
