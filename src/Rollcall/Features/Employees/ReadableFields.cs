using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Features.Employees;

/// <summary>Which fields of colleagues a role may read. What somebody may not read, they may not filter or sort by either.</summary>
internal static class ReadableFields
{
    /// <summary>What an employee sees of every colleague among the built-in fields.</summary>
    private static readonly HashSet<string> Public = new(StringComparer.Ordinal)
    {
        Fields.Email, Fields.FirstName, Fields.LastName, Fields.PreferredName, Fields.DisplayName, Fields.Title, Fields.Location, Fields.Level, Fields.Manager,
        Fields.Team, Fields.AdditionalManager, Fields.Status,
    };

    /// <summary>Of every employee, whoever they are to the visitor.</summary>
    public static bool OfEverybody(MemberRole role, DirectorySchema schema, string field) =>
        role >= MemberRole.Viewer
        || (field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) ? AccessOf(schema, field) == ReadAccess.Everyone : Public.Contains(field));

    /// <summary>Of one employee: people see their own profile, and managers what is for managers.</summary>
    public static bool OfOne(Member visitor, DirectorySchema schema, string field, EmployeeState employee) =>
        OfEverybody(visitor.Role, schema, field)
        || (visitor.Employee is { } self
            && ((self == employee.Id && AccessOf(schema, field) != ReadAccess.Admins)
                || (AccessOf(schema, field) == ReadAccess.Managers && field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) && IsManager(self, schema, employee))));

    private static bool IsManager(EmployeeId self, DirectorySchema schema, EmployeeState employee) =>
        employee.Values[schema.Layout.IndexOf(Fields.Manager)] == self.ToString() || employee.AdditionalManagers.Any(m => m.Manager == self);

    private static ReadAccess AccessOf(DirectorySchema schema, string field) =>
        schema.Attributes.FirstOrDefault(a => Fields.Custom(a.Key) == field)?.Access ?? ReadAccess.Everyone;
}
