using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>The company whose database is here.</summary>
internal sealed class LocalCompany(CliSession session) : ICompany
{
    public ICompanyRuns Runs { get; } = new LocalRuns(session);

    public ICompanyConnections Connections { get; } = new LocalConnections(session);

    public ICompanyPeople People { get; } = new LocalPeople(session);

    public ICompanyFindings Findings { get; } = new LocalFindings(session);

    public ICompanyTeams Teams { get; } = new LocalTeams(session);

    public ICompanyOptions Options { get; } = new LocalOptions(session);

    public ICompanyConfig Config { get; } = new LocalConfig(session);

    public ICompanyTokens Tokens { get; } = new LocalTokens(session);

    public ICompanyMembers Members { get; } = new LocalMembers(session);

    public ICompanyInvitations Invitations { get; } = new LocalInvitations(session);

    public ICompanyWebhooks Webhooks { get; } = new LocalWebhooks(session);

    public ICompanySubscriptions Subscriptions { get; } = new LocalSubscriptions(session);

    public ICompanyMail Mail { get; } = new LocalMail(session);

    public ICompanyAlerts Alerts { get; } = new LocalAlerts(session);

    public ICompanyRetention Retention { get; } = new LocalRetention(session);

    public async Task<CompanyName> NameAsync(CancellationToken cancellationToken)
    {
        var interrupted = await session.Runs.InterruptDeadAsync(cancellationToken);
        var workspace = await session.WorkspaceAsync(cancellationToken);
        return new CompanyName(
            workspace.Name, await session.Get<EmployeeQueries>().CountAsync(workspace.Id, cancellationToken), "database",
            interrupted == 0 ? "opened, migrations are up to date" : $"opened, migrations are up to date; {interrupted} runs of ended processes were marked as interrupted");
    }
}
