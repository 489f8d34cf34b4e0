using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Features.Invitations;

/// <summary>Where mails of the workspace go.</summary>
/// <param name="Host">The mail server; null for the folder.</param>
/// <param name="Folder">The pick-up folder.</param>
/// <param name="HasLink">Whether links in mails would lead anywhere.</param>
public sealed record MailWay(string? Host, string Folder, bool HasLink);

/// <summary>What the page of invitations shows.</summary>
public sealed record InvitationsView(
    IReadOnlyList<Invitation> Invitations, int Total, IReadOnlyDictionary<InvitationState, int> Counts, int Uninvited, IReadOnlyDictionary<Guid, string> Inviters, MailWay Way)
{
    public int All => Counts.Values.Sum();
}

/// <summary>What a person can do with invitations.</summary>
internal sealed class InvitationService(
    Visitor visitor, InvitationStore invitations, Inviter inviter, MemberStore members, MailStore mails, PublicAddress address, PickupFolder folder)
{
    public async Task<InvitationsView> ListAsync(InvitationFilter filter, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace.Id;
        var (list, total) = await invitations.ListAsync(workspace, filter, cancellationToken);
        var settings = await mails.SettingsAsync(workspace, cancellationToken);
        return new InvitationsView(
            list, total, await invitations.CountAsync(workspace, cancellationToken), (await invitations.UninvitedAsync(workspace, cancellationToken)).Count,
            (await members.ListAsync(workspace, cancellationToken)).ToDictionary(m => m.Account, m => m.DisplayName ?? m.Email ?? ""),
            new MailWay(settings.Host, folder.Path, address.Of(settings) is not null));
    }

    /// <summary>Invites these employees, as far as they can be: with an email, and neither active nor deactivated.</summary>
    public async Task<InvitationCounts> SendAsync(IReadOnlyCollection<EmployeeId> people, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await inviter.SendAsync(member.Workspace, people, member.Account, progress: null, cancellationToken);
    }

    /// <summary>Invites everybody who can be and never was.</summary>
    public async Task<InvitationCounts> SendToUninvitedAsync(IProgress<int> progress, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var people = await invitations.UninvitedAsync(member.Workspace.Id, cancellationToken);
        return await inviter.SendAsync(member.Workspace, people, member.Account, progress, cancellationToken);
    }

    /// <summary>Sends a new link; the old one stops working. Null when the invitation is not there.</summary>
    /// <exception cref="NotAllowedException">It gives more than the role of an employee, and the visitor is no owner.</exception>
    public async Task<InvitationOutcome?> ResendAsync(Guid id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await invitations.GetAsync(member.Workspace.Id, id, cancellationToken) is not { } invitation)
        {
            return null;
        }

        if (invitation.Employee is { } employee)
        {
            return (await inviter.SendAsync(member.Workspace, [employee], member.Account, progress: null, cancellationToken)).Of.Keys.Single();
        }

        await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return invitation.State == InvitationState.Accepted
            ? InvitationOutcome.NotInvitable
            : await inviter.SendToMemberAsync(member.Workspace, invitation.Email, invitation.Role, member.Account, cancellationToken);
    }

    /// <summary>False when it was accepted or revoked meanwhile.</summary>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await invitations.RevokeAsync(member.Workspace.Id, id, cancellationToken);
    }
}
