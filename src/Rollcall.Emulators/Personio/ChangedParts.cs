using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio;

/// <summary>Which of Personio's records a mutation edits. A person holds name, e-mail and custom attributes; everything about the job is the employment's.</summary>
internal readonly record struct ChangedParts(bool Person, bool Employment, bool CostCenters, bool Started, bool Terminated)
{
    // "EmploymentType" and "WeeklyHours" are custom attributes of the made-up account besides.
    private static readonly HashSet<string> s_employment = new(StringComparer.Ordinal)
    {
        "Title", "Department", "Office", "Subcompany", "Team", "CostCenter",
        nameof(Company.Person.ManagerNumber), nameof(Company.Person.EmploymentType), nameof(Company.Person.WeeklyHours),
        nameof(Company.Person.HireDate), nameof(Company.Person.Lifecycle), nameof(Company.Person.TerminationDate), nameof(Company.Person.LastWorkingDay),
    };

    private static readonly HashSet<string> s_employmentOnly = new(s_employment.Except([nameof(Company.Person.EmploymentType), nameof(Company.Person.WeeklyHours)]), StringComparer.Ordinal);

    public static ChangedParts Of(JournalEntry entry)
    {
        var fields = entry.Fields.Select(field => field.Length > 2 && field.EndsWith("Id", StringComparison.Ordinal) ? field[..^2] : field).ToList();
        return new ChangedParts(
            fields.Exists(field => !s_employmentOnly.Contains(field) && field is not ("Division" or nameof(Company.Person.Salary) or "External")),
            fields.Exists(s_employment.Contains),
            fields.Contains("CostCenter", StringComparer.Ordinal),
            fields.Contains(nameof(Company.Person.HireDate), StringComparer.Ordinal) && fields.Contains(nameof(Company.Person.Lifecycle), StringComparer.Ordinal),
            fields.Contains(nameof(Company.Person.TerminationDate), StringComparer.Ordinal) && !fields.Contains(nameof(Company.Person.HireDate), StringComparer.Ordinal));
    }
}
