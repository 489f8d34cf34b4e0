using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>An account's place in a workspace.</summary>
public sealed record Member(Workspace Workspace, Guid Account, MemberRole Role, EmployeeId? Employee)
{
    /// <summary>What stands as who did it; null for the account's own name.</summary>
    public string? By { get; init; }
}

/// <summary>A member as the list of members shows them. Prints as the account's id.</summary>
public sealed record MemberEntry(Guid Account, string? Email, string? DisplayName, MemberRole Role, EmployeeId? Employee, DateTimeOffset Since)
{
    public override string ToString() => Account.ToString();
}

/// <summary>What came of changing a member.</summary>
public enum MemberOutcome
{
    Done,

    /// <summary>No such member, or not any more.</summary>
    Unknown,

    /// <summary>Refused: the workspace would have no owner left.</summary>
    LastOwner,
}

/// <summary>Who may do what in which workspace.</summary>
public sealed class MemberStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, TimeProvider time)
{
    /// <summary>Whether anybody can sign in at all.</summary>
    public async Task<bool> AnyAccountAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AnyAsync(cancellationToken);
    }

    /// <summary>The account's workspaces by name. One in which the directory says that they left is none of theirs any more.</summary>
    public async Task<IReadOnlyList<Member>> OfAccountAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Members.AsNoTracking().Where(m => m.AccountId == account).Where(IsLetIn(context))
            .Join(context.Workspaces, m => m.WorkspaceId, w => w.Id, (member, workspace) => new { member, workspace })
            .OrderBy(row => row.workspace.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Member(
            WorkspaceStore.ToWorkspace(row.workspace), account, (MemberRole)row.member.Role, row.member.EmployeeId is { } id ? new EmployeeId(id) : null))];
    }

    /// <summary>What of an account changes with its password; null when it is gone.</summary>
    public async Task<string?> StampAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.Where(u => u.Id == account).Select(u => u.SecurityStamp).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>How the account is named in the records of who did what: its display name, else its email. Null when it is gone.</summary>
    public async Task<string?> NameAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.Where(u => u.Id == account).Select(u => u.DisplayName ?? u.Email).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Everybody with an account in the workspace, the mightiest first, then by email.</summary>
    public async Task<IReadOnlyList<MemberEntry>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Members.AsNoTracking().Where(m => m.WorkspaceId == workspace.Value)
            .Join(context.Users, m => m.AccountId, a => a.Id, (member, account) => new { member, account.Email, account.DisplayName })
            .OrderByDescending(row => row.member.Role).ThenBy(row => row.Email).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new MemberEntry(
            row.member.AccountId, row.Email, row.DisplayName, (MemberRole)row.member.Role, row.member.EmployeeId is { } id ? new EmployeeId(id) : null, row.member.CreatedAt))];
    }

    /// <summary>Adds the account to the workspace, or changes what it is there.</summary>
    public async Task SaveAsync(WorkspaceId workspace, Guid account, MemberRole role, EmployeeId? employee, CancellationToken cancellationToken) =>
        await ChangeAsync(workspace, async context =>
        {
            var row = await context.Members.SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value && m.AccountId == account, cancellationToken);
            if (row is null)
            {
                row = new MemberRow { WorkspaceId = workspace.Value, AccountId = account, CreatedAt = time.GetUtcNow() };
                context.Members.Add(row);
            }

            row.Role = (int)role;
            row.EmployeeId = employee?.Value;
            return MemberOutcome.Done;
        }, keepsOwner: false, cancellationToken);

    /// <summary>Changes what a member may do; the last owner stays one.</summary>
    public Task<MemberOutcome> ChangeRoleAsync(WorkspaceId workspace, Guid account, MemberRole role, CancellationToken cancellationToken) =>
        ChangeAsync(workspace, async context =>
        {
            var row = await context.Members.SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value && m.AccountId == account, cancellationToken);
            row?.Role = (int)role;
            return row is null ? MemberOutcome.Unknown : MemberOutcome.Done;
        }, keepsOwner: true, cancellationToken);

    /// <summary>Takes the account out of the workspace; the account itself stays. The last owner stays.</summary>
    public Task<MemberOutcome> RemoveAsync(WorkspaceId workspace, Guid account, CancellationToken cancellationToken) =>
        ChangeAsync(workspace, async context =>
        {
            var row = await context.Members.SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value && m.AccountId == account, cancellationToken);
            if (row is null)
            {
                return MemberOutcome.Unknown;
            }

            context.Members.Remove(row);
            return MemberOutcome.Done;
        }, keepsOwner: true, cancellationToken);

    /// <summary>Whoever the directory has deactivated is kept out; so is an employee whom it does not have any more.</summary>
    private static Expression<Func<MemberRow, bool>> IsLetIn(RollcallDbContext context) => m =>
        m.EmployeeId == null
        || context.Employees.Any(e => e.Id == m.EmployeeId && e.Status != (int)AccountStatus.Deactivated)
        || (m.Role != (int)MemberRole.Employee && !context.Employees.Any(e => e.Id == m.EmployeeId));

    /// <summary>One at a time per workspace: of two owners who demote each other, one stays.</summary>
    private async Task<MemberOutcome> ChangeAsync(
        WorkspaceId workspace, Func<RollcallDbContext, Task<MemberOutcome>> change, bool keepsOwner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await bulk.BeginExclusiveAsync(context.Database.GetDbConnection(), workspace.Value, cancellationToken);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var outcome = await change(context);
        await context.SaveChangesAsync(cancellationToken);
        var owners = context.Members.Where(m => m.WorkspaceId == workspace.Value && m.Role == (int)MemberRole.Owner);
        if (outcome == MemberOutcome.Done && keepsOwner && !await owners.AnyAsync(IsLetIn(context), cancellationToken))
        {
            outcome = MemberOutcome.LastOwner;
        }

        if (outcome == MemberOutcome.Done)
        {
            await MarkOwnersAsync(context, workspace, owners, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    /// <summary>Tells the directory which people no sync may switch off as the last owner (R11). Nobody, while an owner is not one of its people.</summary>
    private static async Task MarkOwnersAsync(RollcallDbContext context, WorkspaceId workspace, IQueryable<MemberRow> owners, CancellationToken cancellationToken)
    {
        var isSafe = await owners.AnyAsync(m => m.EmployeeId == null, cancellationToken);
        await context.Employees.Where(e => e.WorkspaceId == workspace.Value && (e.IsOwner || owners.Any(m => m.EmployeeId == e.Id))).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.IsOwner, e => !isSafe && owners.Any(m => m.EmployeeId == e.Id)), cancellationToken);
    }
}
