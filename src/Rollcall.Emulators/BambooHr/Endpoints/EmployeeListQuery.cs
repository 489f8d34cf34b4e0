using System.Globalization;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>A checked query of GET /employees: filters joined by and, sort rules, and a page.</summary>
internal sealed record EmployeeListQuery(
    IReadOnlyList<ListField> Fields,
    IReadOnlyList<(ListField Field, string Value)> Filters,
    IReadOnlySet<string>? Ids,
    IReadOnlyList<(ListField Field, bool Descending)> Sort,
    int Limit,
    string? After,
    string? Before)
{
    private const int MostPerPage = 2500;

    public static EmployeeListQuery? Read(HttpRequest request, BambooHrTenant tenant, out (int Status, string Code, string Message)? problem)
    {
        var filters = new List<(ListField, string)>();
        HashSet<string>? ids = null;
        foreach (var (key, values) in request.Query.Where(pair => pair.Key.StartsWith("filter", StringComparison.Ordinal)))
        {
            var name = key.Split('[', ']') is [_, var inner, ..] ? inner : "";
            if (name == "ids")
            {
                ids = [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
            }
            else if (FilterProblem(name, values.ToString()) is { } wrong)
            {
                problem = (tenant.Switches.EmployeeListFilterErrorStatus, "BadRequest", wrong);
                return null;
            }
            else
            {
                filters.Add((ListFields.ByName[name], values.ToString()));
            }
        }

        var sort = new List<(ListField, bool)>();
        foreach (var rule in request.Query["sort"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = rule.TrimStart('-');
            if (!ListFields.Sortable.Contains(name, StringComparer.Ordinal))
            {
                problem = (400, "BadRequest", $"Invalid sort field: {name}");
                return null;
            }

            sort.Add((ListFields.ByName[name], rule.StartsWith('-')));
        }

        return Paged(request, tenant, filters, ids, sort, out problem);
    }

    public static bool CanRead(ListField field, BambooHrTenant tenant) =>
        field.Permission is not { } permission || (tenant.Fields.Find(permission) is { } spec ? tenant.CanRead(spec) : tenant.Workforce.Access.CanRead(permission));

    /// <summary>The matching people. Filtering or sorting by what may not be read drops everyone, so that nothing leaks.</summary>
    public List<Person> Run(BambooHrTenant tenant)
    {
        if (Filters.Any(filter => !CanRead(filter.Field, tenant)) || Sort.Any(rule => !CanRead(rule.Field, tenant)))
        {
            return [];
        }

        var people = tenant.Roster.Visible()
            .Where(person => Ids is null || Ids.Contains(Roster.Id(person)))
            .Where(person => Filters.All(filter => Matches(filter.Field, filter.Value, person, tenant.Roster)));
        IOrderedEnumerable<Person>? sorted = null;
        foreach (var (field, descending) in Sort)
        {
            string Key(Person person) => field.Name == "employeeId" ? person.Number.ToString("D9", CultureInfo.InvariantCulture) : field.Text(person, tenant.Roster) ?? "";
            sorted = (sorted, descending) switch
            {
                (null, false) => people.OrderBy(Key, StringComparer.OrdinalIgnoreCase),
                (null, true) => people.OrderByDescending(Key, StringComparer.OrdinalIgnoreCase),
                (_, false) => sorted.ThenBy(Key, StringComparer.OrdinalIgnoreCase),
                (_, true) => sorted.ThenByDescending(Key, StringComparer.OrdinalIgnoreCase),
            };
        }

        return [.. sorted?.ThenBy(person => person.Number) ?? people];
    }

    private static EmployeeListQuery? Paged(
        HttpRequest request,
        BambooHrTenant tenant,
        List<(ListField, string)> filters,
        HashSet<string>? ids,
        List<(ListField, bool)> sort,
        out (int Status, string Code, string Message)? problem)
    {
        var after = Single(request, "page[after]");
        var before = Single(request, "page[before]");
        if (after is not null && before is not null)
        {
            problem = (400, "BadPage", "page[after] and page[before] can not be used together.");
            return null;
        }

        var limit = 250;
        if (Single(request, "page[limit]") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostPerPage))
        {
            problem = (400, "BadRequest", "page[limit] must be between 1 and 2500.");
            return null;
        }

        problem = null;
        var optional = request.Query["fields"].Concat(request.Query["fields[]"])
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)
            .Where(name => ListFields.IsOptional(name, tenant.Switches.EmployeeListFields))
            .Select(name => ListFields.ByName[name]);
        return new EmployeeListQuery([.. ListFields.Always, .. optional], filters, ids, sort, limit, after, before);
    }

    private static string? FilterProblem(string name, string value)
    {
        if (!ListFields.ByName.TryGetValue(name, out var field) || field.Filter == ListFilter.None)
        {
            return $"Invalid filter field: {name}";
        }

        return (name, field.Filter) switch
        {
            ("status", _) => value is "active" or "inactive" ? null : "filter[status] must be active or inactive.",
            (_, ListFilter.Integer) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : $"filter[{name}] must be an integer.",
            (_, ListFilter.Date) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : $"filter[{name}] must be a date.",
            (_, ListFilter.Bool) => value is "true" or "false" or "1" or "0" ? null : $"filter[{name}] must be a boolean.",
            (_, ListFilter.Number) => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _) ? null : $"filter[{name}] must be a number.",
            _ => null,
        };
    }

    private static bool Matches(ListField field, string wanted, Person person, Roster roster)
    {
        var value = field.Text(person, roster);
        return field.Filter switch
        {
            ListFilter.Substring when field.Name != "status" => value?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true,
            ListFilter.Bool => string.Equals(value, wanted is "1" or "true" ? "true" : "false", StringComparison.Ordinal),
            _ => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static string? Single(HttpRequest request, string name) => request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;
}
