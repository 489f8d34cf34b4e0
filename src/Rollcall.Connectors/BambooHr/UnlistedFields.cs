namespace Rollcall.Connectors.BambooHr;

/// <summary>Fields that can be asked for although the metadata does not list them (page “list of field names” and recordings, 2026-05).
/// Left out: the photo's address, which is signed anew each time and would look like a change of everybody.</summary>
internal static class UnlistedFields
{
    /// <summary>Our own word for the type of a field that holds the id of another employee.</summary>
    public const string SupervisorType = "employee_id";

    public static IEnumerable<(string Name, string Label, string Type)> All { get; } =
    [
        // The id and not the number: supervisorId is the supervisor's employee number (seen on every row of a live report, 2026-05).
        ("supervisorEId", "Supervisor", SupervisorType),
        ("supervisorId", "Supervisor's employee number", "text"),
        ("supervisor", "Supervisor's name", "employee"),
        ("supervisorEmail", "Supervisor's email", "email"),
        ("id", "Employee ID", "int"),
        ("displayName", "Display name", "text"),
        ("fullName1", "First name last name", "text"),
        ("fullName2", "Last name, first name", "text"),
        ("fullName3", "Preferred name last name", "text"),
        ("fullName4", "Last name, preferred name", "text"),
        ("fullName5", "First name (preferred name) last name", "text"),
        ("bestEmail", "Best email", "email"),
        ("birthday", "Birthday (month and day)", "text"),
        ("age", "Age", "int"),
        ("stateCode", "State code", "text"),
        ("workPhonePlusExtension", "Work phone with extension", "phone"),
        ("photoUploaded", "Photo exists", "bool"),
        ("lastChanged", "Last changed", "timestamp"),
        ("createdByUserId", "Created by user", "text"),
    ];
}
