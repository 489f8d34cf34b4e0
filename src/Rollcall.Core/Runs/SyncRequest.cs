using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Runs;

/// <summary>One connection as a run needs it.</summary>
public sealed record ConnectionSetup(ConnectionId Id, ConnectionConfig Config, ConnectorDescriptor Descriptor);

/// <summary>How much to read.</summary>
public abstract record ReadMode
{
    private ReadMode()
    {
    }

    /// <summary>Everybody.</summary>
    public sealed record Full : ReadMode;

    /// <summary>Those changed since <paramref name="Since"/>; becomes a full read when the configuration has changed.</summary>
    public sealed record Changes(DateTimeOffset Since) : ReadMode;

    /// <summary>Some people, by the source's ids. Can never conclude that anybody is absent.</summary>
    public sealed record People(ValueList<string> ExternalIds) : ReadMode
    {
        public override string ToString() => $"{ExternalIds.Count} people";
    }
}

/// <summary>What to do with the plan.</summary>
public abstract record ApplyMode
{
    private ApplyMode()
    {
    }

    /// <summary>Show it; write nothing.</summary>
    public sealed record Preview : ApplyMode
    {
        /// <summary>Custom attributes that would be made together with a mapping that is not saved yet.</summary>
        public ValueList<CustomAttribute> NewAttributes { get; init; } = [];
    }

    /// <summary>Apply it if the guard lets it pass.</summary>
    public sealed record Apply : ApplyMode;

    /// <summary>Apply it only if it is the plan with this digest (or its first 12 or more characters); the person who says so has seen it, so the guard is theirs.</summary>
    public sealed record Exactly(string Digest, string ApprovedBy) : ApplyMode;
}

/// <summary>When the HRIS last said by its webhook that something changed.</summary>
/// <param name="HeardAt">The last delivery; the making of the webhook when none came.</param>
/// <param name="ReadBefore">The last read that was applied.</param>
public sealed record WebhookWatch(DateTimeOffset HeardAt, DateTimeOffset ReadBefore)
{
    /// <summary>Whether nothing came since the last read.</summary>
    public bool IsSilent => HeardAt < ReadBefore;
}

/// <summary>Everything one run is given. An immutable snapshot: configuration changed meanwhile counts at the next run.</summary>
public sealed record SyncRequest
{
    public required RunId Run { get; init; }

    public required WorkspaceConfig Workspace { get; init; }

    public required ConnectionSetup Connection { get; init; }

    /// <summary>The workspace's other connections: their stored records carry people too (R18).</summary>
    public required IReadOnlyList<ConnectionSetup> Others { get; init; }

    public required IHrisSource Source { get; init; }

    public required ReadMode Mode { get; init; }

    public required ApplyMode Apply { get; init; }

    /// <summary>Counts what people edited in the directory that could change what derives (options, aliases, bindings).</summary>
    public required long EditEpoch { get; init; }

    /// <summary>What is known of the connection's webhook; null when it has none, or nothing was read since it was made.</summary>
    public WebhookWatch? Webhook { get; init; }

    public override string ToString() => $"run {Run} of {Connection.Config.Name}";
}

/// <summary>Watches a run: for progress bars and live pages. Called from the run's own thread of work; must not block.</summary>
public interface IRunObserver
{
    /// <summary>A stage begins.</summary>
    void Enter(RunStage stage);

    /// <summary>People done in this stage; <paramref name="total"/> when known.</summary>
    void Advance(RunStage stage, int done, int? total);
}
