namespace Rollcall.Cli.Asking;

/// <summary>What commands ask of a company, whether its data is here or behind a server. A command asks and renders; it never knows which.</summary>
internal interface ICompany
{
    ICompanyRuns Runs { get; }

    ICompanyConnections Connections { get; }

    ICompanyPeople People { get; }

    ICompanyFindings Findings { get; }

    ICompanyTeams Teams { get; }

    ICompanyOptions Options { get; }

    ICompanyConfig Config { get; }

    ICompanyTokens Tokens { get; }

    ICompanyMembers Members { get; }

    ICompanyInvitations Invitations { get; }

    ICompanyWebhooks Webhooks { get; }

    ICompanySubscriptions Subscriptions { get; }

    ICompanyMail Mail { get; }

    ICompanyAlerts Alerts { get; }

    ICompanyRetention Retention { get; }

    /// <summary>The company's name, and what answers for it.</summary>
    Task<CompanyName> NameAsync(CancellationToken cancellationToken);
}

/// <summary>Which company it is.</summary>
/// <param name="Workspace">The workspace's name.</param>
/// <param name="Employees">How many people are in its directory.</param>
/// <param name="Place">“database” or “server”.</param>
/// <param name="State">How that is, in words.</param>
internal sealed record CompanyName(string Workspace, int Employees, string Place, string State);
