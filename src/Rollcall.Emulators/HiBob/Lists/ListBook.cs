using System.Collections.Frozen;
using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.HiBob.Lists;

/// <summary>All named lists of the account as of now. Lists of units follow renames and keep ids.</summary>
internal sealed class ListBook
{
    public const string Title = "title";
    public const string Department = "department";
    public const string Site = "site";
    public const string JobProfile = "jobProfile_entity_list";
    public const string Structure = "entity_multi_list_1700000000107";
    public const string Skills = "entity_multi_list_1700000000106";

    // Departments a new account starts with; their ids are their first names, whatever they are called now.
    private static readonly string[] s_builtInDepartments = ["Sales", "Marketing", "Operations", "Legal", "Design", "IT"];

    private readonly Workforce _workforce;
    private readonly HiBobSwitches _switches;
    private readonly FrozenDictionary<int, string> _builtIn;

    public ListBook(Workforce workforce, HiBobSwitches switches)
    {
        _workforce = workforce;
        _switches = switches;
        _builtIn = workforce.Units.Of(UnitKind.Department)
            .Where(unit => s_builtInDepartments.Contains(unit.Name, StringComparer.Ordinal))
            .DistinctBy(unit => unit.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(unit => unit.Id, unit => unit.Name);
    }

    /// <summary>Name of the list of a custom field, which is only to be had from the metadata.</summary>
    public static string Custom(string fieldId, HiBobSwitches switches) =>
        switches.CustomListName == BobCustomListName.FieldId ? fieldId : "entity_list_" + fieldId[(fieldId.LastIndexOf('_') + 1)..];

    /// <summary>The id of a unit as an item; its name once for most departments' first names, else digits.</summary>
    public string ItemId(Unit unit) => _builtIn.TryGetValue(unit.Id, out var id) ? id : Numeric(unit).ToString(CultureInfo.InvariantCulture);

    /// <summary>The id of a unit in lists whose ids are numbers.</summary>
    public static int Numeric(Unit unit) => unit.Kind == UnitKind.Office ? 2_510_000 + unit.Id : 255_000_000 + unit.Id;

    /// <summary>The id of a leaf or a branch in the hierarchy of divisions, departments and teams.</summary>
    public static int NodeId(Unit unit) => 371_000 + unit.Id;

    public static int JobProfileId(Unit title) => 481_000 + title.Id;

    public static string OptionId(AddedField field, int at) => (260_000_000 + (field.Sequence * 1000) + at).ToString(CultureInfo.InvariantCulture);

    /// <param name="fields">For the lists of custom fields.</param>
    public IEnumerable<NamedList> All(Fields.FieldCatalog fields)
    {
        yield return Units(Title, UnitKind.Title);
        yield return Units(Department, UnitKind.Department);
        yield return new NamedList(Site, [.. _workforce.Units.Of(UnitKind.Office).Select(unit => Item(unit) with { NumericId = true })]);
        yield return new NamedList(
            FixedLists.Calendar,
            [
                .. _workforce.Units.Of(UnitKind.Subcompany).Select(unit =>
                    new ListItem((FixedLists.FirstCalendar + unit.Id).ToString(CultureInfo.InvariantCulture), unit.Name + " calendar") { NumericId = true }),
            ]);
        yield return new NamedList(JobProfile, JobFamilies());
        yield return new NamedList(Structure, Divisions());
        yield return Units(Skills, UnitKind.Skill);
        foreach (var list in FixedLists.All(_switches))
        {
            yield return list;
        }

        foreach (var (id, kind) in Fields.CustomFields.UnitLists(_switches))
        {
            yield return Units(id, kind);
        }

        foreach (var added in fields.Added.Where(added => added.Type is AddedFieldType.Choice or AddedFieldType.Choices or AddedFieldType.YesNo))
        {
            yield return new NamedList(
                Fields.AddedFields.ListOf(added, _switches)!,
                [.. Fields.AddedFields.OptionsOf(added).Select((name, at) => new ListItem(OptionId(added, at), name))]);
        }

        foreach (var list in Tables.CustomTables.Lists)
        {
            yield return list;
        }
    }

    public NamedList? Find(Fields.FieldCatalog fields, string name) => All(fields).FirstOrDefault(list => list.Name == name);

    private NamedList Units(string name, UnitKind kind) => new(name, [.. _workforce.Units.Of(kind).Select(Item)]);

    private ListItem Item(Unit unit) => new(ItemId(unit), unit.Name) { Archived = unit.Archived };

    // Families of six titles each.
    private IReadOnlyList<ListItem> JobFamilies() =>
    [
        .. _workforce.Units.Of(UnitKind.Title).Chunk(6).Select((titles, at) => new ListItem((480_900 + at).ToString(CultureInfo.InvariantCulture), FamilyName(at))
        {
            NumericId = true,
            Children = [.. titles.Select(title => new ListItem(JobProfileId(title).ToString(CultureInfo.InvariantCulture), title.Name) { NumericId = true, Archived = title.Archived })],
        }),
    ];

    /// <summary>A title's place in the job catalog, from the top.</summary>
    public string JobPath(Unit title)
    {
        var titles = _workforce.Units.Of(UnitKind.Title);
        for (var at = 0; at < titles.Count; at++)
        {
            if (titles[at].Id == title.Id)
            {
                return FamilyName(at / 6) + " \\ " + title.Name;
            }
        }

        return title.Name;
    }

    /// <summary>A team's or department's place in the structure, from the top.</summary>
    public string StructurePath(Unit unit) => _workforce.Units.Find(unit.ParentId) is { } parent ? StructurePath(parent) + " \\ " + unit.Name : unit.Name;

    private static string FamilyName(int at) => string.Create(CultureInfo.InvariantCulture, $"Family {at + 1}");

    private IReadOnlyList<ListItem> Divisions()
    {
        var departments = _workforce.Units.Of(UnitKind.Department).ToLookup(unit => unit.ParentId);
        var teams = _workforce.Units.Of(UnitKind.Team).ToLookup(unit => unit.ParentId);
        return [.. _workforce.Units.Of(UnitKind.Division).Select(division =>
            Node(division, departments[division.Id].Select(department => Node(department, teams[department.Id].Select(team => Node(team, []))))))];
    }

    private static ListItem Node(Unit unit, IEnumerable<ListItem> children) =>
        new(NodeId(unit).ToString(CultureInfo.InvariantCulture), unit.Name) { NumericId = true, Archived = unit.Archived, Children = [.. children] };
}
