using System.Diagnostics;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Employment, lifecycle and payroll.</summary>
internal static class EmploymentFields
{
    public static IEnumerable<FieldSpec> All() => Employment().Concat(Lifecycle()).Concat(Payroll());

    public static (string Id, string Name) TypeOf(Person person) => person.EmploymentType switch
    {
        EmploymentType.Permanent or EmploymentType.PartTime => ("Permanent", "Permanent"),
        EmploymentType.Temporary => ("Temporary", "Temporary"),
        EmploymentType.Contractor => ("Contractor", "Contractor"),
        EmploymentType.Intern => ("252600011", "Praktikum"),
        _ => throw new UnreachableException(),
    };

    public static string ContractOf(Person person) => person.WeeklyHours >= 35 ? "Full time" : "Part time";

    private static IEnumerable<FieldSpec> Employment()
    {
        yield return Of("payroll.employment.type", "Employment type", FieldType.List, e => FieldValue.Text(TypeOf(e.Person).Id, TypeOf(e.Person).Name)) with
        {
            ListId = FixedLists.EmploymentType,
            Historical = true,
        };
        yield return Of("payroll.employment.contract", "Employment contract", FieldType.List, e => FieldValue.Text(ContractOf(e.Person))) with { ListId = FixedLists.Contract, Historical = true };
        yield return Of("payroll.employment.fte", "FTE %", FieldType.Number, e => FieldValue.Number(e.Person.WeeklyHours / 40m * 100m)) with { Historical = true };
        yield return Of("payroll.employment.weeklyHours", "Weekly hours", FieldType.Number, e => FieldValue.Number(e.Person.WeeklyHours)) with { Historical = true };
        yield return Of("payroll.employment.calendarId", "Calendar", FieldType.ListId, e => WorkFields.Unit(e, e.Person.SubcompanyId) is { } unit
            ? FieldValue.Number(FixedLists.FirstCalendar + unit.Id, unit.Name + " calendar")
            : FieldValue.Missing) with { ListId = FixedLists.Calendar };
        yield return Of("payroll.employment.workingPattern", "Working pattern", FieldType.WorkingPattern, e => Values.WorkingPattern(e.Person.WeeklyHours));
        yield return Of("payroll.employment.hoursInDayNotWorked", "Hours in day not worked", FieldType.Number, _ => FieldValue.Number(0));
        yield return Of("payroll.employment.activeEffectiveDate", "Employment effective date", FieldType.Date, e => Values.Date(e.Person.HireDate, e.Roster.Switches)) with { Historical = true };
    }

    private static IEnumerable<FieldSpec> Lifecycle()
    {
        yield return Life("internal.status", "Status", FieldType.List, e => Word(e.Roster.Status(e.Person), e)) with { ListId = FixedLists.Status, Historical = true };
        yield return Life("internal.lifecycleStatus", "Lifecycle status", FieldType.List, e => Word(e.Roster.LifecycleStatus(e.Person), e)) with
        {
            ListId = FixedLists.LifecycleStatus,
            Historical = true,
        };
        yield return Life("internal.terminationDate", "Termination date", FieldType.Date, e => Values.Date(e.Person.TerminationDate, e.Roster.Switches));
        yield return Life("internal.terminationReason", "Termination reason", FieldType.List, e => e.Person.TerminationDate is null
            ? FieldValue.Missing
            : e.Person.Number % 2 == 0 ? FieldValue.Text("252600001", "Unexplained") : FieldValue.Text("252600002", "Besseres Angebot")) with { ListId = FixedLists.TerminationReason };
        yield return Life("internal.terminationType", "Termination type", FieldType.List, e => FieldValue.Text(e.Person.TerminationDate is null ? null : "Voluntary")) with
        {
            ListId = FixedLists.TerminationType,
        };
        yield return Life("internal.notice", "Notice period", FieldType.DurationWithUnit, e => e.Person.TerminationDate is null ? FieldValue.Missing : Values.Duration(30));
        yield return Life("internal.probationEndDate", "Probation end date", FieldType.Date, e => Values.Date(e.Person.HireDate?.AddMonths(6), e.Roster.Switches));
        yield return Life("internal.periodSinceTermination", "Period since termination", FieldType.Period, e =>
            e.Person.TerminationDate is { } left ? Values.Period(left, e.Roster.Today) : FieldValue.Missing);
        yield return Life("internal.yearsSinceTermination", "Years since termination", FieldType.Number, e =>
            FieldValue.Number(e.Person.TerminationDate is { } left ? Values.Years(left, e.Roster.Today) : null));
        yield return Life("employee.firstDayOfWork", "First day of work", FieldType.Date, e => Values.Date(e.Person.HireDate, e.Roster.Switches));
        yield return Life("employee.lastDayOfWork", "Last day of work", FieldType.Date, e => Values.Date(e.Person.LastWorkingDay, e.Roster.Switches));
        yield return Life("employee.eligibleForRehire", "Eligible for rehire", FieldType.Boolean, e => FieldValue.Flag(e.Person.TerminationDate is null ? null : e.Person.Number % 5 != 0));
    }

    private static IEnumerable<FieldSpec> Payroll()
    {
        yield return Pay("payroll.salary.payment", "Base salary", FieldType.Currency, e => Values.Money(e.Person.Salary, e.Person.Currency)) with { Historical = true };
        yield return Pay("payroll.salary.yearlyPayment", "Annual base salary", FieldType.Currency, e => Values.Money(e.Person.Salary, e.Person.Currency));

        // Variable payments carry the name the customer gave them, spaces and all, inside the id.
        yield return Pay("payroll.variable.Executive bonus.amount", "Executive bonus: amount", FieldType.Currency, e =>
            e.Person.Number < 10 ? Values.Money(5000, e.Person.Currency) : FieldValue.Missing);
    }

    private static FieldValue Word(string word, Employee e) => FieldValue.Text(word.Spelt(e.Roster.Switches), word);

    private static FieldSpec Of(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.Employment, name, type, read) { Default = true };

    private static FieldSpec Life(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.Lifecycle, name, type, read);

    private static FieldSpec Pay(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.Payroll, name, type, read);
}
