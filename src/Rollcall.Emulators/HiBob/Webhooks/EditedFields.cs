using System.Collections.Frozen;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Fields;

namespace Rollcall.Emulators.HiBob.Webhooks;

/// <summary>The fields a mutation edits. Those that merely follow, such as display names and counts, are not told.</summary>
internal static class EditedFields
{
    private static readonly FrozenDictionary<string, string[]> s_ids = new Dictionary<string, string[]>
    {
        [nameof(Person.FirstName)] = ["root.firstName"],
        [nameof(Person.LastName)] = ["root.surname"],
        [nameof(Person.PreferredName)] = ["root.displayName"],
        [nameof(Person.Email)] = ["root.email"],
        [nameof(Person.PrivateEmail)] = ["home.privateEmail"],
        [nameof(Person.Phone)] = ["work.workPhone"],
        [nameof(Person.Gender)] = ["personal.gender"],
        [nameof(Person.BirthDate)] = ["personal.birthDate"],
        [nameof(Person.HireDate)] = ["work.startDate"],
        [nameof(Person.Lifecycle)] = ["internal.lifecycleStatus", "internal.status"],
        [nameof(Person.TerminationDate)] = ["internal.terminationDate"],
        [nameof(Person.LastWorkingDay)] = ["employee.lastDayOfWork"],
        ["Title"] = ["work.title"],
        ["Department"] = ["work.department"],
        ["Office"] = ["work.site", "work.siteId"],
        ["Subcompany"] = ["work.custom.field_1700000000102"],
        ["Division"] = ["work.custom.field_1700000000116"],
        ["Team"] = ["work.custom.field_1700000000117"],
        ["CostCenter"] = ["payroll.custom.field_1700000000110"],
        [nameof(Person.ManagerNumber)] = ["work.reportsTo"],
        [nameof(Person.SecondManagerNumber)] = ["work.custom.field_1700000000105"],
        [nameof(Person.EmploymentType)] = ["payroll.employment.type"],
        [nameof(Person.WeeklyHours)] = ["payroll.employment.weeklyHours"],
        ["Level"] = ["work.custom.field_1700000000104"],
        ["Squad"] = ["work.custom.field_1700000000101"],
        ["ShirtSize"] = ["about.custom.field_1700000000103"],
        [nameof(Person.Salary)] = ["payroll.salary.payment"],
        [nameof(Person.LinkedIn)] = ["about.socialData.linkedin"],
        [nameof(Person.About)] = ["about.custom.field_1700000000108"],
        [nameof(Person.Desk)] = ["work.custom.field_1700000000109"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> Of(JournalEntry entry, HiBobTenant tenant) => [.. entry.Fields.SelectMany(field => Ids(field, tenant)).Distinct(StringComparer.Ordinal)];

    /// <summary>The history tables that get a new row.</summary>
    public static IEnumerable<string> Tables(IReadOnlyList<string> fieldIds)
    {
        if (fieldIds.Any(id => id is "work.title" or "work.department" or "work.site" or "work.reportsTo"))
        {
            yield return "work";
        }

        if (fieldIds.Any(id => id is "payroll.employment.type" or "payroll.employment.weeklyHours"))
        {
            yield return "employment";
        }

        if (fieldIds.Contains("internal.lifecycleStatus", StringComparer.Ordinal))
        {
            yield return "lifecycle";
        }

        if (fieldIds.Contains("payroll.salary.payment", StringComparer.Ordinal))
        {
            yield return "salaries";
        }
    }

    // Mutations name properties, some of them the kind of unit.
    private static IEnumerable<string> Ids(string field, HiBobTenant tenant)
    {
        if (s_ids.TryGetValue(field, out var ids) || s_ids.TryGetValue(field.EndsWith("Id", StringComparison.Ordinal) ? field[..^2] : field, out ids))
        {
            return ids;
        }

        if (tenant.Workforce.AddedFields.FirstOrDefault(added => added.Key == field) is { } added)
        {
            return [AddedFields.IdOf(added)];
        }

        return field switch
        {
            "Skill" or nameof(Person.SkillIds) => [CustomFields.InOwnCategory("1700000000106", tenant.Switches)],
            nameof(Person.HasCompanyCar) => [CustomFields.InOwnCategory("1700000000115", tenant.Switches)],
            _ => [],
        };
    }
}
