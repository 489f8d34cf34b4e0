using Rollcall.Api;
using Rollcall.Storage;

namespace Rollcall.Cli.Asking;

/// <summary>Links that let people in.</summary>
internal interface ICompanyInvitations
{
    /// <summary>The newest first, those by mail too.</summary>
    /// <param name="take">So many at most.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<(IReadOnlyList<ApiInvitation> Invitations, int Total)> ListAsync(int take, CancellationToken cancellationToken);

    /// <summary>The link, this once; null when a member has this email.</summary>
    /// <param name="email">Whose account it makes.</param>
    /// <param name="role">What accepting gives.</param>
    /// <param name="server">Where it leads; null for what is known.</param>
    /// <param name="cancellationToken">Stops before it is made.</param>
    Task<ApiMadeInvitation?> CreateAsync(string email, MemberRole role, Uri? server, CancellationToken cancellationToken);

    /// <summary>False when it is not open, or not any more.</summary>
    Task<bool> RevokeAsync(Guid invitation, CancellationToken cancellationToken);
}
