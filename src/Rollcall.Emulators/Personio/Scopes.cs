namespace Rollcall.Emulators.Personio;

/// <summary>Rights of the credential by area. Each is withdrawn by its name, like an attribute.</summary>
internal static class Scopes
{
    public const string Employees = "employees:read";
    public const string Persons = "personio:persons:read";
    public const string CostCenters = "personio:cost-centers:read";
    public const string WebhooksRead = "personio:webhooks:read";
    public const string WebhooksWrite = "personio:webhooks:write";

    private static readonly string[] s_all = [Employees, Persons, CostCenters, WebhooksRead, WebhooksWrite];

    /// <summary>What the token says it may.</summary>
    public static string Granted(PersonioTenant tenant) => string.Join(' ', s_all.Where(tenant.Workforce.Access.CanRead));
}
