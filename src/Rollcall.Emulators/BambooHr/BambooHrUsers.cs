namespace Rollcall.Emulators.BambooHr;

/// <summary>A login of the account. Not every user is an employee, and not every employee a user.</summary>
internal sealed record BambooHrUser(int Id, int EmployeeId, string FirstName, string LastName, string? Email, string Status, DateTimeOffset? LastLogin)
{
    public override string ToString() => "user " + Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

internal static class BambooHrUsers
{
    // Accounts list all users in one answer; a made-up company of a million has no million logins.
    private const int Most = 2000;

    public static IEnumerable<BambooHrUser> Of(BambooHrTenant tenant)
    {
        yield return new BambooHrUser(2301, 0, "API", "User", "api@acme.example", "enabled", new DateTimeOffset(2025, 10, 20, 22, 14, 17, TimeSpan.Zero));
        foreach (var person in tenant.Roster.Visible().Where(person => person.Number % 5 != 0).Take(Most))
        {
            yield return new BambooHrUser(
                2301 + person.Number,
                person.Number,
                person.FirstName,
                person.LastName,
                person.Email ?? person.PrivateEmail,
                tenant.Roster.IsActive(person) ? "enabled" : "disabled",
                person.Number % 4 == 0 ? new DateTimeOffset(2025, 10, 20, 22, 14, 17, TimeSpan.Zero) : null);
        }
    }
}
