using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>An account's place in a workspace.</summary>
public sealed record Member(Workspace Workspace, Guid Account, MemberRole Role, EmployeeId? Employee);

/// <summary>Who may do what in which workspace.</summary>
public sealed class MemberStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    /// <summary>Whether anybody can sign in at all.</summary>
    public async Task<bool> AnyAccountAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AnyAsync(cancellationToken);
    }

    /// <summary>The account's workspaces by name.</summary>
    public async Task<IReadOnlyList<Member>> OfAccountAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Members.AsNoTracking().Where(m => m.AccountId == account)
            .Join(context.Workspaces, m => m.WorkspaceId, w => w.Id, (member, workspace) => new { member, workspace })
            .OrderBy(row => row.workspace.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Member(
            WorkspaceStore.ToWorkspace(row.workspace), account, (MemberRole)row.member.Role, row.member.EmployeeId is { } id ? new EmployeeId(id) : null))];
    }

    /// <summary>How the account is named in the records of who did what: its display name, else its email. Null when it is gone.</summary>
    public async Task<string?> NameAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.Where(u => u.Id == account).Select(u => u.DisplayName ?? u.Email).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Adds the account to the workspace, or changes what it is there.</summary>
    public async Task SaveAsync(WorkspaceId workspace, Guid account, MemberRole role, EmployeeId? employee, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Members.SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value && m.AccountId == account, cancellationToken);
        if (row is null)
        {
            row = new MemberRow { WorkspaceId = workspace.Value, AccountId = account, CreatedAt = time.GetUtcNow() };
            context.Members.Add(row);
        }

        row.Role = (int)role;
        row.EmployeeId = employee?.Value;
        await context.SaveChangesAsync(cancellationToken);
    }
}
