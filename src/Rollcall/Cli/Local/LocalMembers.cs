using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Features.Invitations;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Members in the database.</summary>
internal sealed class LocalMembers(CliSession session) : ICompanyMembers
{
    public async Task<IReadOnlyList<ApiMember>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await (await ServiceAsync(session, cancellationToken)).ListAsync(cancellationToken)).Select(MembersApi.Of)];

    public async Task<MemberOutcome> ChangeRoleAsync(Guid member, MemberRole role, CancellationToken cancellationToken) =>
        await (await ServiceAsync(session, cancellationToken)).ChangeRoleAsync(member, role, cancellationToken);

    public async Task<MemberOutcome> RemoveAsync(Guid member, CancellationToken cancellationToken) =>
        await (await ServiceAsync(session, cancellationToken)).RemoveAsync(member, cancellationToken);

    public static async Task<MemberService> ServiceAsync(CliSession session, CancellationToken cancellationToken) => new(
        await session.VisitorAsync(cancellationToken), session.Get<MemberStore>(), session.Get<DirectoryEditStore>(), session.Get<Inviter>(), session.Get<MailStore>());
}
