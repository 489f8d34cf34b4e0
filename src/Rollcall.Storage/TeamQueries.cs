using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Somebody in a team. Prints as the id.</summary>
public sealed record TeamMember(EmployeeId Id, string Name, string? Title, AccountStatus Status, IReadOnlyList<Origin> Origins)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Reads teams and who is in them for pages.</summary>
public sealed class TeamQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    /// <summary>How many memberships each team has from each origin.</summary>
    public async Task<ILookup<TeamId, (Origin Origin, int Count)>> OriginsAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Memberships.Where(m => m.WorkspaceId == workspace.Value)
            .GroupBy(m => new { m.TeamId, m.OriginId }).Select(g => new { g.Key.TeamId, g.Key.OriginId, Count = g.Count() }).ToListAsync(cancellationToken);
        return rows.ToLookup(r => new TeamId(r.TeamId), r => (OriginOf(r.OriginId), r.Count));
    }

    /// <summary>A page of a team's members by name, and how many there are.</summary>
    public async Task<(IReadOnlyList<TeamMember> Members, int Total)> MembersAsync(WorkspaceId workspace, TeamId team, int skip, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = context.Memberships.Where(m => m.WorkspaceId == workspace.Value && m.TeamId == team.Value).Select(m => m.EmployeeId).Distinct();
        var people = context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value && ids.Contains(e.Id));
        var total = await people.CountAsync(cancellationToken);
        var page = await people.OrderBy(e => e.NameKey).ThenBy(e => e.Id).Skip(skip).Take(take)
            .Select(e => new { e.Id, e.FirstName, e.LastName, e.Email, e.Title, e.Status }).ToListAsync(cancellationToken);
        var shown = page.Select(e => e.Id).ToList();
        var origins = (await context.Memberships.Where(m => m.WorkspaceId == workspace.Value && m.TeamId == team.Value && shown.Contains(m.EmployeeId))
            .Select(m => new { m.EmployeeId, m.OriginId }).ToListAsync(cancellationToken)).ToLookup(m => m.EmployeeId, m => OriginOf(m.OriginId));
        return ([.. page.Select(e => new TeamMember(
            new EmployeeId(e.Id), $"{e.FirstName} {e.LastName}".Trim() is { Length: > 0 } name ? name : e.Email ?? e.Id.ToString(), e.Title, (AccountStatus)e.Status,
            [.. origins[e.Id].OrderBy(o => o.Connection?.Value)]))], total);
    }

    /// <summary>How many people a merge moves, and how many of them are in both teams already.</summary>
    public async Task<(int Moving, int Both)> CountMergeAsync(WorkspaceId workspace, TeamId goes, TeamId stays, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var moving = context.Memberships.Where(m => m.WorkspaceId == workspace.Value && m.TeamId == goes.Value).Select(m => m.EmployeeId).Distinct();
        var there = context.Memberships.Where(m => m.WorkspaceId == workspace.Value && m.TeamId == stays.Value).Select(m => m.EmployeeId);
        return (await moving.CountAsync(cancellationToken), await moving.CountAsync(id => there.Contains(id), cancellationToken));
    }

    private static Origin OriginOf(Guid id) => id == Guid.Empty ? Origin.Manual : new Origin(new ConnectionId(id));
}
