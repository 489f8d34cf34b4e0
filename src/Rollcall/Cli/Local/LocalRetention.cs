using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Retention in the database.</summary>
internal sealed class LocalRetention(CliSession session) : ICompanyRetention
{
    private RetentionStore Store => session.Get<RetentionStore>();

    public async Task<RetentionStanding> FindAsync(CancellationToken cancellationToken)
    {
        var workspace = await WorkspaceAsync(cancellationToken);
        var retention = await Store.GetAsync(workspace, cancellationToken);
        return new RetentionStanding(
            retention, (await session.Get<HistoryQueries>().CutAsync(workspace, cancellationToken)).KeptSince, await Store.HoldersAsync(workspace, retention, cancellationToken));
    }

    public async Task<RetentionCounts> PreviewAsync(Retention retention, CancellationToken cancellationToken) =>
        await Store.PreviewAsync(await WorkspaceAsync(cancellationToken), retention, cancellationToken);

    public async Task SaveAsync(Retention retention, CancellationToken cancellationToken) => await Store.SetAsync(await WorkspaceAsync(cancellationToken), retention, cancellationToken);

    private async Task<WorkspaceId> WorkspaceAsync(CancellationToken cancellationToken) => (await session.WorkspaceAsync(cancellationToken)).Id;
}
