using System.IO.Enumeration;

namespace Rollcall.Emulators.Faults;

/// <summary>The faults an emulator is asked for. May be changed while it runs; chance is seeded.</summary>
public sealed class FaultPlan(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _chance = new(seed);
    private readonly List<Armed> _rules = [];
    private int _struck;

    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules.Select(armed => armed.Rule)];
            }
        }
    }

    /// <summary>How often a fault struck so far, also by rules that are gone.</summary>
    public int Struck
    {
        get
        {
            lock (_lock)
            {
                return _struck;
            }
        }
    }

    public void Add(FaultRule rule)
    {
        lock (_lock)
        {
            _rules.Add(new Armed(rule));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    /// <summary>The rules that strike this call; each rule counts the calls it matches.</summary>
    internal IReadOnlyList<FaultRule> Strike(string path)
    {
        lock (_lock)
        {
            return _rules.Count == 0 ? [] : [.. _rules.Where(armed => Strikes(armed, path)).Select(armed => armed.Rule)];
        }
    }

    private bool Strikes(Armed armed, string path)
    {
        var rule = armed.Rule;
        if (rule.Endpoint is { } endpoint && !FileSystemName.MatchesSimpleExpression(endpoint, path))
        {
            return false;
        }

        armed.Calls++;
        var strikes = (rule.AtCall is not { } call || call == armed.Calls)
            && (rule.Times is not { } times || armed.Struck < times)
            && (rule.Probability >= 1 || _chance.NextDouble() < rule.Probability);
        armed.Struck += strikes ? 1 : 0;
        _struck += strikes ? 1 : 0;
        return strikes;
    }

    private sealed class Armed(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public int Calls { get; set; }

        public int Struck { get; set; }
    }
}
