using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.HiBob.People;

/// <summary>The company in the vendor's words: ids, statuses, and whom the service user may see.</summary>
internal sealed class Roster(Workforce workforce, HiBobSwitches switches)
{
    // Ids have 19 digits and do not survive a double.
    private const long FirstId = 3_400_000_000_000_000_001;
    private const long IdStep = 7_777_777_777;

    // Who looks after everybody else.
    private const int HrPartner = 3;
    private const int ItAdministrator = 5;
    private const int PayrollManager = 7;

    public Workforce Workforce { get; } = workforce;

    public HiBobSwitches Switches { get; } = switches;

    public ReportCounts Reports { get; } = new(workforce);

    public DateOnly Today => Workforce.Today;

    public static string Id(Person person) => person.ExternalId ?? IdOf(person.Number);

    public static string IdOf(int number) => (FirstId + (number * IdStep)).ToString(CultureInfo.InvariantCulture);

    public static string FullName(Person person) => person.FirstName + " " + person.LastName;

    public static string DisplayName(Person person) => (person.PreferredName ?? person.FirstName) + " " + person.LastName;

    public Employee View(Person person) => new(person, this);

    /// <summary>By id; someone whose id was changed is no longer found by the old one.</summary>
    public Person? FindById(string id)
    {
        if (Workforce.FindByExternalId(id) is { } renumbered)
        {
            return renumbered;
        }

        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var known) || known < FirstId || (known - FirstId) % IdStep != 0 || (known - FirstId) / IdStep > int.MaxValue)
        {
            return null;
        }

        return Workforce.Find((int)((known - FirstId) / IdStep)) is { ExternalId: null } person ? person : null;
    }

    public Person? FindByEmail(string email) => Workforce.People().FirstOrDefault(person => string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase));

    /// <summary>By id or e-mail, whoever the service user may see.</summary>
    public Person? Find(string identifier)
    {
        var person = identifier.Contains('@', StringComparison.Ordinal) ? FindByEmail(identifier) : FindById(identifier);
        return person is not null && CanSee(person) ? person : null;
    }

    /// <summary>Whether the audience of the permission group includes the person.</summary>
    public bool CanSee(Person person) =>
        !Switches.HiddenEmployees.Contains(person.Number)
        && (Switches.AccessDataFor == BobAudience.Everyone || LifecycleStatus(person) == LifecycleWords.Employed);

    public bool IsActive(Person person) => LifecycleStatus(person) switch
    {
        LifecycleWords.Hired or LifecycleWords.Terminated => false,
        LifecycleWords.Leave or LifecycleWords.ParentalLeave => Switches.LeaveIsActive,
        _ => true,
    };

    /// <summary>A termination counts from the midnight after its date; until the last day of work has passed, one is simply employed.</summary>
    public string LifecycleStatus(Person person)
    {
        if (person.Lifecycle == Lifecycle.Inactive || person.TerminationDate < Today)
        {
            return LifecycleWords.Terminated;
        }

        if (person.HireDate > Today || (person.Lifecycle == Lifecycle.Onboarding && person.HireDate is null))
        {
            return LifecycleWords.Hired;
        }

        if (person.Lifecycle == Lifecycle.OnLeave)
        {
            return person.Number % 2 == 0 ? LifecycleWords.ParentalLeave : LifecycleWords.Leave;
        }

        return person.TerminationDate is not null && person.LastWorkingDay < Today ? LifecycleWords.GardenLeave : LifecycleWords.Employed;
    }

    public string Status(Person person) => IsActive(person) ? LifecycleWords.Active : LifecycleWords.Inactive;

    public Person? HrPartnerOf(Person person) => Other(person, HrPartner);

    public Person? ItAdministratorOf(Person person) => Other(person, ItAdministrator);

    public Person? PayrollManagerOf(Person person) => Other(person, PayrollManager);

    /// <summary>Every third person has a buddy: whoever came before them.</summary>
    public Person? BuddyOf(Person person) => person.Number % 3 == 0 ? Workforce.Find(person.Number - 1) : null;

    /// <summary>Numbers of everyone whose name or id may stand in this person's row.</summary>
    public IEnumerable<int> Mentioned(Person person)
    {
        yield return person.ManagerNumber ?? 0;
        yield return Workforce.Find(person.ManagerNumber)?.ManagerNumber ?? 0;
        yield return person.SecondManagerNumber ?? 0;
        yield return HrPartner;
        yield return ItAdministrator;
        yield return PayrollManager;
        yield return person.Number - 1;
    }

    // A quarter of the people have such a person.
    private Person? Other(Person person, int number) => person.Number % 4 == 0 && person.Number != number ? Workforce.Find(number) : null;
}
