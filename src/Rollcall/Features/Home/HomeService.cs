using Rollcall.Core.Planning;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Home;

/// <summary>One connection on the home page.</summary>
public sealed record HomeConnection(ConnectionEntry Entry, RunEntry? Last, ConnectionHealth Health, int Held);

/// <summary>What the home page shows.</summary>
public sealed record HomeView(IReadOnlyList<HomeConnection> Connections, IReadOnlyList<RunEntry> Waiting, IReadOnlyList<Finding> Findings, int People)
{
    public int Held => Connections.Sum(c => c.Held);

    public ConnectionHealth? Worst => ConnectionHealthRules.Worst([.. Connections.Select(c => c.Health)]);

    public int CountOf(ConnectionHealth health) => Connections.Count(c => c.Health == health);
}

/// <summary>Puts the home page together.</summary>
internal sealed class HomeService(Visitor visitor, ConnectionStore connections, RunStore runs, EmployeeQueries employees)
{
    public async Task<HomeView> LoadAsync(CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Viewer, cancellationToken)).Workspace.Id;
        var shown = new List<HomeConnection>();
        var findings = new List<Finding>();
        foreach (var connection in await connections.ListAsync(workspace, cancellationToken))
        {
            var current = await runs.CurrentFindingsAsync(workspace, connection.Id, cancellationToken);
            var held = current.Where(f => f.Severity == FindingSeverity.Held).Sum(f => f.Count);
            var last = await runs.LastSyncAsync(workspace, connection.Id, cancellationToken);
            findings.AddRange(current);
            shown.Add(new HomeConnection(connection, last, ConnectionHealthRules.Of(connection, last, held), held));
        }

        return new HomeView(
            shown, await runs.WaitingAsync(workspace, cancellationToken), [.. findings.OrderByDescending(f => f.Count)], await employees.CountAsync(workspace, cancellationToken));
    }
}
