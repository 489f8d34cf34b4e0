namespace Rollcall.Connectors.BambooHr;

/// <summary>Where in BambooHR a person lets the API key see more. A key sees what its user may see
/// (documentation.bamboohr.com/docs/getting-started; help pages on custom access levels, 2026-09).</summary>
internal static class BambooHrAccess
{
    public const string Level = "In BambooHR, Settings > Access Levels > the level of the API key's user > Access Level Settings";

    public const string AnyField = Level + " > See About Other Employees: set the field to “View Only”.";

    public const string Everybody = Level + " > See About Other Employees: choose “All Employees”.";

    public const string Reports = Level + ": allow the user to create reports.";

    public static string HowToGrant(BambooHrField field) => field.VendorType == UnlistedFields.SupervisorType || field.Key.StartsWith("supervisor", StringComparison.Ordinal)
        ? Level + " > See About Other Employees > Job: set “Reporting to” to “View Only”."
        : Level + $" > See About Other Employees: set “{field.Label}” to “View Only”.";
}
