using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Invitations in the database. Where their links lead is known only when somebody said so.</summary>
internal sealed class LocalInvitations(CliSession session) : ICompanyInvitations
{
    public async Task<(IReadOnlyList<ApiInvitation> Invitations, int Total)> ListAsync(int take, CancellationToken cancellationToken)
    {
        var view = await (await ServiceAsync(cancellationToken)).ListAsync(new InvitationFilter(null, null, 0, take), cancellationToken);
        return ([.. view.Invitations.Select(InvitationsApi.Of)], view.Total);
    }

    public async Task<ApiMadeInvitation?> CreateAsync(string email, MemberRole role, Uri? server, CancellationToken cancellationToken)
    {
        var members = await LocalMembers.ServiceAsync(session, cancellationToken);
        var at = server ?? await members.ServerAsync(cancellationToken) ?? throw CliSession.NoAddress();
        var (made, refusal) = await members.LinkAsync(email, role, at, cancellationToken);
        return made is not null ? InvitationsApi.Of(made) : refusal == MemberInvite.Member ? null : throw refusal switch
        {
            MemberInvite.NoEmail => new CommandError(ExitCodes.Usage, "This is no email.", "Write it like mara@example.com.", "not-understood"),
            _ => new CommandError(ExitCodes.Busy, "Somebody else is inviting them at this moment.", "Ask again.", "busy"),
        };
    }

    public async Task<bool> RevokeAsync(Guid invitation, CancellationToken cancellationToken) => await (await ServiceAsync(cancellationToken)).RevokeAsync(invitation, cancellationToken);

    private async Task<InvitationService> ServiceAsync(CancellationToken cancellationToken) => new(
        await session.VisitorAsync(cancellationToken), session.Get<InvitationStore>(), session.Get<Inviter>(), session.Get<MemberStore>(), session.Get<MailStore>(), session.Get<PublicAddress>(),
        session.Get<PickupFolder>());
}
