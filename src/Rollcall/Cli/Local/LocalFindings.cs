using Rollcall.Cli.Asking;

namespace Rollcall.Cli.Local;

/// <summary>Findings of the newest runs in the database.</summary>
internal sealed class LocalFindings(CliSession session) : ICompanyFindings
{
    public async Task<IReadOnlyList<FindingLine>> ListAsync(CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var all = new List<FindingLine>();
        foreach (var connection in await session.Connections.ListAsync(workspace.Id, cancellationToken))
        {
            all.AddRange((await session.Runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken)).Select(f => FindingLine.Of(f, connection.Config.Name)));
        }

        return all;
    }
}
