using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>The lists of the account. A list's field id is the id of the field that offers it.</summary>
internal static class Lists
{
    public static OptionList JobTitle { get; } = Of(3441, 17, "Job Title", "jobTitle", UnitKind.Title);

    public static OptionList Department { get; } = Of(3440, 4, "Department", "department", UnitKind.Department);

    public static OptionList Division { get; } = Of(3442, 1355, "Division", "division", UnitKind.Division);

    public static OptionList Location { get; } = Of(3443, 18, "Location", "location", UnitKind.Office);

    public static OptionList Teams { get; } = Of(3620, 4549, "Teams", "teams", UnitKind.Team) with { Multiple = true };

    public static OptionList EmploymentStatus { get; } = new()
    {
        ListId = 3439,
        FieldId = 16,
        Name = "Employment Status",
        Alias = "employmentHistoryStatus",
        Read = _ => Roster.EmploymentStatuses,
    };

    public static OptionList Pronouns { get; } = new()
    {
        ListId = 3450,
        FieldId = 4152,
        Name = "Pronouns",
        Read = _ => [new ListOption(17_800, "She/Her"), new ListOption(17_801, "He/Him"), new ListOption(17_802, "They/Them")],
    };

    /// <summary>One list of a recorded account has no id of its own and no options.</summary>
    public static OptionList PayGroup { get; } = new() { FieldId = 4043, Name = "Pay Group", Alias = "payGroup", Manageable = false, Read = _ => [] };

    public static OptionList Of(int listId, int fieldId, string name, string? alias, UnitKind kind) =>
        new() { ListId = listId, FieldId = fieldId, Name = name, Alias = alias, Read = roster => roster.Options(kind) };
}
