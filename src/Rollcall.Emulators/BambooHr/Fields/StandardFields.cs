using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>The fields every account has: personal, contact and job, with the ids seen in recordings where one is known.</summary>
internal static class StandardFields
{
    public static IReadOnlyList<FieldSpec> All { get; } = [.. Personal(), .. Contact(), .. Job(), .. Unnamed()];

    private static IEnumerable<FieldSpec> Personal()
    {
        yield return Text("1", "firstName", "First Name", person => person.FirstName);
        yield return Text("5", "middleName", "Middle Name", _ => null);
        yield return Text("2", "lastName", "Last Name", person => person.LastName);
        yield return Text("1358", "preferredName", "Preferred Name", person => person.PreferredName);
        yield return Text("1358", "nickname", "Nickname", person => person.PreferredName) with { Deprecated = true, DatasetName = null };
        yield return Text("4013", "employeeNumber", "Employee #", Roster.EmployeeNumber) with { Type = "employee_number" };
        yield return Date("6", "dateOfBirth", "Birth Date", person => person.BirthDate);
        yield return Text("1356", "gender", "Gender", person => person.Gender) with { Type = "gender" };
        yield return Text("1357", "maritalStatus", "Marital Status", _ => null) with { Type = "marital_status" };
        yield return Text("4152", "pronouns", "Pronouns", _ => null) with { Type = "list", Options = Lists.Pronouns };
        yield return Of("387", "status", "Status", "status", (person, roster) => FieldValue.Of(roster.Status(person))) with { DatasetName = "status" };
        yield return Of("387", "employmentStatus", "Employment Status", "status", (person, roster) => FieldValue.Of(roster.Status(person))) with { Deprecated = true };
    }

    private static IEnumerable<FieldSpec> Contact()
    {
        const string page = "Contact";
        yield return Text("1360", "workEmail", "Work Email", person => person.Email) with { Type = "email", DatasetName = "email", Page = page };
        yield return Text("1361", "homeEmail", "Home Email", person => person.PrivateEmail) with { Type = "email", Page = page };
        yield return Text("14", "workPhone", "Work Phone", person => person.Phone) with { Type = "phone", Page = page };
        yield return Text("1368", "workPhoneExtension", "Work Ext.", _ => null) with { Page = page };
        yield return Text("15", "mobilePhone", "Mobile Phone", _ => null) with { Type = "phone", Page = page };
        yield return Text("13", "homePhone", "Home Phone", _ => null) with { Type = "phone", Page = page };
        yield return Text("8", "address1", "Address Line 1", _ => null) with { DatasetName = "addressLineOne", Page = page };
        yield return Text("9", "address2", "Address Line 2", _ => null) with { DatasetName = "addressLineTwo", Page = page };
        yield return Text("10", "city", "City", _ => null) with { Page = page };
        yield return Text("11", "state", "State", _ => null) with { Type = "state", Page = page };
        yield return Text("12", "zipcode", "Zip Code", _ => null) with { Page = page };
        yield return Text("3991", "country", "Country", _ => null) with { Type = "country", Page = page };
        yield return Text("1366", "linkedIn", "LinkedIn URL", person => person.LinkedIn) with { Type = "contact_url", DatasetName = "linkedinUrl", Page = page };
        yield return Text("1365", "facebook", "Facebook URL", _ => null) with { Type = "contact_url", DatasetName = "facebookUrl", Page = page };
        yield return Text("1367", "twitterFeed", "Twitter Feed", _ => null) with { Type = "twitter_handle", DatasetName = "twitterUrl", Page = page };
        yield return Text("1364", "pinterest", "Pinterest URL", _ => null) with { Type = "contact_url", DatasetName = "pinterestUrl", Page = page };
        yield return Text("1363", "instagram", "Instagram URL", _ => null) with { Type = "contact_url", DatasetName = "instagramUrl", Page = page };
    }

    private static IEnumerable<FieldSpec> Job()
    {
        const string page = "Job";
        yield return Date("3", "hireDate", "Hire Date", person => person.HireDate) with { Page = page };
        yield return Date("4018", "originalHireDate", "Original Hire Date", person => person.OriginalHireDate) with { Page = page };
        yield return Date("-38", "terminationDate", "Termination Date", person => person.TerminationDate) with { Page = page };
        yield return Of("16", "employmentHistoryStatus", "Employment Status", "list", (person, roster) => FieldValue.Of(roster.EmploymentStatus(person))) with
        {
            DatasetName = "employmentStatus",
            Page = "Employment Status",
            Options = Lists.EmploymentStatus,
            Historical = true,
        };
        yield return Of("16.1", "employmentHistoryStatus", "Employment Status - FTE", "list", (_, _) => FieldValue.Empty) with { Page = "Employment Status" };
        yield return Choice("17", "jobTitle", "Job Title", "jobInformationJobTitle", Lists.JobTitle, person => person.TitleId);
        yield return Choice("4", "department", "Department", "jobInformationDepartment", Lists.Department, person => person.DepartmentId);
        yield return Choice("1355", "division", "Division", "jobInformationDivision", Lists.Division, person => person.DivisionId);
        yield return Choice("18", "location", "Location", "jobInformationLocation", Lists.Location, person => person.OfficeId);
        yield return Of("91", "reportsTo", "Reporting to", "employee", (person, roster) => ManagerName(person, roster, Roster.FirstLast)) with
        {
            DatasetName = "jobInformationReportsTo",
            Page = "Job Information",
            Historical = true,
        };
        yield return Of("4549", "teams", "Teams", "multilist", (person, roster) => roster.Unit(person.TeamId) is { } team ? FieldValue.Of([team]) : FieldValue.Empty) with
        {
            DatasetName = "jobInformationTeams",
            Page = "Job Information",
            Options = Lists.Teams,
            Historical = true,
        };
        yield return Of("19", "payRate", "Pay rate", "currency", (person, _) => person.Salary is { } salary ? FieldValue.Money(salary, person.Currency) : FieldValue.Empty) with
        {
            DatasetName = "compensationPayRate",
            Page = "Compensation",
            Historical = true,
        };
        yield return Of("19.1", "payRate", "Pay rate - Currency Code", "text", (person, _) => person.Salary is null ? FieldValue.Empty : FieldValue.Of(person.Currency)) with
        {
            DatasetName = "compensationPayRateCurrencyCode",
            Page = "Compensation",
        };
        yield return Text("4348", "payType", "Pay type", person => person.Salary is null ? null : "Salary") with { Type = "pay_type", DatasetName = "compensationPayType", Page = "Compensation" };
        yield return Text("4349", "paidPer", "Paid per", person => person.Salary is null ? null : "Year") with { Type = "paid_per", DatasetName = "compensationPaidPer", Page = "Compensation" };
    }

    // Most fields of an account have no alias and can only be asked for by id.
    private static IEnumerable<FieldSpec> Unnamed()
    {
        yield return Of("4340.4", null, "401(k) - Company pays", "text", (_, _) => FieldValue.Empty);
        yield return Of("4357.0", null, "Vacation Policy Assigned", "text", (person, _) => FieldValue.Of(person.Number % 2 == 0 ? "Yes" : null));
        yield return Of("1610", null, "Self-service Access", "employee_access", (person, _) => FieldValue.Of(person.Number % 3 == 0 ? null : "Yes"));
        yield return Of("1349", null, "Allergies", "textarea", (_, _) => FieldValue.Empty);
    }

    private static FieldValue ManagerName(Person person, Roster roster, Func<Person, string> name) =>
        roster.Manager(person) is { } manager ? FieldValue.Of(name(manager)) : FieldValue.Empty;

    private static FieldSpec Choice(string id, string alias, string label, string dataset, OptionList list, Func<Person, int?> unit) =>
        Of(id, alias, label, "list", (person, roster) => FieldValue.Of(roster.Unit(unit(person)))) with
        {
            DatasetName = dataset,
            Page = "Job Information",
            Options = list,
            Historical = true,
        };

    private static FieldSpec Date(string id, string alias, string label, Func<Person, DateOnly?> read) =>
        Of(id, alias, label, "date", (person, _) => FieldValue.Of(read(person))) with { DatasetName = alias };

    private static FieldSpec Text(string id, string alias, string label, Func<Person, string?> read) =>
        Of(id, alias, label, "text", (person, _) => FieldValue.Of(read(person))) with { DatasetName = alias };

    private static FieldSpec Of(string id, string? alias, string label, string type, Func<Person, Roster, FieldValue> read) =>
        new() { Id = id, Alias = alias, Label = label, Type = type, Read = read };
}
