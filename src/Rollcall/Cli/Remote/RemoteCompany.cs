using Rollcall.Api;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli.Remote;

/// <summary>The company of a token, behind a server.</summary>
internal sealed class RemoteCompany(RollcallClient client) : ICompany
{
    public ICompanyRuns Runs { get; } = new RemoteRuns(client);

    public ICompanyConnections Connections { get; } = new RemoteConnections(client);

    public ICompanyPeople People { get; } = new RemotePeople(client);

    public ICompanyFindings Findings { get; } = new RemoteFindings(client);

    public ICompanyTeams Teams { get; } = new RemoteTeams(client);

    public ICompanyOptions Options { get; } = new RemoteOptions(client);

    public ICompanyConfig Config { get; } = new RemoteConfig(client);

    public ICompanyTokens Tokens { get; } = new RemoteTokens(client);

    public ICompanyMembers Members { get; } = new RemoteMembers(client);

    public ICompanyInvitations Invitations { get; } = new RemoteInvitations(client);

    public ICompanyWebhooks Webhooks { get; } = new RemoteWebhooks(client);

    public ICompanySubscriptions Subscriptions { get; } = new RemoteSubscriptions(client);

    public ICompanyMail Mail { get; } = new RemoteMail(client);

    public ICompanyAlerts Alerts { get; } = new RemoteAlerts(client);

    public ICompanyRetention Retention { get; } = new RemoteRetention(client);

    public async Task<CompanyName> NameAsync(CancellationToken cancellationToken) => new(
        client.Workspace.Name, (await client.GetAsync<ApiPage<ApiEmployee>>("employees?take=1", cancellationToken)).Total, "server", $"{client.Host} answers, and takes the token");
}
