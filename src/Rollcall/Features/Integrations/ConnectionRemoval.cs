using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Features.Integrations;

/// <summary>Takes a connection out of use: its readings go, what it wrote stays, and nobody is deactivated by it (R18). Not while it runs.</summary>
internal sealed class ConnectionRemoval(ConnectionStore connections, RunStore runs)
{
    private const int RunsLookedAt = 5;

    public async Task<ChangeOutcome> RemoveAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await runs.InterruptDeadAsync(cancellationToken);
        if ((await runs.ListAsync(workspace, connection, RunsLookedAt, cancellationToken)).Any(r => r.State == RunState.Running))
        {
            return ChangeOutcome.Busy;
        }

        await connections.DeleteAsync(workspace, connection, cancellationToken);
        return ChangeOutcome.Done;
    }
}
