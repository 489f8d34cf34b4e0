using System.Collections.Immutable;

namespace Rollcall.Emulators.Company;

/// <summary>Which of a vendor's fields the credentials may not read. Keys are the vendor's own.</summary>
public sealed class FieldAccess(Action changed)
{
    private ImmutableHashSet<string> _withdrawn = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Withdrawn => _withdrawn;

    public bool CanRead(string key) => !_withdrawn.Contains(key);

    public void Withdraw(string key)
    {
        ImmutableInterlocked.Update(ref _withdrawn, set => set.Add(key));
        changed();
    }

    public void Grant(string key)
    {
        ImmutableInterlocked.Update(ref _withdrawn, set => set.Remove(key));
        changed();
    }
}
