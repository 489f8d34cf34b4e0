using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Tables;

/// <summary>A built-in history table.</summary>
/// <param name="Category">Whose rights it follows.</param>
internal sealed record HistoryTable(string Name, string Category, Func<Employee, IEnumerable<TableRow>> Rows)
{
    /// <summary>Whether many employees can be read at once.</summary>
    public bool Bulk { get; init; }

    public int PerMinute { get; init; } = 50;

    public static IReadOnlyList<HistoryTable> All(ListBook lists) =>
    [
        new("work", Categories.Work, e => WorkRows(e, lists)) { Bulk = true },
        new("employment", Categories.Employment, EmploymentRows) { Bulk = true },
        new("lifecycle", Categories.Lifecycle, LifecycleRows) { Bulk = true },
        new("salaries", Categories.Payroll, SalaryRows) { Bulk = true, PerMinute = 10 },

        // Tables this company does not use.
        new("equities", Categories.Payroll, _ => []),
        new("variable", Categories.Payroll, _ => []),
        new("training", Categories.Work, _ => []),
        new("bank-accounts", Categories.Payroll, _ => []),
    ];

    // One row for today; for every third person an earlier one, without a manager.
    private static IEnumerable<TableRow> WorkRows(Employee e, ListBook lists)
    {
        if (e.Person.HireDate is not { } hired)
        {
            yield break;
        }

        IReadOnlyList<TableCell> cells =
        [
            TableCell.Of("title", "work.title", WorkFields.Item(e, e.Person.TitleId, lists)),
            TableCell.Of("department", "work.department", WorkFields.Item(e, e.Person.DepartmentId, lists)),
            TableCell.Of("site", "work.site", FieldValue.Text(WorkFields.Unit(e, e.Person.OfficeId)?.Name)),
            TableCell.Of("siteId", "work.siteId", FieldValue.Number(WorkFields.Unit(e, e.Person.OfficeId) is { } office ? ListBook.Numeric(office) : null)),
        ];
        var moved = hired.AddYears(1);
        var manager = TableCell.Of("reportsTo", "work.reportsTo", Values.EmployeeObject(e.Manager));
        if (e.Person.Number % 3 == 0 && moved <= e.Roster.Today)
        {
            yield return new TableRow(1, hired, moved.AddDays(-1), "New hire", [.. cells, TableCell.Of("reportsTo", "work.reportsTo", FieldValue.Missing)]);
            yield return new TableRow(2, moved, null, "Transfer", [.. cells, manager]);
        }
        else
        {
            yield return new TableRow(1, hired, null, "New hire", [.. cells, manager]);
        }
    }

    private static IEnumerable<TableRow> EmploymentRows(Employee e)
    {
        if (e.Person.HireDate is not { } hired)
        {
            yield break;
        }

        var calendar = WorkFields.Unit(e, e.Person.SubcompanyId);
        yield return new TableRow(
            11,
            hired,
            null,
            null,
            [
                TableCell.Of("contract", "payroll.employment.contract", FieldValue.Text(EmploymentFields.ContractOf(e.Person))),
                TableCell.Of("type", "payroll.employment.type", FieldValue.Text(EmploymentFields.TypeOf(e.Person).Id)),
                TableCell.Of("fte", "payroll.employment.fte", FieldValue.Number(e.Person.WeeklyHours / 40m * 100m)),
                TableCell.Of("weeklyHours", "payroll.employment.weeklyHours", FieldValue.Number(e.Person.WeeklyHours)),
                TableCell.Of("salaryPayType", null, FieldValue.Text("Salaried")),
                TableCell.Of("flsaCode", null, FieldValue.Missing),
                TableCell.Of("calendarId", "payroll.employment.calendarId", FieldValue.Number(calendar is null ? null : FixedLists.FirstCalendar + calendar.Id)),
                TableCell.Of("calendarName", "payroll.employment.calendarId", FieldValue.Text(calendar is null ? null : calendar.Name + " calendar")),
                TableCell.Of("workingPattern", "payroll.employment.workingPattern", Values.WorkingPattern(e.Person.WeeklyHours)),
            ]);
    }

    // A first stint for those who came back, the hire, and the end, which may lie in the future.
    private static IEnumerable<TableRow> LifecycleRows(Employee e)
    {
        if (e.Person.HireDate is not { } hired)
        {
            yield break;
        }

        if (e.Person.OriginalHireDate is { } first && first.AddDays(100) < hired)
        {
            yield return Life(21, first, first.AddDays(89), LifecycleWords.Employed, LifecycleWords.Active, e);
            yield return Life(22, first.AddDays(90), hired.AddDays(-1), LifecycleWords.Terminated, LifecycleWords.Inactive, e);
        }

        var ended = e.Person.TerminationDate?.AddDays(1);
        var status = e.Roster.LifecycleStatus(e.Person);
        var word = status == LifecycleWords.Terminated && ended is not null ? LifecycleWords.Employed : status;
        yield return Life(23, hired, ended?.AddDays(-1), word, word == LifecycleWords.Terminated ? LifecycleWords.Inactive : LifecycleWords.Active, e);
        if (ended is { } end)
        {
            yield return Life(24, end, null, LifecycleWords.Terminated, LifecycleWords.Inactive, e);
        }
    }

    private static TableRow Life(int which, DateOnly from, DateOnly? to, string status, string access, Employee e) => new(
        which,
        from,
        to,
        null,
        [
            TableCell.Of("status", "internal.lifecycleStatus", FieldValue.Text(status.Spelt(e.Roster.Switches))),
            TableCell.Of("employeeStatus", "internal.status", FieldValue.Text(access.Spelt(e.Roster.Switches))),
            TableCell.Of("reasonType", "internal.terminationType", FieldValue.Text(status == LifecycleWords.Terminated ? "Voluntary" : null)),
            TableCell.Of("leaveReason", null, FieldValue.Missing),
        ]);

    private static IEnumerable<TableRow> SalaryRows(Employee e)
    {
        if (e.Person is { Salary: not null, HireDate: { } hired })
        {
            yield return new TableRow(
                31,
                hired,
                null,
                null,
                [
                    TableCell.Of("base", "payroll.salary.payment", Values.Money(e.Person.Salary, e.Person.Currency)),
                    TableCell.Of("payPeriod", null, FieldValue.Text("Annual")),
                    TableCell.Of("payFrequency", null, FieldValue.Text("Monthly")),
                ]);
        }
    }
}
