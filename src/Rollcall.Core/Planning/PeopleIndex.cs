using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Finds employees by email, full name, or name and birthday; knows everybody's manager. Holds the directory as it is,
/// plus those a plan is about to create.</summary>
public sealed class PeopleIndex
{
    private KeyIndex? byEmail;
    private KeyIndex? byName;
    private readonly Dictionary<EmployeeId, DirectoryEntry> entries = [];

    /// <summary>Employees before the plan.</summary>
    public int Count { get; private set; }

    /// <summary>Of those, not deactivated.</summary>
    public int Active { get; private set; }

    /// <summary>Owners who are not deactivated.</summary>
    public int ActiveOwners { get; private set; }

    private KeyIndex ByEmail => Index(ref byEmail, e => e.EmailKey);

    private KeyIndex ByName => Index(ref byName, e => e.NameKey);

    /// <param name="source">Everybody in brief.</param>
    /// <param name="about">How many there will be, as far as anybody can say: growing in steps takes twice the memory.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public static async Task<PeopleIndex> LoadAsync(IAsyncEnumerable<DirectoryEntry> source, int about, CancellationToken cancellationToken)
    {
        var index = new PeopleIndex();
        index.entries.EnsureCapacity(about);
        await foreach (var entry in source.WithCancellation(cancellationToken))
        {
            index.Add(entry);
            index.Count++;
            if (entry.Status != AccountStatus.Deactivated)
            {
                index.Active++;
                index.ActiveOwners += entry.IsOwner ? 1 : 0;
            }
        }

        return index;
    }

    public bool Contains(EmployeeId employee) => entries.ContainsKey(employee);

    /// <summary>The employee in brief, or null.</summary>
    public DirectoryEntry? Find(EmployeeId employee) => entries.TryGetValue(employee, out var entry) ? entry : null;

    public IReadOnlyList<EmployeeId> WithEmail(string email) => ByEmail.Find(Words.Folded(email));

    /// <summary>Those with this full name, written "First Last" or "Last, First".</summary>
    public IReadOnlyList<EmployeeId> WithName(string name) =>
        ByName.Find(Words.Folded(name)) is { Length: > 0 } found ? found : Swapped(name) is { } swapped ? ByName.Find(Words.Folded(swapped)) : [];

    /// <summary>The folded spellings that <see cref="WithName"/> looks under.</summary>
    public static IEnumerable<string> NameKeys(string name) => Swapped(name) is { } swapped ? [Words.Folded(name), Words.Folded(swapped)] : [Words.Folded(name)];

    public IEnumerable<EmployeeId> WithNameAndBirthday(string name, DateOnly birthday) =>
        WithName(name).Where(id => entries[id].Birthday == birthday);

    /// <summary>Makes somebody the plan creates findable as a manager.</summary>
    public void Add(DirectoryEntry entry)
    {
        entries[entry.Id] = entry;
        byEmail?.Add(entry.EmailKey, entry.Id);
        byName?.Add(entry.NameKey, entry.Id);
    }

    /// <summary>Somebody has no email any more as far as the plan is concerned.</summary>
    public void LoseEmail(EmployeeId employee)
    {
        entries[employee] = entries[employee] with { EmailKey = null };
        byEmail = null;
    }

    /// <summary>Made when first asked for: a run over few people often asks for neither.</summary>
    private KeyIndex Index(ref KeyIndex? index, Func<DirectoryEntry, string?> keyOf)
    {
        if (index is null)
        {
            index = new KeyIndex(entries.Count);
            foreach (var entry in entries.Values)
            {
                index.Add(keyOf(entry), entry.Id);
            }
        }

        return index;
    }

    private static string? Swapped(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 ? $"{name[(comma + 1)..].Trim()} {name[..comma].Trim()}" : null;
    }

    /// <summary>Whom a key names: nearly always one, so that more take their room only where there are more.</summary>
    private sealed class KeyIndex(int about)
    {
        private readonly Dictionary<string, EmployeeId> first = new(about, StringComparer.Ordinal);
        private readonly Dictionary<string, EmployeeId[]> several = new(StringComparer.Ordinal);

        public void Add(string? key, EmployeeId id)
        {
            if (key is not null && !first.TryAdd(key, id))
            {
                several[key] = [.. Find(key), id];
            }
        }

        public EmployeeId[] Find(string key) => several.GetValueOrDefault(key) ?? (first.TryGetValue(key, out var only) ? [only] : []);
    }
}

/// <summary>Resolves references to people (R10): by external id, then email, then unique full name.</summary>
/// <param name="people">Everybody in the directory.</param>
/// <param name="tieOf">Whom an external id of a connection is tied to.</param>
/// <param name="isExcluded">Whether the record of an external id is excluded from its connection.</param>
public sealed class ManagerResolver(PeopleIndex people, Func<ConnectionId, string, EmployeeId?> tieOf, Func<ConnectionId, string, bool> isExcluded)
{
    /// <summary>The employee; or the finding code that says why not.</summary>
    public (EmployeeId? Employee, string? Code) Resolve(ConnectionId connection, PersonReference reference)
    {
        if (reference.ExternalId is { } externalId && tieOf(connection, externalId) is { } tied)
        {
            return (tied, null);
        }

        if (reference.Email is { } email && people.WithEmail(email) is { Count: > 0 } mailed)
        {
            return mailed.Count == 1 ? (mailed[0], null) : (null, FindingCodes.ManagerAmbiguous);
        }

        if (reference.FullName is { } name && people.WithName(name) is { Count: > 0 } named)
        {
            return named.Count == 1 ? (named[0], null) : (null, FindingCodes.ManagerAmbiguous);
        }

        return (null, reference.ExternalId is { } id && isExcluded(connection, id) ? FindingCodes.ManagerExcluded : FindingCodes.ManagerUnresolved);
    }

    /// <summary>The references in a value: a person as such, or a text that is an external id, an email or a name.</summary>
    public static IEnumerable<PersonReference> ReferencesIn(SourceValue value) => value.Kind switch
    {
        SourceValueKind.Person => [value.Person],
        SourceValueKind.Item => [OfText(value.Item.Id, value.Item.Label)],
        SourceValueKind.Items => value.Items.Select(i => OfText(i.Id, i.Label)),
        SourceValueKind.Text => [OfText(value.Text.Trim(), value.Text)],
        SourceValueKind.Absent or SourceValueKind.Empty or SourceValueKind.Unreadable => [],
    };

    private static PersonReference OfText(string? id, string text)
    {
        var word = Words.Exact(text);
        return word.Contains('@', StringComparison.Ordinal)
            ? new PersonReference(id, word, FullName: null)
            : new PersonReference(id, Email: null, word);
    }
}
