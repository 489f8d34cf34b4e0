using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>Members of a server's workspace.</summary>
internal sealed class RemoteMembers(RollcallClient client) : ICompanyMembers
{
    public Task<IReadOnlyList<ApiMember>> ListAsync(CancellationToken cancellationToken) => client.GetAsync<IReadOnlyList<ApiMember>>("members", cancellationToken);

    public Task<MemberOutcome> ChangeRoleAsync(Guid member, MemberRole role, CancellationToken cancellationToken) =>
        CameAsync(client.PutAsync<ApiMember>($"members/{member}", new ApiMemberEdit(RollcallApi.Word(role)), etag: null, cancellationToken));

    public Task<MemberOutcome> RemoveAsync(Guid member, CancellationToken cancellationToken) => CameAsync(client.DoAsync(HttpMethod.Delete, $"members/{member}", null, cancellationToken));

    private static async Task<MemberOutcome> CameAsync(Task asked)
    {
        try
        {
            await asked;
            return MemberOutcome.Done;
        }
        catch (CommandError error) when (error.Code == "last-owner" || error.ExitCode == ExitCodes.NotFound)
        {
            return error.Code == "last-owner" ? MemberOutcome.LastOwner : MemberOutcome.Unknown;
        }
    }
}
