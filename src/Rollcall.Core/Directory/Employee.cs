namespace Rollcall.Core.Directory;

/// <summary>Whether somebody works here, in the vendor-neutral sense. There is no default: an unknown word holds the person.</summary>
public enum EmploymentStatus
{
    /// <summary>Works here.</summary>
    Active,

    /// <summary>Works here, away for a while (parental leave, sabbatical).</summary>
    OnLeave,

    /// <summary>Will work here; the start date lies ahead.</summary>
    Upcoming,

    /// <summary>No longer works here.</summary>
    Left,
}

/// <summary>The state of somebody's account in the directory.</summary>
public enum AccountStatus
{
    /// <summary>Known, not yet invited.</summary>
    Created,

    /// <summary>An invitation is on its way.</summary>
    Invited,

    /// <summary>Has accepted.</summary>
    Active,

    /// <summary>Left, or switched off.</summary>
    Deactivated,
}

/// <summary>Where a membership or an additional manager came from: a connection, or a person (<see cref="Manual"/>).</summary>
public readonly record struct Origin(ConnectionId? Connection)
{
    public static Origin Manual => default;

    public override string ToString() => Connection?.ToString() ?? "manual";
}

/// <summary>One team of one employee. The same team may be held from several origins.</summary>
public readonly record struct Membership(TeamId Team, Origin Origin);

/// <summary>One additional manager of one employee.</summary>
public readonly record struct AdditionalManager(EmployeeId Manager, Origin Origin);

/// <summary>One employee as the directory holds them. <see cref="Values"/> are canonical texts by
/// <see cref="FieldLayout"/> index; null is no value.</summary>
public sealed class EmployeeState
{
    public required EmployeeId Id { get; init; }

    public required AccountStatus Status { get; init; }

    /// <summary>The status to return to when somebody deactivated is reactivated; null unless deactivated.</summary>
    public AccountStatus? StatusBefore { get; init; }

    /// <summary>Aligned to the run's <see cref="FieldLayout"/>. Levels and managers are ids as text.</summary>
    public required string?[] Values { get; init; }

    public ValueList<Membership> Teams { get; init; } = [];

    public ValueList<AdditionalManager> AdditionalManagers { get; init; } = [];

    /// <summary>Field keys (see <see cref="Fields"/>) whose value a person pinned: no sync touches them.</summary>
    public ValueList<string> Pins { get; init; } = [];

    /// <summary>The id only: everything else is personal data.</summary>
    public override string ToString() => Id.ToString();
}
