using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Fields the customer made: every type that can be made, in several categories. Their ids are the vendor's form, 13 digits.</summary>
internal static class CustomFields
{
    private const string Squad = "work.custom.field_1700000000101";
    private const string Subcompany = "work.custom.field_1700000000102";
    private const string ShirtSize = "about.custom.field_1700000000103";
    private const string Level = "work.custom.field_1700000000104";
    private const string CostCenter = "payroll.custom.field_1700000000110";
    private const string Division = "work.custom.field_1700000000116";
    private const string Team = "work.custom.field_1700000000117";

    /// <summary>Custom lists whose items are units.</summary>
    public static IEnumerable<(string List, UnitKind Kind)> UnitLists(HiBobSwitches switches)
    {
        yield return (ListBook.Custom(Squad, switches), UnitKind.Squad);
        yield return (ListBook.Custom(Subcompany, switches), UnitKind.Subcompany);
        yield return (ListBook.Custom(ShirtSize, switches), UnitKind.ShirtSize);
        yield return (ListBook.Custom(Level, switches), UnitKind.Level);
        yield return (ListBook.Custom(CostCenter, switches), UnitKind.CostCenter);
        yield return (ListBook.Custom(Division, switches), UnitKind.Division);
        yield return (ListBook.Custom(Team, switches), UnitKind.Team);
    }

    public static IEnumerable<FieldSpec> All(ListBook lists, HiBobSwitches switches) => Lists(lists, switches).Concat(Others(lists, switches));

    /// <summary>The id of a field inside the category the customer made.</summary>
    public static string InOwnCategory(string digits, HiBobSwitches switches) =>
        Categories.TeamLife + (switches.OwnCategoryFieldId == BobOwnCategoryFieldId.WithCustom ? ".custom" : "") + ".field_" + digits;

    private static IEnumerable<FieldSpec> Lists(ListBook lists, HiBobSwitches switches)
    {
        yield return UnitField(Squad, Categories.Work, "Squad", lists, switches, person => person.SquadId);
        yield return UnitField(Subcompany, Categories.Work, "Subcompany", lists, switches, person => person.SubcompanyId);
        yield return UnitField(ShirtSize, Categories.About, "T-shirt size", lists, switches, person => person.ShirtSizeId);
        yield return UnitField(Level, Categories.Work, "Level", lists, switches, person => person.LevelId) with { Historical = true };

        // Made under Payroll and moved to Work since: the id stayed.
        yield return UnitField(CostCenter, Categories.Work, "Cost center", lists, switches, person => person.CostCenterId);
        yield return UnitField(Division, Categories.Work, "Division", lists, switches, person => person.DivisionId);
        yield return UnitField(Team, Categories.Work, "Team", lists, switches, person => person.TeamId);
        yield return new FieldSpec(InOwnCategory("1700000000106", switches), Categories.TeamLife, "Skills", FieldType.MultiList, e => Skills(e, lists)) { ListId = ListBook.Skills };
        yield return new FieldSpec("work.custom.field_1700000000107", Categories.Work, "Structure", FieldType.HierarchyList, e => Structure(e, lists)) { ListId = ListBook.Structure };
        yield return new FieldSpec(InOwnCategory("1700000000115", switches), Categories.TeamLife, "Has company car", FieldType.List, e => e.Person.HasCompanyCar switch
        {
            true => FieldValue.Text("252600041", "Yes"),
            false => FieldValue.Text("252600042", "No"),
            null => FieldValue.Missing,
        })
        {
            ListId = FixedLists.YesNo,
        };
    }

    private static IEnumerable<FieldSpec> Others(ListBook lists, HiBobSwitches switches)
    {
        yield return new FieldSpec("work.custom.field_1700000000105", Categories.Work, "Second lead", FieldType.EmployeeReference, e =>
            Values.Reference(e.Roster.Workforce.Find(e.Person.SecondManagerNumber)));
        yield return new FieldSpec("about.custom.field_1700000000108", Categories.About, "About me", FieldType.TextArea, e => FieldValue.Text(e.Person.About));
        yield return new FieldSpec("work.custom.field_1700000000109", Categories.Work, "Desk number", FieldType.Text, e => FieldValue.Text(e.Person.Desk));
        yield return new FieldSpec("payroll.custom.field_1700000000111", Categories.Payroll, "Target bonus", FieldType.Currency, e =>
            Values.Money(e.Person.Salary is { } salary ? Math.Round(salary / 10, 2) : null, e.Person.Currency));
        yield return new FieldSpec("work.custom.field_1700000000112", Categories.Work, "Started in", FieldType.Date, e =>
            Values.Date(e.Person.OriginalHireDate ?? e.Person.HireDate, e.Roster.Switches));
        yield return new FieldSpec("work.custom.field_1700000000113", Categories.Work, "Parking space", FieldType.Number, e =>
            FieldValue.Number(e.Person.Number % 4 == 0 ? e.Person.Number % 8 == 0 ? e.Person.Number : e.Person.Number + 0.5m : null));
        yield return new FieldSpec("work.custom.field_1700000000114", Categories.Work, "Contract", FieldType.Document, e => FieldValue.Number(e.Person.Number % 6 == 0 ? 5_185_000 + e.Person.Number : null));
    }

    private static FieldValue Skills(Employee e, ListBook lists)
    {
        var skills = e.Person.SkillIds.Select(id => e.Roster.Workforce.Units.Find(id)!).ToList();
        return FieldValue.Texts([.. skills.Select(lists.ItemId)], string.Join(',', skills.Select(skill => skill.Name)));
    }

    // Only leaves can be chosen: the team, or a department without one.
    private static FieldValue Structure(Employee e, ListBook lists) => (WorkFields.Unit(e, e.Person.TeamId) ?? WorkFields.Unit(e, e.Person.DepartmentId)) is { } unit
        ? FieldValue.Number(ListBook.NodeId(unit), lists.StructurePath(unit))
        : FieldValue.Missing;

    private static FieldSpec UnitField(string id, string category, string name, ListBook lists, HiBobSwitches switches, Func<Person, int?> unit) =>
        new(id, category, name, FieldType.List, e => WorkFields.Item(e, unit(e.Person), lists)) { ListId = ListBook.Custom(id, switches) };
}
