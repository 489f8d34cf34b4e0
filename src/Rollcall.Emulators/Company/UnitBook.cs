using System.Collections.Immutable;

namespace Rollcall.Emulators.Company;

/// <summary>All units of a company. Ids are dense from 1 within the company, whatever the kind.</summary>
public sealed class UnitBook
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<int, Unit> _byId = ImmutableDictionary<int, Unit>.Empty;
    private ImmutableDictionary<UnitKind, ImmutableArray<int>> _byKind = ImmutableDictionary<UnitKind, ImmutableArray<int>>.Empty;

    public Unit? Find(int? id) => id is { } known && _byId.TryGetValue(known, out var unit) ? unit : null;

    /// <summary>The name of a unit, or null for no unit.</summary>
    public string? Name(int? id) => Find(id)?.Name;

    /// <summary>All of a kind, archived ones too, in the order they were made.</summary>
    public IReadOnlyList<Unit> Of(UnitKind kind)
    {
        var units = _byId;
        return _byKind.TryGetValue(kind, out var ids) ? [.. ids.Select(id => units[id])] : [];
    }

    internal Unit Add(UnitKind kind, string name, int? parentId = null)
    {
        lock (_lock)
        {
            var unit = new Unit(_byId.Count + 1, name, kind, parentId);
            _byId = _byId.Add(unit.Id, unit);
            _byKind = _byKind.SetItem(kind, _byKind.GetValueOrDefault(kind, []).Add(unit.Id));
            return unit;
        }
    }

    internal Unit? Change(int id, Func<Unit, Unit> change)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var unit))
            {
                return null;
            }

            var changed = change(unit) with { Id = id };
            _byId = _byId.SetItem(id, changed);
            return changed;
        }
    }
}
