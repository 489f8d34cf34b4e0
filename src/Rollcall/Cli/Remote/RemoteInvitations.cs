using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>Invitations of a server's workspace.</summary>
internal sealed class RemoteInvitations(RollcallClient client) : ICompanyInvitations
{
    public Task<(IReadOnlyList<ApiInvitation> Invitations, int Total)> ListAsync(int take, CancellationToken cancellationToken) =>
        client.PagesAsync<ApiInvitation>("invitations", 0, take, InvitationsApi.Most, cancellationToken);

    public async Task<ApiMadeInvitation?> CreateAsync(string email, MemberRole role, Uri? server, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PostAsync<ApiMadeInvitation>("invitations", new ApiNewInvitation(email, RollcallApi.Word(role), server?.ToString()), cancellationToken);
        }
        catch (CommandError error) when (error.Code == "name-taken")
        {
            return null;
        }
    }

    public Task<bool> RevokeAsync(Guid invitation, CancellationToken cancellationToken) => client.TryDoAsync(HttpMethod.Delete, $"invitations/{invitation}", null, cancellationToken);
}
