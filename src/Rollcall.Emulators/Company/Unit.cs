namespace Rollcall.Emulators.Company;

/// <summary>What a unit is. Choices of lists are units too, so that renaming one keeps its id.</summary>
public enum UnitKind
{
    Division,
    Department,
    Team,
    Office,
    Subcompany,
    CostCenter,
    Title,
    Level,
    Squad,
    Skill,
    ShirtSize,
}

/// <summary>A named thing people belong to. Names may repeat and may change; the id stays.</summary>
public sealed record Unit(int Id, string Name, UnitKind Kind, int? ParentId = null)
{
    /// <summary>No longer offered, but still on the people who have it.</summary>
    public bool Archived { get; init; }
}
