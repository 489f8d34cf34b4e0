using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>What a change of a person means in this vendor's fields.</summary>
internal static class ChangedFields
{
    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.Ordinal)
    {
        [nameof(Person.FirstName)] = ["firstName"],
        [nameof(Person.LastName)] = ["lastName"],
        [nameof(Person.PreferredName)] = ["preferredName"],
        [nameof(Person.Email)] = ["workEmail"],
        [nameof(Person.PrivateEmail)] = ["homeEmail"],
        [nameof(Person.Phone)] = ["workPhone", "customDeskphone"],
        [nameof(Person.Gender)] = ["gender"],
        [nameof(Person.BirthDate)] = ["dateOfBirth"],
        [nameof(Person.HireDate)] = ["hireDate"],
        [nameof(Person.OriginalHireDate)] = ["originalHireDate", "customStartedIn"],
        [nameof(Person.TerminationDate)] = ["terminationDate", "employmentHistoryStatus"],
        [nameof(Person.LastWorkingDay)] = ["customLastworkingday"],
        [nameof(Person.Lifecycle)] = ["status", "employmentHistoryStatus"],
        [nameof(Person.EmploymentType)] = ["employmentHistoryStatus"],
        [nameof(Person.ManagerNumber)] = ["reportsTo"],
        [nameof(Person.SecondManagerNumber)] = ["customSecondlead"],
        [nameof(Person.TitleId)] = ["jobTitle"],
        [nameof(Person.DepartmentId)] = ["department"],
        [nameof(Person.DivisionId)] = ["division"],
        [nameof(Person.OfficeId)] = ["location"],
        [nameof(Person.TeamId)] = ["teams"],
        [nameof(Person.SubcompanyId)] = ["customSubcompany"],
        [nameof(Person.CostCenterId)] = ["customCostcenter"],
        [nameof(Person.LevelId)] = ["customLevel"],
        [nameof(Person.SquadId)] = ["customSquad"],
        [nameof(Person.SkillIds)] = ["customSkills"],
        [nameof(Person.ShirtSizeId)] = ["customShirtsize"],
        [nameof(Person.Salary)] = ["payRate", "customTargetbonus"],
        [nameof(Person.Currency)] = ["payRate"],
        [nameof(Person.WeeklyHours)] = ["customWeeklyhours", "customFTE"],
        [nameof(Person.HasCompanyCar)] = ["customCompanycar"],
        [nameof(Person.LinkedIn)] = ["linkedIn", "4392"],
        [nameof(Person.About)] = ["customAboutme"],
        [nameof(Person.Desk)] = ["customDesknumber"],
        [nameof(UnitKind.Title)] = ["jobTitle"],
        [nameof(UnitKind.Department)] = ["department", "division"],
        [nameof(UnitKind.Division)] = ["division"],
        [nameof(UnitKind.Office)] = ["location"],
        [nameof(UnitKind.Team)] = ["teams"],
        [nameof(UnitKind.Subcompany)] = ["customSubcompany"],
        [nameof(UnitKind.CostCenter)] = ["customCostcenter"],
        [nameof(UnitKind.Level)] = ["customLevel"],
        [nameof(UnitKind.Squad)] = ["customSquad"],
        [nameof(UnitKind.Skill)] = ["customSkills"],
        [nameof(UnitKind.ShirtSize)] = ["customShirtsize"],
    };

    /// <param name="touched">Names of the person's properties, of a kind of unit, or the key of an added field.</param>
    /// <param name="fields">The account's fields.</param>
    public static IEnumerable<FieldSpec> Of(IEnumerable<string> touched, FieldCatalog fields) => touched
        .SelectMany(name => s_names.GetValueOrDefault(name) ?? ["custom" + name])
        .Select(fields.Find)
        .OfType<FieldSpec>()
        .Distinct();
}
