using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Integrations;

/// <summary>Starts runs for pages. Whoever calls it has asked for the role.</summary>
internal sealed class RunStarter(ConnectionStore connections, RunStore runs, LiveRuns live)
{
    public Task<StartOutcome> SyncAsync(Workspace workspace, ConnectionId id, CancellationToken cancellationToken) =>
        SyncAsync(workspace, id, new ReadMode.Full(), new ApplyMode.Apply(), cancellationToken);

    public async Task<StartOutcome> SyncAsync(Workspace workspace, ConnectionId id, ReadMode mode, ApplyMode apply, CancellationToken cancellationToken)
    {
        if (await EntryAsync(workspace, id, cancellationToken) is not { } entry)
        {
            return new StartOutcome.Gone();
        }

        if (entry.Paused || !entry.Config.Enabled)
        {
            return new StartOutcome.NotNow(entry.Paused);
        }

        return await live.StartAsync(workspace, entry, mode, apply, RunTrigger.Manual, cancellationToken) switch
        {
            RunStart.Begun begun => new StartOutcome.Started(begun.Run),
            RunStart.Busy busy => new StartOutcome.Busy(busy.Run, WillFollow: true),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Previews what is saved, or a mapping that is not saved yet.</summary>
    public async Task<StartOutcome> PreviewAsync(
        Workspace workspace, ConnectionId id, ConnectionConfig? unsaved, ValueList<CustomAttribute> newAttributes, CancellationToken cancellationToken)
    {
        if (await EntryAsync(workspace, id, cancellationToken) is not { } entry)
        {
            return new StartOutcome.Gone();
        }

        // A preview must not make a sync follow that nobody asked for: it does not even knock when a run is going on.
        await runs.InterruptDeadAsync(cancellationToken);
        if ((await runs.ListAsync(workspace.Id, id, 5, cancellationToken)).FirstOrDefault(r => r.State == RunState.Running) is { } active)
        {
            return new StartOutcome.Busy(active.Id, WillFollow: false);
        }

        var shown = unsaved is null ? entry : entry with { Config = unsaved };
        return await live.StartAsync(
            workspace, shown, new ReadMode.Full(), new ApplyMode.Preview { NewAttributes = newAttributes }, RunTrigger.Manual, cancellationToken) switch
        {
            RunStart.Begun begun => new StartOutcome.Started(begun.Run),
            RunStart.Busy busy => new StartOutcome.Busy(busy.Run, WillFollow: true),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<ConnectionEntry?> EntryAsync(Workspace workspace, ConnectionId id, CancellationToken cancellationToken) =>
        (await connections.ListAsync(workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == id);
}
