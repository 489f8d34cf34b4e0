using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>Fields the account's admins made: every kind that can be made, and the ones added while the emulator runs.</summary>
internal static class CustomFields
{
    private const int FirstAddedId = 4700;

    public static IReadOnlyList<FieldSpec> All { get; } = [.. Choices(), .. Values()];

    /// <summary>A field added at run time: the alias is "custom" and the letters and digits of the first name it had.</summary>
    public static FieldSpec Added(AddedField added)
    {
        var id = FirstAddedId + added.Sequence;
        var list = added.Type is AddedFieldType.Choice or AddedFieldType.Choices
            ? new OptionList
            {
                ListId = 3700 + added.Sequence,
                FieldId = id,
                Name = added.Label,
                Multiple = added.Type == AddedFieldType.Choices,
                Read = _ => [.. added.Options.Select((name, at) => new ListOption(19_000 + (added.Sequence * 100) + at, name))],
            }
            : null;
        var alias = "custom" + added.Key;
        return Of(id, alias, added.Label, TypeOf(added.Type), (person, roster) => ReadAdded(person, roster, added)) with { Options = list };
    }

    private static IEnumerable<FieldSpec> Choices()
    {
        // Renaming a field leaves its alias: this one was called "Shirt size" once.
        yield return Choice(4378, "customShirtsize", "T-shirt size", UnitKind.ShirtSize, person => person.ShirtSizeId);
        yield return Choice(4379, "customSquad", "Squad", UnitKind.Squad, person => person.SquadId);
        yield return Choice(4380, "customSubcompany", "Subcompany", UnitKind.Subcompany, person => person.SubcompanyId);
        yield return Choice(4381, "customLevel", "Level", UnitKind.Level, person => person.LevelId);
        yield return Choice(4393, "customCostcenter", "Cost center", UnitKind.CostCenter, person => person.CostCenterId);
        yield return Of(4383, "customSkills", "Skills", "multilist", (person, roster) => FieldValue.Of([.. person.SkillIds.Select(id => roster.Unit(id)!)])) with
        {
            Options = Lists.Of(3604, 4383, "Skills", "customSkills", UnitKind.Skill) with { Multiple = true },
        };
    }

    private static IEnumerable<FieldSpec> Values()
    {
        yield return Of(4382, "customSecondlead", "Second lead", "employee", (person, roster) =>
            FieldValue.Of(roster.Workforce.Find(person.SecondManagerNumber) is { } lead ? Roster.PreferredLast(lead) : null));
        yield return Of(4384, "customAboutme", "About me", "textarea", (person, _) => FieldValue.Of(person.About));
        yield return Of(4385, "customDesknumber", "Desk number", "text", (person, _) => FieldValue.Of(person.Desk));
        yield return Of(4386, "customStartedIn", "Started in", "date", (person, _) => FieldValue.Of(person.OriginalHireDate ?? person.HireDate));
        yield return Of(4394, "customLastworkingday", "Last working day", "date", (person, _) => FieldValue.Of(person.LastWorkingDay));
        yield return Of(4387, "customWeeklyhours", "Weekly hours", "int", (person, _) => FieldValue.Of((int)Math.Round(person.WeeklyHours)));
        yield return Of(4388, "customCompanycar", "Has company car", "checkbox", (person, _) => FieldValue.Of(person.HasCompanyCar == true));
        yield return Of(4389, "customTargetbonus", "Target bonus", "currency", (person, _) =>
            person.Salary is { } salary ? FieldValue.Money(Math.Round(salary / 10, 2), person.Currency) : FieldValue.Empty);
        yield return Of(4390, "customFTE", "FTE", "percentage", (person, _) => FieldValue.Of((person.WeeklyHours / 40m * 100m).ToString("0.##", CultureInfo.InvariantCulture)));
        yield return Of(4391, "customDeskphone", "Desk phone", "phone", (person, _) => FieldValue.Of(person.Desk is null ? null : person.Phone));

        // Without an alias: it can only be asked for by id.
        yield return Of(4392, null, "Profile page", "url", (person, _) => FieldValue.Of(person.LinkedIn));
    }

    private static FieldSpec Choice(int id, string alias, string label, UnitKind kind, Func<Person, int?> unit) =>
        Of(id, alias, label, "list", (person, roster) => FieldValue.Of(roster.Unit(unit(person)))) with { Options = Lists.Of(id - 778, id, label, alias, kind) };

    private static FieldValue ReadAdded(Person person, Roster roster, AddedField added)
    {
        if (!person.Custom.TryGetValue(added.Key, out var values) || values.IsDefaultOrEmpty)
        {
            return added.Type == AddedFieldType.YesNo ? FieldValue.Of(false) : FieldValue.Empty;
        }

        var text = values[0];
        return added.Type switch
        {
            AddedFieldType.Choices => FieldValue.Of([.. values]),
            AddedFieldType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => FieldValue.Of(date),
            AddedFieldType.YesNo => FieldValue.Of(text is "true" or "yes" or "Yes" or "1"),
            AddedFieldType.Money when text.Split(' ') is [var amount, var currency] && decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) =>
                FieldValue.Money(number, currency),
            AddedFieldType.Person when roster.Find(text) is { } other => FieldValue.Of(Roster.PreferredLast(other)),
            _ => FieldValue.Of(text),
        };
    }

    private static string TypeOf(AddedFieldType type) => type switch
    {
        AddedFieldType.Text => "text",
        AddedFieldType.LongText => "textarea",
        AddedFieldType.Integer => "int",
        AddedFieldType.Decimal => "text",
        AddedFieldType.Date => "date",
        AddedFieldType.YesNo => "checkbox",
        AddedFieldType.Choice => "list",
        AddedFieldType.Choices => "multilist",
        AddedFieldType.Money => "currency",
        AddedFieldType.Percent => "percentage",
        AddedFieldType.Phone => "phone",
        AddedFieldType.Url => "url",
        AddedFieldType.Person => "employee",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static FieldSpec Of(int id, string? alias, string label, string type, Func<Person, Roster, FieldValue> read) => new()
    {
        Id = id.ToString(CultureInfo.InvariantCulture),
        Alias = alias,
        Label = label,
        Type = type,
        DatasetName = string.Create(CultureInfo.InvariantCulture, $"customField{id}"),
        Page = "Custom",
        Custom = true,
        Read = read,
    };
}
