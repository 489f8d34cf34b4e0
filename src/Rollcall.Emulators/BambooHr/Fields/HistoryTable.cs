using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>A column of a table; <see cref="Field"/> is the field whose permission it follows and whose spelling it has.</summary>
internal sealed record TableColumn(string Alias, int? Id, string Label, string Type, FieldSpec? Field)
{
    /// <summary>The form values take: the field's own, or one of this column's type.</summary>
    public FieldSpec Form { get; } = Field ?? new FieldSpec { Alias = Alias, Label = Label, Type = Type, Read = (_, _) => FieldValue.Empty };
}

/// <summary>One row of a table, values in the order of the columns.</summary>
internal sealed record TableRow(string Id, IReadOnlyList<FieldValue> Values);

/// <summary>A table of the account with the rows each person has in it.</summary>
internal sealed record HistoryTable(string Alias, IReadOnlyList<TableColumn> Columns, Func<Person, Roster, IEnumerable<TableRow>> Rows)
{
    public static IReadOnlyList<HistoryTable> Of(FieldCatalog fields) =>
    [
        new(
            "jobInfo",
            [
                new("date", 4047, "Job Information: Date", "date", null),
                Column(fields, "location", 18),
                Column(fields, "department", 4),
                Column(fields, "division", 1355),
                Column(fields, "jobTitle", 17),
                Column(fields, "reportsTo", 91),
                Column(fields, "teams", 4549),
            ],
            JobRows),
        new(
            "employmentStatus",
            [
                new("date", 1936, "Employment Status: Date", "date", null),
                new("employmentStatus", 16, "Employment Status", "list", fields.Find("employmentHistoryStatus")),
                new("comment", 1937, "Comment", "textarea", null),
                new("terminationReasonId", 1938, "Termination Reason", "list", null),
                new("terminationTypeId", 1939, "Termination Type", "list", null),
                new("terminationRehireId", 1940, "Eligible For Re-hire", "list", null),
            ],
            StatusRows),
        new(
            "compensation",
            [
                new("startDate", 4046, "Compensation: Date", "date", null),
                Column(fields, "payRate", 19) with { Alias = "rate" },
                new("type", 4348, "Pay type", "pay_type", fields.Find("payType")),
                new("paidPer", 4349, "Paid per", "paid_per", fields.Find("paidPer")),
                new("reason", 4050, "Change Reason", "list", null),
                new("comment", 4051, "Comment", "textarea", null),
            ],
            PayRows),
        new(
            "customEquipment",
            [new("customAsset", 4602, "Asset", "text", null), new("customIssued", 4603, "Issued", "date", null)],
            EquipmentRows),
        new("emergencyContacts", [new("name", 1501, "Name", "text", null), new("relationship", 1502, "Relationship", "relationship", null)], (_, _) => []),
    ];

    private static TableColumn Column(FieldCatalog fields, string alias, int id)
    {
        var field = fields.Find(alias)!;
        return new TableColumn(alias, id, field.Label, field.Type, field);
    }

    // One row for today; for every third person an earlier one, from the first day.
    private static IEnumerable<TableRow> JobRows(Person person, Roster roster)
    {
        if (person.HireDate is not { } hired)
        {
            yield break;
        }

        var manager = roster.Manager(person) is { } found ? FieldValue.Of(Roster.FirstLast(found)) : FieldValue.Empty;
        var now = new[]
        {
            FieldValue.Of(roster.Unit(person.OfficeId)),
            FieldValue.Of(roster.Unit(person.DepartmentId)),
            FieldValue.Of(roster.Unit(person.DivisionId)),
            FieldValue.Of(roster.Unit(person.TitleId)),
            manager,
            roster.Unit(person.TeamId) is { } team ? FieldValue.Of([team]) : FieldValue.Empty,
        };
        var second = hired.AddDays(365);
        if (person.Number % 3 == 0 && second < roster.Today)
        {
            yield return new TableRow(RowId(person, 1), [FieldValue.Of(hired), now[0], FieldValue.Empty, now[2], now[3], FieldValue.Empty, FieldValue.Empty]);
            yield return new TableRow(RowId(person, 2), [FieldValue.Of(second), .. now]);
        }
        else
        {
            yield return new TableRow(RowId(person, 1), [FieldValue.Of(hired), .. now]);
        }
    }

    private static IEnumerable<TableRow> StatusRows(Person person, Roster roster)
    {
        if (person.HireDate is { } hired)
        {
            yield return Status(person, 3, hired, Roster.HiredAs(person));
        }

        if (person.TerminationDate is { } left)
        {
            yield return Status(person, 4, left, "Terminated");
        }
    }

    private static TableRow Status(Person person, int which, DateOnly date, string status) =>
        new(RowId(person, which), [FieldValue.Of(date), FieldValue.Of(status), FieldValue.Empty, FieldValue.Empty, FieldValue.Empty, FieldValue.Empty]);

    private static IEnumerable<TableRow> PayRows(Person person, Roster roster)
    {
        if (person is { Salary: { } salary, HireDate: { } hired })
        {
            yield return new TableRow(
                RowId(person, 5),
                [FieldValue.Of(hired), FieldValue.Money(salary, person.Currency), FieldValue.Of("Salary"), FieldValue.Of("Year"), FieldValue.Empty, FieldValue.Empty]);
        }
    }

    private static IEnumerable<TableRow> EquipmentRows(Person person, Roster roster)
    {
        if (person.HasCompanyCar == true)
        {
            yield return new TableRow(RowId(person, 6), [FieldValue.Of("Car"), FieldValue.Of(person.HireDate)]);
        }
    }

    private static string RowId(Person person, int which) => ((person.Number * 10L) + which).ToString(CultureInfo.InvariantCulture);
}
