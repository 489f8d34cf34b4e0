namespace Rollcall.Core.Directory;

/// <summary>The type of a custom attribute. Values are stored in canonical text:
/// number <c>-12.5</c>, date <c>2026-11-23</c>, toggle <c>true</c>/<c>false</c>, single select the option's label,
/// multi select labels in ordinal order joined by U+001F, currency <c>65000.00 USD</c>, the rest as text.</summary>
public enum AttributeType
{
    Text, Number, Date, SingleSelect, MultiSelect, Toggle, Phone, Url, Currency,
}

/// <summary>Who may read a custom attribute.</summary>
public enum ReadAccess
{
    Everyone, Managers, Admins,
}

public enum TeamKind
{
    Team, Department, Division, BusinessUnit, CostCenter, Other,
}

/// <summary>One choice of a select attribute.</summary>
/// <param name="Label">The spelling people see and values carry.</param>
/// <param name="Aliases">Other spellings a source may send for it.</param>
/// <param name="Archived">Kept for those who have it; a sync may still write it.</param>
public sealed record AttributeOption(string Label, ValueList<string> Aliases, bool Archived);

/// <summary>A field the company added to the directory.</summary>
public sealed record CustomAttribute
{
    /// <summary>Stable key: lower-case words joined by hyphens.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required AttributeType Type { get; init; }

    public ValueList<AttributeOption> Options { get; init; } = [];

    public string? Section { get; init; }

    public ReadAccess Access { get; init; } = ReadAccess.Everyone;

    public string? Description { get; init; }
}

/// <summary>An HRIS id that stands for a team, so that a rename there renames here.</summary>
public readonly record struct TeamBinding(ConnectionId Connection, string HrisId);

/// <summary>One team.</summary>
public sealed record TeamState
{
    public required TeamId Id { get; init; }

    public required string Name { get; init; }

    public required TeamKind Kind { get; init; }

    public TeamId? Parent { get; init; }

    /// <summary>Other spellings a source may send for it.</summary>
    public ValueList<string> Aliases { get; init; } = [];

    public ValueList<TeamBinding> Bindings { get; init; } = [];

    /// <summary>Who leads it, set by people.</summary>
    public ValueList<EmployeeId> Leads { get; init; } = [];
}

/// <summary>One level.</summary>
public sealed record LevelState
{
    public required LevelId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Position, lowest first.</summary>
    public required int Order { get; init; }

    public ValueList<string> Aliases { get; init; } = [];
}

/// <summary>Everything of a workspace's directory but its people.</summary>
public sealed record DirectorySchema(
    ValueList<TeamState> Teams,
    ValueList<LevelState> Levels,
    ValueList<CustomAttribute> Attributes)
{
    public FieldLayout Layout { get; } = new(Attributes);
}
