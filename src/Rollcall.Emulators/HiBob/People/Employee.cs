using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.HiBob.People;

/// <summary>A person as one answer sees them; the people they refer to are looked up once.</summary>
internal sealed class Employee(Person person, Roster roster)
{
    private bool _managerKnown;
    private Person? _manager;
    private bool _secondLevelKnown;
    private Person? _secondLevel;

    public Person Person { get; } = person;

    public Roster Roster { get; } = roster;

    public Person? Manager
    {
        get
        {
            if (!_managerKnown)
            {
                _manager = Roster.Workforce.Find(Person.ManagerNumber);
                _managerKnown = true;
            }

            return _manager;
        }
    }

    /// <summary>The manager's manager.</summary>
    public Person? SecondLevelManager
    {
        get
        {
            if (!_secondLevelKnown)
            {
                _secondLevel = Roster.Workforce.Find(Manager?.ManagerNumber);
                _secondLevelKnown = true;
            }

            return _secondLevel;
        }
    }

    public override string ToString() => Person.ToString();
}
