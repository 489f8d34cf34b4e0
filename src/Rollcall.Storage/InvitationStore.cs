using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>Where an invitation stands.</summary>
public enum InvitationState
{
    /// <summary>The link works: a mail server or the folder took it, or whoever made it has it.</summary>
    Open,

    Accepted,
    Expired,
    Failed,
    Revoked,
}

/// <summary>An invitation as the program sees it, with the name of the employee. Prints as its id.</summary>
public sealed record Invitation(
    Guid Id, EmployeeId? Employee, string? Name, string Email, MemberRole Role, Guid? InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset? SentAt,
    DateTimeOffset ExpiresAt, DateTimeOffset? AcceptedAt, InvitationState State, string? Error)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Somebody to invite. Prints as the employee's id.</summary>
public sealed record Invitee(EmployeeId? Employee, string? Name, string? FirstName, string? Email, AccountStatus Status)
{
    public override string ToString() => Employee?.ToString() ?? nameof(Invitee);
}

/// <summary>Which invitations to list.</summary>
public sealed record InvitationFilter(string? Search, InvitationState? State, int Skip, int Take)
{
    public override string ToString() => nameof(InvitationFilter);
}

/// <summary>Invitations: one per person, found by id and let in by the hash of a secret.</summary>
public sealed class InvitationStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    private static readonly int[] s_invitable = [(int)AccountStatus.Created, (int)AccountStatus.Invited];

    /// <summary>The newest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<Invitation> Invitations, int Total)> ListAsync(WorkspaceId workspace, InvitationFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var query = InState(context.Invitations.AsNoTracking().Where(i => i.WorkspaceId == workspace.Value), filter.State);
        if (filter.Search is { Length: > 0 } search)
        {
            var folded = Words.Folded(search);
            query = query.Where(i => i.EmailKey.Contains(folded) || context.Employees.Any(e => e.Id == i.EmployeeId && e.NameKey!.Contains(folded)));
        }

        var total = await query.CountAsync(cancellationToken);
        var rows = await query.OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Id).Skip(filter.Skip).Take(filter.Take)
            .Select(i => new { Row = i, Person = context.Employees.FirstOrDefault(e => e.Id == i.EmployeeId && e.WorkspaceId == i.WorkspaceId) }).ToListAsync(cancellationToken);
        return ([.. rows.Select(r => ToInvitation(r.Row, r.Person))], total);
    }

    /// <summary>How many there are of each state.</summary>
    public async Task<IReadOnlyDictionary<InvitationState, int>> CountAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = new Dictionary<InvitationState, int>();
        foreach (var state in Enum.GetValues<InvitationState>())
        {
            counts[state] = await InState(context.Invitations.Where(i => i.WorkspaceId == workspace.Value), state).CountAsync(cancellationToken);
        }

        return counts;
    }

    /// <summary>Null when the workspace has none with this id.</summary>
    public async Task<Invitation?> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.WorkspaceId == workspace.Value && i.Id == id, cancellationToken);
        return row is null ? null : ToInvitation(row, await context.Employees.AsNoTracking().FirstOrDefaultAsync(e => e.Id == row.EmployeeId, cancellationToken));
    }

    /// <summary>For whoever holds the link: the invitation, its workspace and the hash that their secret must have. Null when there is none.</summary>
    public async Task<(Invitation Invitation, Workspace Workspace, byte[] Hash)?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.Invitations.AsNoTracking().Where(i => i.Id == id)
            .Join(context.Workspaces, i => i.WorkspaceId, w => w.Id, (row, workspace) => new { row, workspace }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var person = await context.Employees.AsNoTracking().FirstOrDefaultAsync(e => e.Id == found.row.EmployeeId && e.WorkspaceId == found.row.WorkspaceId, cancellationToken);
        if (found.row.EmployeeId is not null && (person is null || person.Status == (int)AccountStatus.Deactivated))
        {
            // They left before they came: the link must not let them in.
            return null;
        }

        return (ToInvitation(found.row, person), WorkspaceStore.ToWorkspace(found.workspace), found.row.TokenHash);
    }

    /// <summary>Those of the employees that there are, with what an invitation needs to know.</summary>
    public async Task<IReadOnlyList<Invitee>> InviteesAsync(WorkspaceId workspace, IReadOnlyCollection<EmployeeId> employees, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new List<Invitee>();
        foreach (var chunk in employees.Select(e => e.Value).Distinct().Chunk(400))
        {
            var rows = await context.Employees.AsNoTracking().Where(e => chunk.Contains(e.Id) && e.WorkspaceId == workspace.Value).ToListAsync(cancellationToken);
            found.AddRange(rows.Select(e => new Invitee(new EmployeeId(e.Id), NameOf(e), e.PreferredName ?? e.FirstName, e.Email, (AccountStatus)e.Status)));
        }

        return found;
    }

    /// <summary>People who may be invited and never were.</summary>
    public Task<IReadOnlyList<EmployeeId>> UninvitedAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        UninvitedAsync((context, e) => e.Where(p => p.WorkspaceId == workspace.Value && s_invitable.Contains(p.Status)), cancellationToken);

    /// <summary>People of a connection whose account says invited, and to whom no mail ever went.</summary>
    public Task<IReadOnlyList<EmployeeId>> DueAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken) =>
        UninvitedAsync((context, e) => e.Where(p => p.WorkspaceId == workspace.Value && p.Status == (int)AccountStatus.Invited
            && context.SourceRecords.Any(r => r.EmployeeId == p.Id && r.ConnectionId == connection.Value)), cancellationToken);

    /// <summary>Writes down that an invitation is about to be sent, before it is: a process that dies meanwhile never sends it twice by itself.</summary>
    /// <returns>Its id; null when somebody else is inviting the same person at this moment.</returns>
    public async Task<Guid?> BeginAsync(
        WorkspaceId workspace, Invitee invitee, MemberRole role, byte[] tokenHash, Guid? by, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (email, key, employee) = (invitee.Email!.Trim(), Words.Folded(invitee.Email!), invitee.Employee?.Value);
        var row = await context.Invitations.FirstOrDefaultAsync(
            i => i.WorkspaceId == workspace.Value && (employee != null ? i.EmployeeId == employee : i.EmployeeId == null && i.EmailKey == key), cancellationToken);
        if (row is null)
        {
            row = new InvitationRow { Id = Guid.CreateVersion7(time.GetUtcNow()), WorkspaceId = workspace.Value, EmployeeId = employee, Email = email, EmailKey = key, TokenHash = tokenHash };
            context.Invitations.Add(row);
        }

        (row.Email, row.EmailKey, row.TokenHash, row.Role, row.InvitedBy) = (email, key, tokenHash, (int)role, by);
        (row.CreatedAt, row.ExpiresAt) = (time.GetUtcNow(), expiresAt);
        (row.SentAt, row.AcceptedAt, row.RevokedAt, row.Error) = (null, null, null, null);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return row.Id;
        }
        catch (DbUpdateException exception) when (exception.InnerException is DbException)
        {
            return null;
        }
    }

    public async Task FinishAsync(Guid id, string? error, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        DateTimeOffset? sentAt = error is null ? time.GetUtcNow() : null;
        await context.Invitations.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.SentAt, sentAt).SetProperty(i => i.Error, error), cancellationToken);
    }

    /// <summary>The link stops working. False when there is none that works.</summary>
    public async Task<bool> RevokeAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Invitations.Where(i => i.WorkspaceId == workspace.Value && i.Id == id && i.AcceptedAt == null && i.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.RevokedAt, time.GetUtcNow()), cancellationToken) == 1;
    }

    /// <summary>Takes the link for one request: of two that use it at once, one gets it. <see cref="PutBackAsync"/> follows when nothing came of it.</summary>
    public async Task<bool> TakeAsync(Guid id, byte[] hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await context.Invitations
            .Where(i => i.Id == id && i.TokenHash == hash && i.SentAt != null && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.AcceptedAt, now), cancellationToken) == 1;
    }

    public async Task PutBackAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Invitations.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.AcceptedAt, (DateTimeOffset?)null), cancellationToken);
    }

    private async Task<IReadOnlyList<EmployeeId>> UninvitedAsync(
        Func<RollcallDbContext, IQueryable<EmployeeRow>, IQueryable<EmployeeRow>> which, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await which(context, context.Employees.AsNoTracking())
            .Where(e => e.Email != null && !context.Invitations.Any(i => i.WorkspaceId == e.WorkspaceId && i.EmployeeId == e.Id))
            .OrderBy(e => e.NameKey).Select(e => e.Id).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new EmployeeId(id))];
    }

    private IQueryable<InvitationRow> InState(IQueryable<InvitationRow> query, InvitationState? state)
    {
        var now = time.GetUtcNow();
        var open = query.Where(i => i.AcceptedAt == null && i.RevokedAt == null);
        return state switch
        {
            null => query,
            InvitationState.Accepted => query.Where(i => i.AcceptedAt != null),
            InvitationState.Revoked => query.Where(i => i.AcceptedAt == null && i.RevokedAt != null),
            InvitationState.Failed => open.Where(i => i.SentAt == null),
            InvitationState.Expired => open.Where(i => i.SentAt != null && i.ExpiresAt <= now),
            InvitationState.Open => open.Where(i => i.SentAt != null && i.ExpiresAt > now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Invitation ToInvitation(InvitationRow row, EmployeeRow? person)
    {
        var state = row switch
        {
            { AcceptedAt: not null } => InvitationState.Accepted,
            { RevokedAt: not null } => InvitationState.Revoked,
            { SentAt: null } => InvitationState.Failed,
            _ => row.ExpiresAt <= time.GetUtcNow() ? InvitationState.Expired : InvitationState.Open,
        };
        return new Invitation(
            row.Id, row.EmployeeId is { } id ? new EmployeeId(id) : null, person is null ? null : NameOf(person), row.Email, (MemberRole)row.Role, row.InvitedBy,
            row.CreatedAt, row.SentAt, row.ExpiresAt, row.AcceptedAt, state, row.Error);
    }

    private static string? NameOf(EmployeeRow row)
    {
        var name = row.DisplayName ?? $"{row.PreferredName ?? row.FirstName} {row.LastName}".Trim();
        return name.Length > 0 ? name : null;
    }
}
