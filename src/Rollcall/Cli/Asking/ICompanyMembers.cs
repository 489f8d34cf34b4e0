using Rollcall.Api;
using Rollcall.Storage;

namespace Rollcall.Cli.Asking;

/// <summary>Who may come in, and as what.</summary>
internal interface ICompanyMembers
{
    /// <summary>The mightiest first, then by email.</summary>
    Task<IReadOnlyList<ApiMember>> ListAsync(CancellationToken cancellationToken);

    Task<MemberOutcome> ChangeRoleAsync(Guid member, MemberRole role, CancellationToken cancellationToken);

    Task<MemberOutcome> RemoveAsync(Guid member, CancellationToken cancellationToken);
}
