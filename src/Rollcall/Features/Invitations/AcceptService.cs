using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Features.Invitations;

/// <summary>What somebody who follows a link can do.</summary>
public enum InviteStep
{
    /// <summary>Nothing: the link was used.</summary>
    Used,

    /// <summary>Nothing: the link is too old.</summary>
    Expired,

    /// <summary>Nothing: the link was revoked.</summary>
    Revoked,

    /// <summary>Nothing: there is no such link.</summary>
    Unknown,

    /// <summary>Choose a password.</summary>
    Create,

    /// <summary>Sign in with the account that the address has.</summary>
    SignIn,

    /// <summary>Join with the account that is signed in.</summary>
    Join,

    /// <summary>Sign out: somebody else is signed in.</summary>
    SignOut,
}

/// <summary>A link and what can be done with it. Prints as its step.</summary>
public sealed record InviteView(InviteStep Step, Invitation? Invitation, Workspace? Workspace)
{
    public override string ToString() => Step.ToString();
}

/// <summary>Lets people in who hold the link of an invitation. Nobody is signed in here, so nothing but the token counts.</summary>
internal sealed class AcceptService(InvitationStore invitations, UserManager<AccountRow> users, MemberStore members, DirectoryEditStore edits)
{
    public async Task<InviteView> LookAsync(string token, ClaimsPrincipal visitor, CancellationToken cancellationToken)
    {
        if (InvitationToken.Read(token) is not { } read || await invitations.FindAsync(read.Id, cancellationToken) is not var (invitation, workspace, hash) || !read.Fits(hash))
        {
            return new InviteView(InviteStep.Unknown, null, null);
        }

        var step = invitation.State switch
        {
            InvitationState.Accepted => InviteStep.Used,
            InvitationState.Expired => InviteStep.Expired,
            InvitationState.Revoked => InviteStep.Revoked,
            InvitationState.Failed => InviteStep.Unknown,
            InvitationState.Open => await StepAsync(invitation, visitor),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new InviteView(step, invitation, workspace);
    }

    /// <summary>Uses the link: makes the account, or takes the one that is signed in, and lets it into the workspace.</summary>
    /// <returns>The account and its workspace; or a problem, <c>weak</c> or <c>email</c>; or neither when the page says all.</returns>
    public async Task<(AccountRow? Account, Workspace? Workspace, string? Problem)> AcceptAsync(
        string token, string password, ClaimsPrincipal visitor, CancellationToken cancellationToken)
    {
        var view = await LookAsync(token, visitor, cancellationToken);
        if (view is not { Step: InviteStep.Create or InviteStep.Join, Invitation: { } invitation, Workspace: { } workspace }
            || !await invitations.TakeAsync(invitation.Id, InvitationToken.Read(token)!.Hash, cancellationToken))
        {
            return default;
        }

        // From here on to the end, whether the browser still waits or not: a link that was taken is used or put back.
        var isDone = false;
        try
        {
            var (account, problem) = view.Step == InviteStep.Join ? (await users.GetUserAsync(visitor), null) : await CreateAsync(invitation, password);
            if (account is null)
            {
                return (null, null, problem);
            }

            await LetInAsync(invitation, workspace, account);
            isDone = true;
            return (account, workspace, null);
        }
        finally
        {
            if (!isDone)
            {
                await invitations.PutBackAsync(invitation.Id, CancellationToken.None);
            }
        }
    }

    private async Task<InviteStep> StepAsync(Invitation invitation, ClaimsPrincipal visitor)
    {
        if (await users.GetUserAsync(visitor) is { } signedIn)
        {
            return string.Equals(signedIn.NormalizedEmail, users.NormalizeEmail(invitation.Email), StringComparison.Ordinal) ? InviteStep.Join : InviteStep.SignOut;
        }

        return await users.FindByEmailAsync(invitation.Email) is null ? InviteStep.Create : InviteStep.SignIn;
    }

    private async Task<(AccountRow? Account, string? Problem)> CreateAsync(Invitation invitation, string password)
    {
        // Whoever holds the link reads the mails of this address.
        var account = new AccountRow
        {
            Id = Guid.CreateVersion7(), UserName = invitation.Email, Email = invitation.Email, EmailConfirmed = true, DisplayName = invitation.Name,
        };
        var made = await users.CreateAsync(account, password);
        return made.Succeeded ? (account, null)
            : (null, made.Errors.Any(e => e.Code.Contains("Password", StringComparison.Ordinal)) ? "weak" : "email");
    }

    private async Task LetInAsync(Invitation invitation, Workspace workspace, AccountRow account)
    {
        // A member who is in the directory too keeps what they may do.
        var standing = (await members.ListAsync(workspace.Id, CancellationToken.None)).FirstOrDefault(m => m.Account == account.Id);
        var role = standing is not null && standing.Role > invitation.Role ? standing.Role : invitation.Role;
        await members.SaveAsync(workspace.Id, account.Id, role, invitation.Employee ?? standing?.Employee, CancellationToken.None);
        if (invitation.Employee is { } employee)
        {
            await edits.SetStatusAsync(workspace.Id, employee, [AccountStatus.Created, AccountStatus.Invited], AccountStatus.Active, "invitation-accepted", CancellationToken.None);
        }
    }
}
