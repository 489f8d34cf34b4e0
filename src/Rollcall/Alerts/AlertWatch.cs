using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>Compares what is the case with what was told, one workspace at a time.</summary>
internal sealed class AlertWatch(
    AlertStore alerts, AlertChannelStore channels, WorkspaceStore workspaces, ConnectionStore connections, RunWatchQueries runs, WebhookStore webhooks, SubscriptionStore subscriptions, TimeProvider time)
{
    public async Task LookAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        if (await workspaces.FindAsync(id, cancellationToken) is not { } workspace)
        {
            return;
        }

        var open = await alerts.OpenAsync(id, cancellationToken);
        var scene = await SceneAsync(workspace, cancellationToken);
        var standing = AlertRules.Standing(scene);
        var stillThere = standing.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var over in open.Where(a => !stillThere.Contains(a.Cause!)))
        {
            if (AlertRules.EndingOf(over, scene) is { } ending)
            {
                await alerts.EndAsync(id, over.Id, ending, cancellationToken);
            }
        }

        var known = open.Select(a => a.Cause).ToHashSet(StringComparer.Ordinal);
        foreach (var cause in standing.Where(c => !known.Contains(c.Key)))
        {
            await alerts.BeginAsync(id, cause, cancellationToken);
        }

        await alerts.TellAsync(id, await channels.ListAsync(id, cancellationToken), cancellationToken);
    }

    private async Task<AlertScene> SceneAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var watched = new List<WatchedConnection>();
        foreach (var connection in await connections.ListAsync(workspace.Id, cancellationToken))
        {
            watched.Add(new WatchedConnection(
                connection, await runs.OfAsync(workspace.Id, connection.Id, cancellationToken), await webhooks.FindAsync(workspace.Id, connection.Id, cancellationToken)));
        }

        return new AlertScene(
            workspace, watched, await subscriptions.ListAsync(workspace.Id, cancellationToken),
            await alerts.StaleAfterHoursAsync(workspace.Id, cancellationToken) is { } hours ? TimeSpan.FromHours(hours) : null, time.GetUtcNow());
    }
}
