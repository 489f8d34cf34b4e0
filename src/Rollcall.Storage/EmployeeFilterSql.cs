using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>Turns filters and orders into queries that both databases can answer.</summary>
internal static class EmployeeFilterSql
{
    // How the separator of several values stands in the stored JSON.
    private const string StoredSeparator = "\\u001F";

    private static readonly Dictionary<string, Expression<Func<EmployeeRow, string?>>> Columns = new(StringComparer.Ordinal)
    {
        [Fields.Email] = e => e.Email,
        [Fields.FirstName] = e => e.FirstName,
        [Fields.LastName] = e => e.LastName,
        [Fields.PreferredName] = e => e.PreferredName,
        [Fields.DisplayName] = e => e.DisplayName,
        [Fields.Title] = e => e.Title,
        [Fields.Location] = e => e.Location,
        [Fields.Phone] = e => e.Phone,
        [Fields.Gender] = e => e.Gender,
        [Fields.Birthday] = e => e.Birthday,
        [Fields.StartDate] = e => e.StartDate,
        [Fields.EndDate] = e => e.EndDate,
        [Fields.EmploymentType] = e => e.EmploymentType,
        [Fields.Level] = e => e.Level,
        [Fields.Manager] = e => e.Manager,
    };

    /// <summary>The stored text of a value slot.</summary>
    /// <exception cref="ArgumentException">The field is no value slot.</exception>
    public static Expression<Func<EmployeeRow, string?>> ColumnOf(string field) =>
        field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) ? CustomColumn(field[Fields.CustomPrefix.Length..])
        : Columns.GetValueOrDefault(field) ?? throw new ArgumentException($"“{field}” is no value slot", nameof(field));

    public static async Task<IQueryable<EmployeeRow>> FilteredAsync(
        RollcallDbContext context, WorkspaceId workspace, EmployeeFilter filter, CancellationToken cancellationToken)
    {
        // The databases write an id as text in different ways, so levels are named by what an employee's value says.
        var levels = filter.Conditions.Any(c => c is { Field: Fields.Level, Question: FieldQuestion.Is })
            ? await context.Levels.Where(l => l.WorkspaceId == workspace.Value).Select(l => new { l.Id, l.Name }).ToListAsync(cancellationToken)
            : [];
        var levelIds = levels.ToLookup(l => l.Name, l => l.Id.ToString(), StringComparer.Ordinal);
        var query = context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value);
        if (filter.Status is { } status)
        {
            query = query.Where(e => e.Status == (int)status);
        }

        if (filter.Search is { Length: > 0 } search)
        {
            var folded = Words.Folded(search);
            query = query.Where(e => e.NameKey!.Contains(folded) || e.EmailKey!.Contains(folded));
        }

        return filter.Conditions.Aggregate(query, (narrowed, condition) => With(context, narrowed, condition, [.. levelIds[condition.Value ?? ""]]));
    }

    /// <summary>People without a value come last, whichever way it is sorted; equals go by name.</summary>
    public static IOrderedQueryable<EmployeeRow> Ordered(IQueryable<EmployeeRow> query, EmployeeFilter filter)
    {
        if (filter.Sort is null)
        {
            return (filter.IsDescending ? query.OrderByDescending(e => e.NameKey) : query.OrderBy(e => e.NameKey)).ThenBy(e => e.Id);
        }

        var sorted = filter.Sort == Fields.Status
            ? filter.IsDescending ? query.OrderByDescending(e => e.Status) : query.OrderBy(e => e.Status)
            : ByColumn(query, ColumnOf(filter.Sort), filter.IsDescending);
        return sorted.ThenBy(e => e.NameKey).ThenBy(e => e.Id);
    }

    private static IOrderedQueryable<EmployeeRow> ByColumn(IQueryable<EmployeeRow> query, Expression<Func<EmployeeRow, string?>> column, bool isDescending)
    {
        var first = query.OrderBy(IsNull(column, isNull: true));
        return isDescending ? first.ThenByDescending(column) : first.ThenBy(column);
    }

    private static IQueryable<EmployeeRow> With(RollcallDbContext context, IQueryable<EmployeeRow> query, FieldCondition condition, string[] levels) => (condition.Field, condition.Question) switch
    {
        (Fields.Team, FieldQuestion.Is) => query.Where(e => context.Memberships.Any(m => m.EmployeeId == e.Id && context.Teams.Any(t => t.Id == m.TeamId && t.Name == condition.Value))),
        (Fields.Team, FieldQuestion.HasValue) => query.Where(e => context.Memberships.Any(m => m.EmployeeId == e.Id)),
        (Fields.Team, _) => query.Where(e => !context.Memberships.Any(m => m.EmployeeId == e.Id)),
        (Fields.AdditionalManager, FieldQuestion.HasValue) => query.Where(e => context.AdditionalManagers.Any(m => m.EmployeeId == e.Id)),
        (Fields.AdditionalManager, FieldQuestion.HasNone) => query.Where(e => !context.AdditionalManagers.Any(m => m.EmployeeId == e.Id)),
        (_, FieldQuestion.HasValue) => query.Where(IsNull(ColumnOf(condition.Field), isNull: false)),
        (_, FieldQuestion.HasNone) => query.Where(IsNull(ColumnOf(condition.Field), isNull: true)),
        (Fields.Email, _) => query.Where(e => e.EmailKey == Words.Folded(condition.Value ?? "")),
        (Fields.Level, _) => query.Where(e => levels.Contains(e.Level)),
        ({ } field, _) when field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) => WithCustom(query, field[Fields.CustomPrefix.Length..], condition.Value ?? ""),
        _ => query.Where(Matches(ColumnOf(condition.Field), value => value == condition.Value)),
    };

    private static IQueryable<EmployeeRow> WithCustom(IQueryable<EmployeeRow> query, string key, string value)
    {
        // The stored JSON has one spelling for a pair of key and value, so an exact match is a fragment of it.
        var pair = SnapshotJson.Custom([new(key, value)])![1..^1];
        var one = StoredSeparator + pair[(pair.IndexOf(':', StringComparison.Ordinal) + 2)..^1] + StoredSeparator;
        var several = Matches(CustomColumn(key), text => text != null && (StoredSeparator + text + StoredSeparator).Contains(one));
        return query.Where(Or(e => e.Custom!.Contains(pair), several));
    }

    /// <summary>What stands between the key and the next quotation mark of the stored JSON.</summary>
    private static Expression<Func<EmployeeRow, string?>> CustomColumn(string key)
    {
        var pair = SnapshotJson.Custom([new(key, "")])!;
        var head = pair[1..^2];
        var length = head.Length;
        var end = "\"";
        return e => e.Custom == null || e.Custom.IndexOf(head) < 0
            ? null
            : e.Custom.Substring(e.Custom.IndexOf(head) + length)
                .Substring(0, e.Custom.Substring(e.Custom.IndexOf(head) + length).IndexOf(end));
    }

    private static Expression<Func<EmployeeRow, bool>> IsNull(Expression<Func<EmployeeRow, string?>> column, bool isNull) =>
        Matches(column, isNull ? value => value == null : value => value != null);

    private static Expression<Func<EmployeeRow, bool>> Matches(Expression<Func<EmployeeRow, string?>> column, Expression<Func<string?, bool>> test) =>
        Expression.Lambda<Func<EmployeeRow, bool>>(new Replaced(test.Parameters[0], column.Body).Visit(test.Body)!, column.Parameters);

    private static Expression<Func<EmployeeRow, bool>> Or(Expression<Func<EmployeeRow, bool>> left, Expression<Func<EmployeeRow, bool>> right) =>
        Expression.Lambda<Func<EmployeeRow, bool>>(Expression.OrElse(left.Body, new Replaced(right.Parameters[0], left.Parameters[0]).Visit(right.Body)!), left.Parameters);

    private sealed class Replaced(Expression old, Expression by) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == old ? by : base.Visit(node);
    }
}
