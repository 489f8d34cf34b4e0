using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Features.Integrations;

/// <summary>A connection and where it stands.</summary>
public sealed record ConnectionStanding(ConnectionEntry Entry, RunEntry? LastSync, RunEntry? Active);

/// <summary>One HRIS and the accounts of it that are connected.</summary>
public sealed record ProviderTile(ConnectorDescriptor Connector, IReadOnlyList<ConnectionStanding> Connections);

/// <summary>Everything the page of a connection shows.</summary>
/// <param name="Entry">The connection.</param>
/// <param name="Connector">Its HRIS.</param>
/// <param name="LastSync">The newest run that was to change something.</param>
/// <param name="Active">The run that goes on.</param>
/// <param name="Runs">The newest runs of any kind.</param>
/// <param name="SecretsSet">Which secrets are stored.</param>
/// <param name="Records">What is kept of its people.</param>
/// <param name="NextRun">When it syncs next by itself.</param>
/// <param name="Role">What the visitor may do.</param>
public sealed record ConnectionView(
    ConnectionEntry Entry, ConnectorDescriptor Connector, RunEntry? LastSync, RunEntry? Active, IReadOnlyList<RunEntry> Runs,
    IReadOnlyCollection<string> SecretsSet, RecordCounts Records, DateTimeOffset? NextRun, MemberRole Role)
{
    /// <summary>Whether it was paused because a run was taken back.</summary>
    public bool IsPausedByUndo => Entry.Paused && Runs.FirstOrDefault(r => r.State != RunState.Previewed) is { Trigger: RunTrigger.Undo };
}

/// <summary>What a test of settings showed.</summary>
/// <param name="Test">What was proven and what is wrong.</param>
/// <param name="Setting">The setting that is impossible, if it is one.</param>
public sealed record TestOutcome(ConnectionTest Test, string? Setting)
{
    /// <summary>Whether a sync could read anybody at all.</summary>
    public bool IsUsable => Test is { Authenticated: true, VisiblePeople: > 0 };

    /// <summary>A fault in the form of a test.</summary>
    public static TestOutcome Of(ConnectorFault fault) => new(
        new ConnectionTest(Authenticated: false, null, null, [new ConnectionProblem(FaultFinding.Of(fault).Code, fault.What, fault.Fix, fault.TraceId)]), fault.Setting);
}

/// <summary>What came of wanting to connect.</summary>
public enum ConnectOutcome
{
    Connected,

    NameTaken,

    BadName,

    /// <summary>These settings were not tested.</summary>
    NotTested,

    /// <summary>The test failed, and nobody said to keep it anyway.</summary>
    TestFailed,
}

/// <summary>What came of a change to a connection.</summary>
public enum ChangeOutcome
{
    Done,

    /// <summary>Somebody else changed the same part since it was shown.</summary>
    ChangedMeanwhile,

    /// <summary>A value is out of range.</summary>
    Invalid,

    /// <summary>There is no such connection any more.</summary>
    Gone,

    /// <summary>A run is going on.</summary>
    Busy,
}

/// <summary>What came of wanting to start a run.</summary>
public abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    public sealed record Started(RunId Run) : StartOutcome;

    /// <summary>Another run is going on; <paramref name="WillFollow"/>: it runs once more when it ends.</summary>
    public sealed record Busy(RunId Run, bool WillFollow) : StartOutcome;

    /// <summary>The connection is paused or disabled; previews are still possible.</summary>
    public sealed record NotNow(bool IsPaused) : StartOutcome;

    public sealed record Gone : StartOutcome;
}
