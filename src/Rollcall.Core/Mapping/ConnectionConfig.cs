using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Mapping;

/// <summary>What happens when somebody who left comes back under the same external id (R11).</summary>
public enum ReturnPolicy
{
    /// <summary>The same employee is reactivated. The default.</summary>
    Reactivate,

    /// <summary>A new employee is created; the old one stays deactivated.</summary>
    New,

    /// <summary>Held until a person decides.</summary>
    Ask,
}

/// <summary>Everything a person configures about a connection, but its credentials. An immutable snapshot per run.</summary>
public sealed record ConnectionConfig
{
    /// <summary>The connection's name in files and commands: lower-case words joined by hyphens, unique in the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>The connector's key.</summary>
    public required string Provider { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>Newly created active employees are invited at once (R17). Off by default.</summary>
    public bool AutoInvite { get; init; }

    /// <summary>When it syncs by itself, once a first sync was started by a person. Every hour by default.</summary>
    public SyncSchedule Schedule { get; init; } = SyncSchedule.Hourly;

    public ReturnPolicy WhenReturning { get; init; } = ReturnPolicy.Reactivate;

    /// <summary>Future hires are created (not invited) before their start date (R2). On by default.</summary>
    public bool CreateUpcoming { get; init; } = true;

    /// <summary>After how many complete reads without somebody they are planned for deactivation (R11). Default 2, range 1 to 30.</summary>
    public int MissingReadsBeforeLeaving { get; init; } = 2;

    public ExclusionCriteria Exclusions { get; init; } = ExclusionCriteria.None;

    public required ValueList<MappingRule> Mappings { get; init; }

    public PlanLimits Limits { get; init; } = PlanLimits.Default;
}

/// <summary>What a run needs to know about its workspace.</summary>
/// <param name="Id">The workspace.</param>
/// <param name="TimeZone">IANA name; end dates are evaluated here.</param>
/// <param name="Precedence">The workspace's connections, first wins (R18).</param>
/// <param name="TargetPrecedence">Another order for single targets, by written target.</param>
public sealed record WorkspaceConfig(
    WorkspaceId Id,
    string TimeZone,
    ValueList<ConnectionId> Precedence,
    ValueList<TargetPrecedence> TargetPrecedence);

/// <summary>An order of connections for one target.</summary>
public sealed record TargetPrecedence(Target Target, ValueList<ConnectionId> Order);
