using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Features.OrgChart;

/// <summary>Who reports to whom, by place in a list: children, everybody below, the way up. Pure; a circle, which no sync writes, is cut open.</summary>
public sealed class OrgTree
{
    private readonly int[] parents;
    private readonly int[][] children;
    private readonly int[] below;
    private readonly Dictionary<EmployeeId, int> places;

    public OrgTree(IReadOnlyList<OrgPerson> people)
    {
        People = people;
        places = new Dictionary<EmployeeId, int>(people.Count);
        for (var i = 0; i < people.Count; i++)
        {
            places[people[i].Id] = i;
        }

        parents = [.. people.Select(p => p.Manager is { } manager && places.TryGetValue(manager, out var at) ? at : -1)];
        CutCircles();
        var lists = new List<int>?[people.Count];
        for (var i = 0; i < people.Count; i++)
        {
            if (parents[i] >= 0)
            {
                (lists[parents[i]] ??= []).Add(i);
            }
        }

        children = [.. lists.Select(l => l?.ToArray() ?? [])];
        below = Count();
        Heads = [.. Enumerable.Range(0, people.Count).Where(i => parents[i] < 0 && children[i].Length > 0).OrderByDescending(i => below[i]).ThenBy(i => i)];
        var alone = Enumerable.Range(0, people.Count).Where(i => parents[i] < 0 && children[i].Length == 0).ToLookup(HasLostManager);
        Alone = [.. alone[false]];
        Left = [.. alone[true]];
    }

    public IReadOnlyList<OrgPerson> People { get; }

    /// <summary>Those who lead somebody and report to nobody here, the most people first.</summary>
    public IReadOnlyList<int> Heads { get; }

    /// <summary>Those who have no manager on record and lead nobody.</summary>
    public IReadOnlyList<int> Alone { get; }

    /// <summary>Those who lead nobody and whose manager is not here any more.</summary>
    public IReadOnlyList<int> Left { get; }

    /// <summary>Whether somebody has a manager on record who is not among these people.</summary>
    public bool HasLostManager(int person) => People[person].Manager is { } manager && !places.ContainsKey(manager);

    /// <summary>Whether somebody stands in no branch, so that the chart has no card for them.</summary>
    public bool IsOutside(int person) => parents[person] < 0 && children[person].Length == 0;

    /// <summary>Direct reports, by name.</summary>
    public IReadOnlyList<int> ReportsOf(int person) => children[person];

    /// <summary>Everybody below somebody.</summary>
    public int BelowOf(int person) => below[person];

    /// <summary>-1 for a head.</summary>
    public int ManagerOf(int person) => parents[person];

    /// <summary>-1 when they are not here.</summary>
    public int PlaceOf(EmployeeId id) => places.GetValueOrDefault(id, -1);

    /// <summary>From the head down to somebody's manager.</summary>
    public IReadOnlyList<int> PathTo(int person)
    {
        var path = new List<int>();
        for (var at = parents[person]; at >= 0; at = parents[at])
        {
            path.Add(at);
        }

        path.Reverse();
        return path;
    }

    /// <summary>How many of everybody's people below, and they themselves, are among some.</summary>
    public int[] CountBelow(Func<int, bool> isAmong)
    {
        var counts = new int[People.Count];
        foreach (var i in BottomUp())
        {
            counts[i] += isAmong(i) ? 1 : 0;
            if (parents[i] >= 0)
            {
                counts[parents[i]] += counts[i];
            }
        }

        return counts;
    }

    /// <summary>Everybody as somebody reads the chart: each head and those below, each manager before their people, then who is in no branch.</summary>
    public IEnumerable<int> InOrder()
    {
        var open = new Stack<int>(Heads.Reverse());
        while (open.TryPop(out var at))
        {
            yield return at;
            foreach (var child in children[at].Reverse())
            {
                open.Push(child);
            }
        }

        foreach (var person in Left.Concat(Alone))
        {
            yield return person;
        }
    }

    private int[] Count()
    {
        var counts = CountBelow(_ => true);
        return [.. counts.Select(c => c - 1)];
    }

    /// <summary>Everybody after all who are below them.</summary>
    private List<int> BottomUp()
    {
        var order = new List<int>(People.Count);
        var open = new Stack<int>(Enumerable.Range(0, People.Count).Where(i => parents[i] < 0));
        while (open.TryPop(out var at))
        {
            order.Add(at);
            foreach (var child in children[at])
            {
                open.Push(child);
            }
        }

        order.Reverse();
        return order;
    }

    private void CutCircles()
    {
        var seen = new int[parents.Length];
        for (var i = 0; i < parents.Length; i++)
        {
            var at = i;
            while (at >= 0 && seen[at] == 0)
            {
                seen[at] = i + 1;
                at = parents[at];
            }

            if (at >= 0 && seen[at] == i + 1)
            {
                parents[at] = -1;
            }
        }
    }
}
