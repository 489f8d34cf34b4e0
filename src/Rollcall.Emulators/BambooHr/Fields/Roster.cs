using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>The company as the API key's user sees it, in the vendor's words.</summary>
internal sealed class Roster(Workforce workforce, BambooHrSwitches switches)
{
    private static readonly string[] s_statusNames = ["Full-Time", "Part-Time", "Temporary", "Intern", "Contractor", "Leave of absence", "Terminated"];

    public Workforce Workforce { get; } = workforce;

    public BambooHrSwitches Switches { get; } = switches;

    public DateOnly Today => Workforce.Today;

    /// <summary>Whether values are read that only take effect later.</summary>
    public bool FutureValues { get; init; }

    public static IReadOnlyList<ListOption> EmploymentStatuses { get; } = [.. s_statusNames.Select((name, at) => new ListOption(17_900 + at, name))];

    /// <summary>The record's id; a text of digits in most answers.</summary>
    public static string Id(Person person) => person.ExternalId ?? person.Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number printed on payslips. It is not the id, and may well be the id of somebody else.</summary>
    public static string? EmployeeNumber(Person? person) =>
        person is null || person.HireDate is null ? null : (person.Number + 97).ToString(CultureInfo.InvariantCulture);

    public static string FirstLast(Person person) => person.FirstName + " " + person.LastName;

    public static string LastFirst(Person person) => person.LastName + ", " + person.FirstName;

    public static string PreferredLast(Person person) => (person.PreferredName ?? person.FirstName) + " " + person.LastName;

    public static int OptionId(int unitId) => 18_000 + unitId;

    public Roster WithFuture(bool future) => new(Workforce, Switches) { FutureValues = future };

    public string? Unit(int? id) => Workforce.Units.Name(id);

    public Person? Manager(Person person) => Workforce.Find(person.ManagerNumber);

    public bool CanSee(Person person) => CanSee(person.Number);

    public bool CanSee(int number) => Switches.HiddenEmployees.Count == 0 || !Switches.HiddenEmployees.Contains(number);

    /// <summary>Everyone the key's access level includes, by record number.</summary>
    public IEnumerable<Person> Visible() => Workforce.People().Where(CanSee);

    public Person? Find(string id)
    {
        if (Workforce.FindByExternalId(id) is { } renumbered)
        {
            return renumbered;
        }

        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Workforce.Find(number) is { ExternalId: null } person ? person : null;
    }

    /// <summary>Before the first day. Such records are Inactive, and history values show only when future ones are asked for.</summary>
    public bool IsFuture(Person person) => person.HireDate > Today;

    public bool IsActive(Person person) =>
        person.HireDate is null ? person.Lifecycle != Lifecycle.Inactive : !IsFuture(person) && person.Lifecycle != Lifecycle.Inactive && !(person.TerminationDate < Today);

    public string Status(Person person) => IsActive(person) ? "Active" : "Inactive";

    /// <summary>The value of the employment status table in force today; null for a record without a hire date.</summary>
    public string? EmploymentStatus(Person person)
    {
        if (person.HireDate is null || (IsFuture(person) && !FutureValues))
        {
            return null;
        }

        return !IsActive(person) && !IsFuture(person) ? "Terminated" : person.Lifecycle == Lifecycle.OnLeave ? "Leave of absence" : HiredAs(person);
    }

    /// <summary>The word of the first row of the employment status table.</summary>
    public static string HiredAs(Person person) => person.EmploymentType switch
    {
        EmploymentType.Permanent => "Full-Time",
        EmploymentType.PartTime => "Part-Time",
        EmploymentType.Temporary => "Temporary",
        EmploymentType.Intern => "Intern",
        EmploymentType.Contractor => "Contractor",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public IReadOnlyList<ListOption> Options(UnitKind kind) =>
    [
        .. Workforce.Units.Of(kind).Select(unit => new ListOption(
            OptionId(unit.Id),
            unit.Name,
            unit.Archived,
            unit.Archived ? null : new DateTimeOffset(2025, 12, 18, 19, 22, 20, TimeSpan.Zero),
            unit.Archived ? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) : null)),
    ];
}
