using System.Collections.Immutable;

namespace Rollcall.Emulators.Company;

/// <summary>
/// The made-up company. Reading is lock free and sees whole people; people nobody changed are made anew from the seed at each look.
/// </summary>
public sealed partial class Workforce
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly PersonGenerator _generator;
    private readonly Person[]? _kept;
    private ImmutableDictionary<int, Person?> _changed = ImmutableDictionary<int, Person?>.Empty;
    private ImmutableArray<AddedField> _addedFields = [];
    private readonly DateOnly _startedOn;
    private (long Version, HashSet<int>? Numbers) _managers;
    private NumbersLeft? _left;
    private int _last;

    public Workforce(WorkforceOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Employees, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Employees, 1_000_000, nameof(options));
        Options = options;
        _time = time;
        _startedOn = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        _generator = new PersonGenerator(options, Units);
        _last = options.Employees;
        Access = new FieldAccess(() => Journal.Write(Now, ChangeKind.AccessChanged, 0, []));
        if (options.Employees <= 20_000)
        {
            _kept = [.. Enumerable.Range(1, options.Employees).Select(_generator.Make)];
        }
    }

    public WorkforceOptions Options { get; }

    public UnitBook Units { get; } = new();

    public ChangeJournal Journal { get; } = new();

    public FieldAccess Access { get; }

    /// <summary>Fields added while the company runs, in the order they were added.</summary>
    public IReadOnlyList<AddedField> AddedFields => _addedFields;

    /// <summary>Counts every mutation; equal versions mean equal answers.</summary>
    public long Version => Journal.Sequence;

    /// <summary>The company's today: its made-up day, moved on by the clock since then.</summary>
    public DateOnly Today => Options.Today.AddDays(DateOnly.FromDateTime(Now.UtcDateTime).DayNumber - _startedOn.DayNumber);

    public int Count => _last - _changed.Count(change => change.Value is null);

    /// <summary>The highest number ever given.</summary>
    public int LastNumber => _last;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Everybody, leavers and future hires too, by number.</summary>
    public IEnumerable<Person> People() => PeopleAfter(0);

    /// <summary>Everybody's numbers, without making the people up.</summary>
    public IEnumerable<int> Numbers()
    {
        var changed = _changed;
        return Enumerable.Range(1, _last).Where(number => changed.IsEmpty || !changed.TryGetValue(number, out var person) || person is not null);
    }

    /// <summary>A stretch of everybody's numbers, in order, without counting through those before it.</summary>
    public IEnumerable<int> NumbersAt(int offset, int count)
    {
        var version = Version;
        var left = _left;
        if (left?.Version != version)
        {
            _left = left = new NumbersLeft(version, _changed.Any(change => change.Value is null) ? [.. Numbers()] : null);
        }

        return left.Numbers is { } numbers
            ? numbers.Skip(offset).Take(count)
            : Enumerable.Range(Math.Min(offset, _last) + 1, Math.Max(0, Math.Min(count, _last - offset)));
    }

    /// <summary>Everybody with a higher number, by number.</summary>
    public IEnumerable<Person> PeopleAfter(int number)
    {
        var changed = _changed;
        var last = _last;
        for (var next = Math.Max(0, number) + 1; next <= last; next++)
        {
            if (At(next, changed) is { } person)
            {
                yield return person;
            }
        }
    }

    /// <summary>Somebody as first made up, before any change; null for those hired since.</summary>
    public Person? Original(int number) => number < 1 || number > Options.Employees ? null : _kept?[number - 1] ?? _generator.Make(number);

    public Person? Find(int? number) => number is { } known && known >= 1 && known <= _last ? At(known, _changed) : null;

    /// <summary>Whether anybody reports to this number.</summary>
    public bool HasReports(int number)
    {
        var version = Version;
        var managers = _managers;
        if (managers.Version != version || managers.Numbers is null)
        {
            _managers = managers = (version, People().Select(person => person.ManagerNumber).OfType<int>().ToHashSet());
        }

        return managers.Numbers!.Contains(number);
    }

    /// <summary>Someone whose external id was changed to <paramref name="id"/>.</summary>
    public Person? FindByExternalId(string id) => _changed.Values.FirstOrDefault(person => person?.ExternalId == id);

    private Person? At(int number, ImmutableDictionary<int, Person?> changed)
    {
        if (!changed.IsEmpty && changed.TryGetValue(number, out var person))
        {
            return person;
        }

        return Original(number);
    }

    /// <summary>Everybody's numbers at a version; null while nobody was deleted.</summary>
    private sealed record NumbersLeft(long Version, int[]? Numbers);
}
