using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What came of inviting a member.</summary>
public enum MemberInvite
{
    Sent,

    /// <summary>It could not be sent; the list of invitations says why.</summary>
    Failed,

    /// <summary>This is no email.</summary>
    NoEmail,

    /// <summary>A member has this email already.</summary>
    Member,
}

/// <summary>Members and what they may do. Owners only.</summary>
internal sealed class MemberService(Visitor visitor, MemberStore members, DirectoryEditStore edits, Inviter inviter, MailStore mail)
{
    public async Task<IReadOnlyList<MemberEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var owner = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return await members.ListAsync(owner.Workspace.Id, cancellationToken);
    }

    public async Task<MemberOutcome> ChangeRoleAsync(Guid account, MemberRole role, CancellationToken cancellationToken)
    {
        var owner = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return await members.ChangeRoleAsync(owner.Workspace.Id, account, role, cancellationToken);
    }

    /// <summary>Keeps somebody out. An employee can be invited again.</summary>
    public async Task<MemberOutcome> RemoveAsync(Guid account, CancellationToken cancellationToken)
    {
        var owner = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        var employee = (await members.ListAsync(owner.Workspace.Id, cancellationToken)).FirstOrDefault(m => m.Account == account)?.Employee;
        var outcome = await members.RemoveAsync(owner.Workspace.Id, account, cancellationToken);
        if (outcome == MemberOutcome.Done && employee is { } person)
        {
            await edits.SetStatusAsync(owner.Workspace.Id, person, [AccountStatus.Active], AccountStatus.Created, "member-removed", CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>Where the workspace says that people reach the web app; null when it says nothing.</summary>
    public async Task<Uri?> ServerAsync(CancellationToken cancellationToken)
    {
        var owner = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return (await mail.SettingsAsync(owner.Workspace.Id, cancellationToken)).Address is { } set && Uri.TryCreate(set, UriKind.Absolute, out var address) ? address : null;
    }

    /// <summary>A link instead of a mail; or why there is none.</summary>
    public async Task<(MadeLink? Made, MemberInvite Refusal)> LinkAsync(string email, MemberRole role, Uri server, CancellationToken cancellationToken)
    {
        var owner = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return await RefusalAsync(owner, email, cancellationToken) is { } refusal
            ? (null, refusal)
            : (await inviter.LinkAsync(owner.Workspace, email.Trim(), role, owner.Account, server, cancellationToken), MemberInvite.Failed);
    }

    /// <summary>Invites a viewer or an admin, who need not be in the directory.</summary>
    public async Task<MemberInvite> InviteAsync(string email, MemberRole role, CancellationToken cancellationToken)
    {
        var owner = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return await RefusalAsync(owner, email, cancellationToken)
            ?? (await inviter.SendToMemberAsync(owner.Workspace, email.Trim(), role, owner.Account, cancellationToken) == InvitationOutcome.Sent ? MemberInvite.Sent : MemberInvite.Failed);
    }

    private async Task<MemberInvite?> RefusalAsync(Member owner, string email, CancellationToken cancellationToken) =>
        !EmailAddress.IsOne(email) ? MemberInvite.NoEmail
        : (await members.ListAsync(owner.Workspace.Id, cancellationToken)).Any(m => string.Equals(m.Email, email.Trim(), StringComparison.OrdinalIgnoreCase)) ? MemberInvite.Member
        : null;
}
