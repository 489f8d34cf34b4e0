using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>How a field of GET /employees may be filtered by.</summary>
internal enum ListFilter
{
    Substring,
    Exact,
    Date,
    Integer,
    Bool,
    Number,
    None,
}

/// <summary>One name of the closed vocabulary of GET /employees.</summary>
/// <param name="Permission">The field whose right it follows; null for what everybody may read.</param>
/// <param name="Text">The value; null where the account has none.</param>
internal sealed record ListField(string Name, string? Permission, ListFilter Filter, Func<Person, Roster, string?> Text)
{
    /// <summary>Writes values that are no plain text.</summary>
    public Action<Utf8JsonWriter, Person, Roster>? Write { get; init; }
}

/// <summary>
/// The closed vocabulary of GET /employees: 124 optional names in August 2026, 27 in April, none of them a custom field.
/// </summary>
internal static class ListFields
{
    private static readonly string[] s_always = ["employeeId", "firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status"];

    private static readonly string[] s_april =
    [
        "workEmail", "homeEmail", "bestEmail", "middleName", "workPhone", "workPhoneExtension", "mobilePhone", "homePhone", "skypeUsername", "linkedinUrl", "facebookUrl",
        "instagramUrl", "twitterUrl", "pinterestUrl", "birthDate", "hireDate", "divisionName", "divisionId", "departmentName", "departmentId", "locationName", "locationId",
        "jobTitleId", "employmentStatusName", "employmentStatusId", "reportsToName", "reportsToId",
    ];

    // Names this account has no data for: answered null.
    private static readonly string[] s_unused =
    [
        "addressLine1", "addressLine2", "allergies", "birthplace", "citizenship", "citizenshipId", "city", "compensationChangeReason", "compensationChangeReasonId",
        "compensationComment", "compensationEndDate", "contractEndDate", "country", "countryId", "dietaryRestrictions", "eeoJobCategory", "eeoJobCategoryId", "ein",
        "eligibleForRehire", "eligibleForRehireId", "employmentStatusComment", "employmentType", "employmentTypeId", "ethnicity", "ethnicityId", "facebookUrl",
        "finalDoseAdministrationDate", "finalPayDate", "flsaCode", "flsaCodeId", "genderIdentity", "genderIdentityId", "homePhone", "hoursPerPayCycle", "instagramUrl",
        "jacketSize", "jacketSizeId", "maritalStatus", "middleInitial", "middleName", "mobilePhone", "nationalId", "nationalInsuranceCategory",
        "nationalInsuranceCategoryId", "nationality", "nationalityId", "nickName", "nin", "noticePeriod", "noticePeriodId", "overtime", "overtimeRate", "paySchedule",
        "payScheduleId", "pinterestUrl", "probationEndDate", "pronouns", "pronounsId", "proofOfVaccination", "secondaryLanguage", "shirtSize", "shirtSizeId", "sin",
        "skypeUsername", "ssn", "state", "stateId", "taxTypeId", "terminationReason", "terminationReasonId", "terminationRegrettable", "terminationRegrettableId",
        "terminationType", "terminationTypeId", "timezone", "tShirtSize", "tShirtSizeId", "twitterUrl", "userId", "vaccinationStatus", "vaccinationStatusId",
        "vaccineReceived", "vaccineReceivedId", "veteranStatus", "veteranStatusId", "workPhoneExtension", "zipcode",
    ];

    private static readonly string[] s_notFilterable =
        ["bestEmail", "ein", "genderIdentity", "genderIdentityId", "nationalId", "nin", "overtime", "overtimeRate", "payRate", "sin", "ssn", "teams", "userId", "veteranStatus", "veteranStatusId"];

    public static FrozenDictionary<string, ListField> ByName { get; } = Used()
        .Concat(s_unused.Select(name => new ListField(name, null, FilterOf(name), (_, _) => null)))
        .ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    public static IReadOnlyList<ListField> Always { get; } = [.. s_always.Select(name => ByName[name])];

    public static IReadOnlyList<string> Sortable { get; } = ["employeeId", "firstName", "lastName", "preferredName", "jobTitleName", "status"];

    public static bool IsOptional(string name, EmployeeListVocabulary vocabulary) =>
        ByName.ContainsKey(name) && !s_always.Contains(name, StringComparer.Ordinal) && (vocabulary == EmployeeListVocabulary.August2026 || s_april.Contains(name, StringComparer.Ordinal));

    private static IEnumerable<ListField> Used()
    {
        yield return Of("employeeId", null, (person, _) => Roster.Id(person));
        yield return Of("firstName", "firstName", (person, _) => person.FirstName);
        yield return Of("lastName", "lastName", (person, _) => person.LastName);
        yield return Of("preferredName", "preferredName", (person, _) => person.PreferredName);
        yield return Of("photoUrl", "photoUrl", (person, _) => ComputedFields.HasPhoto(person) ? $"https://images7.bamboohr.com/photos/{Roster.Id(person)}-1-4.jpg" : null);
        yield return Unit("jobTitleName", "jobTitle", person => person.TitleId);
        yield return UnitId("jobTitleId", "jobTitle", person => person.TitleId);
        yield return Of("status", "status", (person, roster) => roster.Status(person));
        yield return Of("workEmail", "workEmail", (person, _) => person.Email);
        yield return Of("homeEmail", "homeEmail", (person, _) => person.PrivateEmail);
        yield return Of("bestEmail", "bestEmail", (person, _) => person.Email ?? person.PrivateEmail);
        yield return Of("workPhone", "workPhone", (person, _) => person.Phone);
        yield return Of("linkedinUrl", "linkedIn", (person, _) => person.LinkedIn);
        yield return Of("employeeNumber", "employeeNumber", (person, _) => Roster.EmployeeNumber(person));
        yield return Of("employeeName", null, (person, _) => Roster.FirstLast(person));
        yield return Of("displayName", null, (person, _) => Roster.PreferredLast(person));
        yield return Of("firstNameLastName", null, (person, _) => Roster.FirstLast(person));
        yield return Of("firstNameMiddleInitial", null, (person, _) => person.FirstName);
        yield return Of("preferredNameLastName", null, (person, _) => Roster.PreferredLast(person));
        yield return Of("gender", "gender", (person, _) => person.Gender);
        yield return Of("age", "dateOfBirth", (person, roster) => ComputedFields.All.First(field => field.Alias == "age").Read(person, roster).Text);
        yield return Of("birthDate", "dateOfBirth", (person, _) => Date(person.BirthDate));
        yield return Of("hireDate", "hireDate", (person, _) => Date(person.HireDate));
        yield return Of("originalHireDate", "originalHireDate", (person, _) => Date(person.OriginalHireDate));
        yield return Of("terminationDate", "terminationDate", (person, _) => Date(person.TerminationDate));
        yield return Of("jobInformationEffectiveDate", "jobTitle", (person, _) => Date(person.HireDate));
        yield return Of("employmentStatusEffectiveDate", "employmentHistoryStatus", (person, _) => Date(person.HireDate));
        yield return Of("compensationEffectiveDate", "payRate", (person, _) => person.Salary is null ? null : Date(person.HireDate));
        yield return Of("tenure", "hireDate", (person, roster) => person.HireDate is { } hired ? Math.Max(0, (roster.Today.DayNumber - hired.DayNumber) / 365).ToString(CultureInfo.InvariantCulture) : null);
        yield return Unit("departmentName", "department", person => person.DepartmentId);
        yield return UnitId("departmentId", "department", person => person.DepartmentId);
        yield return Unit("divisionName", "division", person => person.DivisionId);
        yield return UnitId("divisionId", "division", person => person.DivisionId);
        yield return Unit("locationName", "location", person => person.OfficeId);
        yield return UnitId("locationId", "location", person => person.OfficeId);
        yield return Of("employmentStatusName", "employmentHistoryStatus", (person, roster) => roster.EmploymentStatus(person));
        yield return Of("employmentStatusId", "employmentHistoryStatus", (person, roster) =>
            Roster.EmploymentStatuses.FirstOrDefault(status => status.Name == roster.EmploymentStatus(person))?.Id.ToString(CultureInfo.InvariantCulture));
        yield return Of("reportsToName", "reportsTo", (person, roster) => roster.Manager(person) is { } manager ? Roster.FirstLast(manager) : null);
        yield return Of("reportsToId", "reportsTo", (person, roster) => roster.Manager(person) is { } manager ? Roster.Id(manager) : null);
        yield return Of("payType", "payType", (person, _) => person.Salary is null ? null : "Salary");
        yield return Of("paidPer", "paidPer", (person, _) => person.Salary is null ? null : "Year");
        yield return Of("isManager", null, (person, roster) => roster.Workforce.HasReports(person.Number) ? "true" : "false") with
        {
            Write = (writer, person, roster) => writer.WriteBooleanValue(roster.Workforce.HasReports(person.Number)),
        };
        yield return Of("teams", "teams", (person, roster) => roster.Unit(person.TeamId)) with { Write = WriteTeams };
        yield return Of("payRate", "payRate", (person, _) => person.Salary?.ToString("0.00", CultureInfo.InvariantCulture)) with { Write = WritePay };
    }

    private static void WriteTeams(Utf8JsonWriter writer, Person person, Roster roster)
    {
        writer.WriteStartArray();
        if (roster.Workforce.Units.Find(person.TeamId) is { } team)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", Roster.OptionId(team.Id));
            writer.WriteString("label", team.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePay(Utf8JsonWriter writer, Person person, Roster roster)
    {
        if (person.Salary is not { } salary)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("amount", salary.ToString("0.00", CultureInfo.InvariantCulture));
        writer.WriteString("currency", person.Currency);
        writer.WriteEndObject();
    }

    private static ListField Unit(string name, string permission, Func<Person, int?> unit) => Of(name, permission, (person, roster) => roster.Unit(unit(person)));

    private static ListField UnitId(string name, string permission, Func<Person, int?> unit) =>
        Of(name, permission, (person, _) => unit(person) is { } id ? Roster.OptionId(id).ToString(CultureInfo.InvariantCulture) : null);

    private static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ListField Of(string name, string? permission, Func<Person, Roster, string?> text) => new(name, permission, FilterOf(name), text);

    private static ListFilter FilterOf(string name) => name switch
    {
        _ when s_notFilterable.Contains(name, StringComparer.Ordinal) => ListFilter.None,
        "gender" or "paidPer" or "payType" => ListFilter.Exact,
        "isManager" or "proofOfVaccination" => ListFilter.Bool,
        "age" or "tenure" or "hoursPerPayCycle" => ListFilter.Number,
        _ when name.EndsWith("Id", StringComparison.Ordinal) && name != "employeeId" => ListFilter.Integer,
        _ when name.EndsWith("Date", StringComparison.Ordinal) => ListFilter.Date,
        _ => ListFilter.Substring,
    };
}
