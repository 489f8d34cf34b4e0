using System.Globalization;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Datasets;

/// <summary>Runs dataset queries and remembers the last few results, so that paging through a large company filters and sorts once.</summary>
internal sealed class DatasetQueries(BambooHrTenant tenant)
{
    private const int Remembered = 8;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, int[] Numbers)> _results = [];
    private int _unordered;

    /// <summary>Everything that determines how a page's rows read; a change of a person drops blocks of the plain order only.</summary>
    public static string ShapeOf(DatasetRequest request, long version)
    {
        var columns = string.Join(',', request.Columns.Select(column => column.DatasetName));
        return IsPlain(request)
            ? string.Create(CultureInfo.InvariantCulture, $"{request.PageSize}|dataset|{columns}")
            : string.Create(CultureInfo.InvariantCulture, $"{request.PageSize}|query {version}|{columns}|{QueryKey(request)}");
    }

    /// <summary>Numbers of the matching people in the order asked for.</summary>
    public int[] Run(DatasetRequest request)
    {
        if (request.Order.Count == 0)
        {
            return Unordered(Matching(request));
        }

        if (IsPlain(request))
        {
            return tenant.Rows.Order();
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{tenant.Workforce.Version}|{tenant.Roster.Today}|{QueryKey(request)}");
        lock (_lock)
        {
            if (_results.FirstOrDefault(result => result.Key == key).Numbers is { } known && tenant.Switches.HiddenEmployees.Count == 0)
            {
                return known;
            }

            var numbers = Sorted(request, Matching(request));
            _results.AddFirst((key, numbers));
            if (_results.Count > Remembered)
            {
                _results.RemoveLast();
            }

            return numbers;
        }
    }

    // By record number upwards is the order people are kept in.
    private static bool IsPlain(DatasetRequest request) => request is { Filter: null, Order: [{ Column.DatasetName: "eeid", Descending: false }, ..] };

    private static string QueryKey(DatasetRequest request) =>
        request.FilterText + "|" + string.Join(',', request.Order.Select(order => order.Column.DatasetName + (order.Descending ? "-" : "+")));

    // Without orderBy the order is undefined: here it differs from call to call, so that paging without one loses people, as it may.
    private int[] Unordered(int[] numbers)
    {
        var turn = numbers.Length < 2 ? 0 : Interlocked.Increment(ref _unordered) * 37 % numbers.Length;
        return [.. numbers.AsSpan(turn), .. numbers.AsSpan(0, turn)];
    }

    private int[] Matching(DatasetRequest request)
    {
        if (request.Filter is not { } filter)
        {
            return tenant.Rows.Order();
        }

        var fields = tenant.Fields;
        DatasetKind? Kind(string name) => fields.FindDataset(name)?.DatasetKind;

        // Filtering by what one may not read would leak it: such people drop out.
        if (filter.Fields().Any(name => !tenant.CanRead(fields.FindDataset(name)!)))
        {
            return [];
        }

        var today = tenant.Roster.Today;
        return [.. tenant.Roster.Visible()
            .Where(person => DatasetFilterEvaluation.Matches(filter, Kind, name => Text(fields.FindDataset(name)!, person), today))
            .Select(person => person.Number)];
    }

    private int[] Sorted(DatasetRequest request, int[] numbers)
    {
        if (request.Order.Any(order => !tenant.CanRead(order.Column)))
        {
            return [];
        }

        IEnumerable<Person> people = numbers.Select(number => tenant.Workforce.Find(number)).OfType<Person>();
        IOrderedEnumerable<Person>? sorted = null;
        foreach (var (column, descending) in request.Order)
        {
            var comparer = column.DatasetKind == DatasetKind.Number ? NumberComparer.Instance : (IComparer<string?>)StringComparer.OrdinalIgnoreCase;
            string? Key(Person person) => Text(column, person);
            sorted = (sorted, descending) switch
            {
                (null, false) => people.OrderBy(Key, comparer),
                (null, true) => people.OrderByDescending(Key, comparer),
                (_, false) => sorted.ThenBy(Key, comparer),
                (_, true) => sorted.ThenByDescending(Key, comparer),
            };
        }

        return [.. sorted!.Select(person => person.Number)];
    }

    private string? Text(FieldSpec column, Person person) =>
        Spelling.Text(column, FieldCatalog.Read(column, person, tenant.Roster), Surface.Dataset, tenant.Switches);

    private sealed class NumberComparer : IComparer<string?>
    {
        public static readonly NumberComparer Instance = new();

        public int Compare(string? x, string? y) => Number(x).CompareTo(Number(y));

        private static decimal Number(string? text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : decimal.MinValue;
    }
}
