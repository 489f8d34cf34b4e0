using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>Where a mapped value goes.</summary>
public enum TargetKind
{
    /// <summary>A built-in scalar field of the employee.</summary>
    Field,

    /// <summary>A custom attribute, by key.</summary>
    CustomAttribute,

    /// <summary>A team of a kind.</summary>
    Team,

    Level,

    /// <summary>The primary manager.</summary>
    Manager,

    AdditionalManager,

    /// <summary>The employment status, which drives activation.</summary>
    Status,
}

/// <summary>Where a mapped value goes. Written as <c>email</c>, <c>custom:shirt-size</c>, <c>team:department</c>,
/// <c>level</c>, <c>manager</c>, <c>additional-manager</c> or <c>status</c>.</summary>
public sealed record Target(TargetKind Kind, string Name)
{
    public static Target Level { get; } = new(TargetKind.Level, Fields.Level);

    public static Target Manager { get; } = new(TargetKind.Manager, Fields.Manager);

    public static Target AdditionalManager { get; } = new(TargetKind.AdditionalManager, Fields.AdditionalManager);

    public static Target Status { get; } = new(TargetKind.Status, Fields.Status);

    /// <summary>For <see cref="TargetKind.Team"/>: the kind.</summary>
    public TeamKind TeamKind => TeamKinds.Parse(Name) ?? throw new InvalidOperationException("not a team target");

    /// <summary>The field key that changes and history use for this target.</summary>
    public string FieldKey => Kind switch
    {
        TargetKind.CustomAttribute => Fields.Custom(Name),
        TargetKind.Team => Fields.Team,
        TargetKind.Field or TargetKind.Level or TargetKind.Manager or TargetKind.AdditionalManager or TargetKind.Status => Name,
    };

    public static Target Field(string key) => new(TargetKind.Field, key);

    public static Target Custom(string key) => new(TargetKind.CustomAttribute, key);

    public static Target Team(TeamKind kind) => new(TargetKind.Team, TeamKinds.Word(kind));

    /// <summary>Reads the written form; null when it names nothing.</summary>
    public static Target? Parse(string text)
    {
        if (text.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) && text.Length > Fields.CustomPrefix.Length)
        {
            return Custom(text[Fields.CustomPrefix.Length..]);
        }

        if (text.StartsWith("team:", StringComparison.Ordinal))
        {
            return TeamKinds.Parse(text["team:".Length..]) is { } kind ? Team(kind) : null;
        }

        return text switch
        {
            "team" => Team(TeamKind.Team),
            Fields.Level => Level,
            Fields.Manager => Manager,
            Fields.AdditionalManager => AdditionalManager,
            Fields.Status => Status,
            _ => Fields.BuiltIn.Any(f => f.Key == text) ? Field(text) : null,
        };
    }

    /// <summary>The written form.</summary>
    public override string ToString() => Kind switch
    {
        TargetKind.CustomAttribute => Fields.Custom(Name),
        TargetKind.Team => "team:" + Name,
        TargetKind.Field or TargetKind.Level or TargetKind.Manager or TargetKind.AdditionalManager or TargetKind.Status => Name,
    };
}

/// <summary>The written forms of <see cref="TeamKind"/>.</summary>
public static class TeamKinds
{
    public static string Word(TeamKind kind) => kind switch
    {
        TeamKind.Team => "team",
        TeamKind.Department => "department",
        TeamKind.Division => "division",
        TeamKind.BusinessUnit => "business-unit",
        TeamKind.CostCenter => "cost-center",
        TeamKind.Other => "other",
    };

    public static TeamKind? Parse(string word) => word switch
    {
        "team" => TeamKind.Team,
        "department" => TeamKind.Department,
        "division" => TeamKind.Division,
        "business-unit" => TeamKind.BusinessUnit,
        "cost-center" => TeamKind.CostCenter,
        "other" => TeamKind.Other,
        _ => null,
    };
}
