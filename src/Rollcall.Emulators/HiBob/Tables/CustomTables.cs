using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Tables;

/// <summary>A column of a table the customer made.</summary>
internal sealed record CustomColumn(string Id, string Name, FieldType Type, bool Mandatory, Func<Employee, FieldValue> Read)
{
    public string? ListId { get; init; }
}

/// <summary>A table the customer made. Its rows can only be read employee by employee.</summary>
internal sealed record CustomTable(string Id, string Category, string Name, IReadOnlyList<CustomColumn> Columns, Func<Employee, bool> HasRow);

internal static class CustomTables
{
    private const string Certificates = "about__table_1700000000201";
    private const string Grade = "column_1700000000210";

    public static IReadOnlyList<CustomTable> All { get; } =
    [
        new(
            Certificates,
            Categories.About,
            "Certificates",
            [
                new(Grade, "Grade", FieldType.List, true, _ => FieldValue.Text("252614471", "C")) { ListId = Certificates + "." + Grade },
                new("column_1700000000211", "Issuer", FieldType.Text, false, e => FieldValue.Text(e.Person.Number % 2 == 0 ? "IHK München" : null)),
                new("column_1700000000212", "Issued", FieldType.Date, false, e => Values.Date(e.Person.HireDate, e.Roster.Switches)),
            ],
            e => e.Person.Number % 5 == 0),
        new(
            "work__table_1700000000202",
            Categories.Work,
            "Equipment",
            [new("column_1700000000220", "Asset", FieldType.Text, true, _ => FieldValue.Text("Laptop"))],
            e => e.Person.HasCompanyCar == true),
    ];

    /// <summary>The lists of their columns, named by table and column.</summary>
    public static IEnumerable<NamedList> Lists => [new NamedList(Certificates + "." + Grade, [new ListItem("252614470", "B"), new ListItem("252614471", "C")])];
}
