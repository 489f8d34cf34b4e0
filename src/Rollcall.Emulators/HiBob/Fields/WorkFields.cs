using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Work, work contact details and the job catalog.</summary>
internal static class WorkFields
{
    public static IEnumerable<FieldSpec> All(ListBook lists)
    {
        yield return Work("work.title", "Job title", FieldType.List, e => Item(e, e.Person.TitleId, lists)) with { ListId = ListBook.Title, Historical = true };
        yield return Work("work.department", "Department", FieldType.List, e => Item(e, e.Person.DepartmentId, lists)) with { ListId = ListBook.Department, Historical = true };
        yield return Work("work.site", "Site", FieldType.Text, e => FieldValue.Text(Unit(e, e.Person.OfficeId)?.Name)) with { Historical = true };
        yield return Work("work.siteId", "Site ID", FieldType.ListId, e => Unit(e, e.Person.OfficeId) is { } office ? FieldValue.Number(ListBook.Numeric(office), office.Name) : FieldValue.Missing) with
        {
            ListId = ListBook.Site,
            Historical = true,
        };
        foreach (var field in Dates().Concat(Managers()).Concat(People()).Concat(Contact()))
        {
            yield return field;
        }

        yield return Work("employee.orgLevel", "Org level", FieldType.List, OrgLevel) with { ListId = FixedLists.OrgLevels };
        yield return new FieldSpec("employee.jobProfileId", Categories.JobsCatalog, "Job profile", FieldType.HierarchyList, e =>
            Unit(e, e.Person.TitleId) is { } title ? FieldValue.Number(ListBook.JobProfileId(title), lists.JobPath(title)) : FieldValue.Missing)
        {
            ListId = ListBook.JobProfile,
        };
        yield return new FieldSpec("employee.jobProfileCode", Categories.JobsCatalog, "Job profile code", FieldType.Text, e =>
            Unit(e, e.Person.TitleId) is { } title ? FieldValue.Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"JP-{title.Id}")) : FieldValue.Missing);
        yield return new FieldSpec("employee.jobProfileTitle", Categories.JobsCatalog, "Job profile title", FieldType.Text, e => FieldValue.Text(Unit(e, e.Person.TitleId)?.Name));
    }

    public static FieldValue Item(Employee e, int? unitId, ListBook lists) => Unit(e, unitId) is { } unit ? FieldValue.Text(lists.ItemId(unit), unit.Name) : FieldValue.Missing;

    public static Unit? Unit(Employee e, int? unitId) => e.Roster.Workforce.Units.Find(unitId);

    private static IEnumerable<FieldSpec> Dates()
    {
        yield return Work("work.startDate", "Start date", FieldType.Date, e => Values.Date(e.Person.HireDate, e.Roster.Switches));
        yield return Work("work.shortStartDate", "Start date without the year", FieldType.ShortDate, e => Values.ShortDate(e.Person.HireDate, e.Roster.Switches));
        yield return Work("work.originalStartDate", "Original start date", FieldType.Date, e => Values.Date(e.Person.OriginalHireDate ?? e.Person.HireDate, e.Roster.Switches));
        yield return Work("work.activeEffectiveDate", "Effective date", FieldType.Date, e => Values.Date(e.Person.HireDate, e.Roster.Switches)) with { Historical = true };
        yield return Work("work.tenureDuration", "Tenure", FieldType.Period, e => Values.Period(e.Person.HireDate, e.Roster.Today));
        yield return Work("work.durationOfEmployment", "Duration of employment", FieldType.Period, e => Values.Period(e.Person.OriginalHireDate ?? e.Person.HireDate, e.Roster.Today));
        yield return Work("work.tenureDurationYears", "Tenure in years, exactly", FieldType.Number, e => FieldValue.Number(Values.Years(e.Person.HireDate, e.Roster.Today)));
        yield return Work("work.tenureYears", "Tenure in years", FieldType.Number, e =>
            FieldValue.Number(Values.Years(e.Person.HireDate, e.Roster.Today) is { } years ? Math.Floor(years) : null));
        yield return Work("work.yearsOfService", "Years of service", FieldType.Number, e => FieldValue.Number(Values.Years(e.Person.OriginalHireDate ?? e.Person.HireDate, e.Roster.Today)));
        yield return Work("work.daysOfPreviousService", "Days of previous service", FieldType.Number, e =>
            FieldValue.Number(e.Person is { OriginalHireDate: { } first, HireDate: { } hired } ? hired.DayNumber - first.DayNumber : 0));
    }

    private static IEnumerable<FieldSpec> Managers()
    {
        yield return Work("work.reportsTo", "Reports to", FieldType.Employee, e => Values.EmployeeObject(e.Manager)) with { Historical = true };
        yield return Work("work.reportsTo.email", "Reports to: email", FieldType.Text, e => FieldValue.Text(e.Manager?.Email));
        yield return Work("work.reportsToIdInCompany", "Reports to: employee number", FieldType.Number, e => FieldValue.Number(e.Manager?.Number));
        yield return Work("work.manager", "Manager", FieldType.EmployeeReference, e => Values.Reference(e.Manager));
        yield return Work("work.secondLevelManager", "Second level manager", FieldType.EmployeeReference, e => Values.Reference(e.SecondLevelManager));
        yield return Work("work.isManager", "Is manager", FieldType.Boolean, e => FieldValue.Flag(e.Roster.Reports.Of(e.Person.Number).Direct > 0));
        yield return Work("work.directReports", "Direct reports", FieldType.Number, e => Reports(e.Roster.Reports.Of(e.Person.Number).Direct));
        yield return Work("work.indirectReports", "Indirect reports", FieldType.Number, e => Reports(e.Roster.Reports.Of(e.Person.Number).Indirect));
        yield return Work("work.employeeIdInCompany", "Employee number", FieldType.Number, e => FieldValue.Number(e.Person.Number));
    }

    private static IEnumerable<FieldSpec> People()
    {
        yield return Work("employee.buddy", "Buddy", FieldType.EmployeeReference, e => Values.Reference(e.Roster.BuddyOf(e.Person)));
        yield return Work("employee.hrbp", "HR business partner", FieldType.EmployeeReference, e => Values.Reference(e.Roster.HrPartnerOf(e.Person)));
        yield return Work("employee.itAdmin", "IT admin", FieldType.EmployeeReference, e => Values.Reference(e.Roster.ItAdministratorOf(e.Person)));
        yield return Work("employee.payrollManager", "Payroll manager", FieldType.EmployeeReference, e => Values.Reference(e.Roster.PayrollManagerOf(e.Person)));
    }

    private static IEnumerable<FieldSpec> Contact()
    {
        yield return new FieldSpec("work.workPhone", Categories.WorkContact, "Work phone", FieldType.Text, e => FieldValue.Text(e.Person.Phone));
        yield return new FieldSpec("work.workMobile", Categories.WorkContact, "Work mobile", FieldType.Text, _ => FieldValue.Missing);
        yield return new FieldSpec("personal.communication.slackUsername", Categories.WorkContact, "Slack username", FieldType.Text, e =>
            FieldValue.Text(e.Person.Number % 2 == 0 && e.Person.Email is { } email ? email.Split('@')[0] : null));
        yield return new FieldSpec("personal.communication.skypeUsername", Categories.WorkContact, "Skype username", FieldType.Text, _ => FieldValue.Missing);
    }

    // Nobody below is null, not zero.
    private static FieldValue Reports(int count) => FieldValue.Number(count == 0 ? null : count);

    private static FieldValue OrgLevel(Employee e) => e.Person.Number == 1
        ? FieldValue.Text("252600033", "Executive")
        : e.Roster.Reports.Of(e.Person.Number).Direct > 0 ? FieldValue.Text("252600032", "Manager") : FieldValue.Text("252600031", "Individual contributor");

    private static FieldSpec Work(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.Work, name, type, read) { Default = true };
}
