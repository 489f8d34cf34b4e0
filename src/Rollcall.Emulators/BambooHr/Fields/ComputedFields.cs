using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>Fields that can be asked for by name although meta/fields does not list them.</summary>
internal static class ComputedFields
{
    public static IReadOnlyList<FieldSpec> All { get; } =
    [
        Of("id", "EEID", "int", "eeid", (person, _) => FieldValue.Of(Roster.Id(person))),
        Of("displayName", "Display name", "text", "displayName", (person, _) => FieldValue.Of(Roster.PreferredLast(person))),
        Of("supervisor", "Supervisor name", "text", "supervisorName", Supervisor),

        // The number, not the id: checked on every row of a live report of 2026.
        Of("supervisorId", "Supervisor ID", "text", "supervisorId", (person, roster) => FieldValue.Of(Roster.EmployeeNumber(ManagerOf(person, roster)))),
        Of("supervisorEId", "Supervisor EID", "text", "supervisorEid", (person, roster) => FieldValue.Of(ManagerOf(person, roster) is { } manager ? Roster.Id(manager) : null)),
        Of("supervisorEmail", "Supervisor email", "text", "supervisorEmail", (person, roster) => FieldValue.Of(ManagerOf(person, roster)?.Email)),
        Of("photoUrl", "Employee photo url", "url", null, (person, _) => FieldValue.Of("https://images7.bamboohr.com/photos/" + Roster.Id(person) + "-1-4.jpg")),
        Of("photoUploaded", "Employee photo exists", "bool", null, (person, _) => FieldValue.Of(HasPhoto(person))),
        Of("isPhotoUploaded", "Is employee photo uploaded", "bool", null, (person, _) => FieldValue.Of(HasPhoto(person))),
        Of("lastChanged", "Last changed", "timestamp", "lastChanged", (person, _) => FieldValue.Of(person.LastModified)),
        Of(null, "Last changed (ISO)", "timestamp", "lastChangedIso", (person, _) => FieldValue.Of(person.LastModified)),
        Of("fullName1", "First Name Last Name", "text", "firstNameLastName", (person, _) => FieldValue.Of(Roster.FirstLast(person))),
        Of("fullName2", "Last Name, First Name", "text", "lastNameFirstName", (person, _) => FieldValue.Of(Roster.LastFirst(person))),
        Of("fullName3", "Preferred Name Last Name", "text", null, (person, _) => FieldValue.Of(Roster.PreferredLast(person))),
        Of("fullName4", "Last Name, Preferred Name", "text", null, (person, _) => FieldValue.Of(person.LastName + ", " + (person.PreferredName ?? person.FirstName))),
        Of("fullName5", "First Name (Preferred) Last Name", "text", null, (person, _) => FieldValue.Of(Roster.FirstLast(person))),
        Of("bestEmail", "Best Email", "email", null, (person, _) => FieldValue.Of(person.Email ?? person.PrivateEmail)),
        Of("age", "Age", "int", "age", Age),
        Of("birthday", "Birthday", "text", null, (person, _) => FieldValue.Of(person.BirthDate?.ToString("MM-dd", CultureInfo.InvariantCulture))),
        Of("stateCode", "State code", "text", null, (_, _) => FieldValue.Empty),
        Of("workPhonePlusExtension", "Work phone and ext.", "text", null, (person, _) => FieldValue.Of(person.Phone)),
        Of("createdByUserId", "Created by", "text", null, (_, _) => FieldValue.Of("2301")),
    ];

    public static bool HasPhoto(Person person) => person.Number % 3 == 0;

    private static Person? ManagerOf(Person person, Roster roster) => roster.IsFuture(person) && !roster.FutureValues ? null : roster.Manager(person);

    private static FieldValue Supervisor(Person person, Roster roster) =>
        ManagerOf(person, roster) is { } manager ? FieldValue.Of(Roster.LastFirst(manager)) : FieldValue.Empty;

    private static FieldValue Age(Person person, Roster roster)
    {
        if (person.BirthDate is not { } born)
        {
            return FieldValue.Empty;
        }

        var years = roster.Today.Year - born.Year;
        return FieldValue.Of(born.AddYears(years) > roster.Today ? years - 1 : years);
    }

    private static FieldSpec Of(string? alias, string label, string type, string? dataset, Func<Person, Roster, FieldValue> read) =>
        new() { Alias = alias, Label = label, Type = type, DatasetName = dataset, Page = "Calculated", Read = read };
}
