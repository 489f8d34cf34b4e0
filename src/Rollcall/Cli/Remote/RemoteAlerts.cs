using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>Alerts of a server. Tests are sent from there, by the rule of that server.</summary>
internal sealed class RemoteAlerts(RollcallClient client) : ICompanyAlerts
{
    public Task<IReadOnlyList<ApiAlertChannel>> ChannelsAsync(CancellationToken cancellationToken) => client.GetAsync<IReadOnlyList<ApiAlertChannel>>("alert-channels", cancellationToken);

    public async Task<ApiMadeAlertChannel?> AddAsync(AlertChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PostAsync<ApiMadeAlertChannel>(
                "alert-channels", new ApiAlertChannelEdit(channel.Name, channel.Recipients, channel.Url, [.. channel.Kinds.Select(RollcallApi.Word)]), cancellationToken);
        }
        catch (CommandError error) when (error.Code == "name-taken")
        {
            return null;
        }
    }

    public async Task<string?> MailsLeftInAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new RemoteMail(client).FindAsync(cancellationToken) is { Host: null } mail ? mail.Folder : null;
        }
        catch (CommandError error) when (error.Code == "no-such-operation")
        {
            // An older server; what was asked of it is done, and this is only a hint.
            return null;
        }
    }

    public async Task<ApiTestOutcome?> TestAsync(Guid id, bool allowsPrivate, CancellationToken cancellationToken)
    {
        ServerChoice.RefusePrivateTargets(allowsPrivate);
        return await client.PostAsync<ApiTestOutcome>($"alert-channels/{id}/test", null, cancellationToken);
    }

    public async Task<string?> RollAsync(Guid id, CancellationToken cancellationToken) => (await client.PostAsync<ApiAlertSecret>($"alert-channels/{id}/secret", null, cancellationToken)).Secret;

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken) => client.DoAsync(HttpMethod.Delete, $"alert-channels/{id}", null, cancellationToken);

    public Task<IReadOnlyList<ApiAlert>> RecentAsync(int take, CancellationToken cancellationToken) => client.GetAsync<IReadOnlyList<ApiAlert>>($"alerts?take={take}", cancellationToken);

    public Task SetStaleAfterHoursAsync(int? hours, CancellationToken cancellationToken) =>
        client.PutAsync<ApiAlertSettings>("alert-settings", new ApiAlertSettings(hours), etag: null, cancellationToken);
}
