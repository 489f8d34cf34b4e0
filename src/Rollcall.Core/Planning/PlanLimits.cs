namespace Rollcall.Core.Planning;

/// <summary>What the guard lets pass without a person (R13). Percentages are of the directory before the plan.</summary>
public sealed record PlanLimits
{
    public static PlanLimits Default { get; } = new();

    /// <summary>Deactivations above this share of active employees stop a plan. Default 20, range 0 to 100.</summary>
    public double MaxDeactivatedPercent { get; init; } = 20;

    /// <summary>This many deactivations always pass. Default 3.</summary>
    public int AlwaysAllowedDeactivations { get; init; } = 3;

    /// <summary>This many creations, changed external ids or changed managers each always pass: in a company of ten, one person
    /// is ten percent. Default 3.</summary>
    public int AlwaysAllowedOthers { get; init; } = 3;

    /// <summary>Changed external ids above this share of tied employees stop a plan. Default 5.</summary>
    public double MaxRebindPercent { get; init; } = 5;

    /// <summary>Changed managers above this share of employees stop a plan. Default 30.</summary>
    public double MaxManagerChangePercent { get; init; } = 30;

    /// <summary>Creations above this share of an existing directory stop a plan. Default 50.</summary>
    public double MaxCreatedPercent { get; init; } = 50;

    /// <summary>A fall of an attribute's fill rate by more than this many percentage points holds its blanks (R12). Default 20.</summary>
    public double MaxCoverageDropPoints { get; init; } = 20;
}
