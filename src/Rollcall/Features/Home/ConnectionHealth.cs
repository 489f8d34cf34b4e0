using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Features.Home;

/// <summary>How a connection is doing. Only <see cref="InStep"/> says that the directory is what the HRIS says.</summary>
public enum ConnectionHealth
{
    NeverSynced,
    Running,
    Failed,
    WaitingForApproval,
    Rejected,
    Undone,
    Disabled,
    Paused,
    Held,
    InStep,
}

/// <summary>What one look at a connection tells.</summary>
internal static class ConnectionHealthRules
{
    /// <param name="connection">The connection.</param>
    /// <param name="last">Its newest run that was to change something; null before the first.</param>
    /// <param name="held">Values and people held by that run.</param>
    public static ConnectionHealth Of(ConnectionEntry connection, RunEntry? last, int held) => (connection, last) switch
    {
        (_, { State: RunState.Running }) => ConnectionHealth.Running,
        ({ Config.Enabled: false }, _) => ConnectionHealth.Disabled,
        (_, { State: RunState.AwaitingApproval }) => ConnectionHealth.WaitingForApproval,
        (_, { State: RunState.Failed or RunState.Interrupted }) => ConnectionHealth.Failed,
        (_, { State: RunState.Undone }) => ConnectionHealth.Undone,
        ({ Paused: true }, _) => ConnectionHealth.Paused,
        (_, null) => ConnectionHealth.NeverSynced,
        (_, { State: RunState.Rejected }) => ConnectionHealth.Rejected,
        (_, { State: RunState.Succeeded }) => held > 0 ? ConnectionHealth.Held : ConnectionHealth.InStep,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The one that a sentence about all of them must name: the first in the order of what needs somebody most. Null without connections.</summary>
    public static ConnectionHealth? Worst(IReadOnlyCollection<ConnectionHealth> all)
    {
        ConnectionHealth[] order =
        [
            ConnectionHealth.Failed, ConnectionHealth.WaitingForApproval, ConnectionHealth.Running, ConnectionHealth.NeverSynced, ConnectionHealth.Undone,
            ConnectionHealth.Rejected, ConnectionHealth.Paused, ConnectionHealth.Disabled, ConnectionHealth.Held, ConnectionHealth.InStep,
        ];
        return all.Count == 0 ? null : order.First(all.Contains);
    }
}
