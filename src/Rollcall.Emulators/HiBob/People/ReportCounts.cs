using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.HiBob.People;

/// <summary>How many people report to each manager, directly and through others. Leavers do not count.</summary>
internal sealed class ReportCounts(Workforce workforce)
{
    // A chain of command is far shorter; a circle made by a mutation ends here.
    private const int DeepestChain = 60;

    private readonly Lock _lock = new();
    private long _version = -1;
    private int[] _direct = [];
    private int[] _indirect = [];

    public (int Direct, int Indirect) Of(int number)
    {
        lock (_lock)
        {
            var version = workforce.Version;
            if (version != _version)
            {
                Count();
                _version = version;
            }

            return number < _direct.Length ? (_direct[number], _indirect[number]) : (0, 0);
        }
    }

    private void Count()
    {
        var managers = new int[workforce.LastNumber + 1];
        var counted = new bool[managers.Length];
        foreach (var person in workforce.People().Where(person => person.Number < managers.Length))
        {
            managers[person.Number] = person.ManagerNumber is { } manager && manager >= 1 && manager < managers.Length && manager != person.Number ? manager : 0;
            counted[person.Number] = person.Lifecycle != Lifecycle.Inactive;
        }

        _direct = new int[managers.Length];
        _indirect = new int[managers.Length];
        for (var number = 1; number < managers.Length; number++)
        {
            if (!counted[number] || managers[number] == 0)
            {
                continue;
            }

            _direct[managers[number]]++;
            var above = managers[managers[number]];
            for (var depth = 0; above != 0 && above != number && depth < DeepestChain; depth++)
            {
                _indirect[above]++;
                above = managers[above];
            }
        }
    }
}
