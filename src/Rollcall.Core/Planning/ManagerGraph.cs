using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Who reports to whom once a plan is applied. Finds cycles (R10) so that none is ever written.</summary>
internal sealed class ManagerGraph(PeopleIndex people)
{
    private readonly Dictionary<EmployeeId, EmployeeId?> changed = [];

    /// <summary>The plan gives <paramref name="employee"/> this manager.</summary>
    public void Set(EmployeeId employee, EmployeeId? manager) => changed[employee] = manager;

    /// <summary>Takes edges back until no cycle is left. All changed edges of a cycle go at once, so that the order of people does not matter.</summary>
    /// <returns>Those whose new manager is not written, in order of id.</returns>
    public IReadOnlyList<EmployeeId> BreakCycles()
    {
        var broken = new SortedSet<EmployeeId>();
        for (var cycles = FindCycles(); cycles.Count > 0; cycles = FindCycles())
        {
            foreach (var employee in cycles)
            {
                changed.Remove(employee);
                broken.Add(employee);
            }
        }

        return [.. broken];
    }

    /// <summary>Members of any cycle whose edge this plan changes.</summary>
    private List<EmployeeId> FindCycles()
    {
        var found = new List<EmployeeId>();
        var done = new HashSet<EmployeeId>();
        var path = new Dictionary<EmployeeId, int>();
        var walked = new List<EmployeeId>();
        foreach (var start in changed.Keys)
        {
            path.Clear();
            walked.Clear();
            EmployeeId? next = start;
            while (next is { } employee && !done.Contains(employee) && path.TryAdd(employee, walked.Count))
            {
                walked.Add(employee);
                next = ManagerOf(employee);
            }

            if (next is { } closing && path.TryGetValue(closing, out var from))
            {
                found.AddRange(walked.Skip(from).Where(changed.ContainsKey));
            }

            done.UnionWith(walked);
        }

        return found;
    }

    private EmployeeId? ManagerOf(EmployeeId employee) =>
        changed.TryGetValue(employee, out var manager) ? manager : people.Find(employee)?.Manager;
}
