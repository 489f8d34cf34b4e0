using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>Turns filters and orders into queries that both databases can answer.</summary>
internal static class EmployeeFilterSql
{
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
        var several = await SeveralAsync(context, workspace, filter, cancellationToken);
        var teams = await TeamsAsync(context, workspace, filter, cancellationToken);
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

        return filter.Conditions.Aggregate(query, (narrowed, condition) => With(context, workspace, narrowed, condition, [.. teams[condition.Value ?? ""]], [.. levelIds[condition.Value ?? ""]], several.Contains(condition.Field)));
    }

    /// <summary>People without a value come last, whichever way it is sorted; equals go by name.</summary>
    /// <param name="query">Whom to order.</param>
    /// <param name="filter">Says the order.</param>
    /// <param name="isBackwards">The last of them first: the end of a long list is reached sooner from there.</param>
    public static IOrderedQueryable<EmployeeRow> Ordered(IQueryable<EmployeeRow> query, EmployeeFilter filter, bool isBackwards = false)
    {
        var isDescending = filter.IsDescending != isBackwards;
        if (filter.Sort is null)
        {
            return Then(First(query, e => e.NameKey, isDescending), e => e.Id, isBackwards);
        }

        var sorted = filter.Sort == Fields.Status
            ? First(query, e => e.Status, isDescending)
            : First(query, WithNoneLast(ColumnOf(filter.Sort), filter.IsDescending), isDescending);
        return Then(Then(sorted, e => e.NameKey, isBackwards), e => e.Id, isBackwards);
    }

    /// <summary>One text to order by, so that a value is looked up once: nothing sorts before the empty text, and hardly anything after the last
    /// character that there is.</summary>
    private static Expression<Func<EmployeeRow, string>> WithNoneLast(Expression<Func<EmployeeRow, string?>> column, bool isDescending)
    {
        var none = isDescending ? "" : "\U0010FFFF";
        Expression<Func<string?, string>> key = value => value ?? none;
        return Expression.Lambda<Func<EmployeeRow, string>>(new Replaced(key.Parameters[0], column.Body).Visit(key.Body)!, column.Parameters);
    }

    private static IOrderedQueryable<EmployeeRow> First<T>(IQueryable<EmployeeRow> query, Expression<Func<EmployeeRow, T>> by, bool isDescending) =>
        isDescending ? query.OrderByDescending(by) : query.OrderBy(by);

    private static IOrderedQueryable<EmployeeRow> Then<T>(IOrderedQueryable<EmployeeRow> query, Expression<Func<EmployeeRow, T>> by, bool isDescending) =>
        isDescending ? query.ThenByDescending(by) : query.ThenBy(by);

    /// <summary>Fields of the conditions whose attribute takes several values: they are looked into more closely, which costs time.</summary>
    private static async Task<HashSet<string>> SeveralAsync(RollcallDbContext context, WorkspaceId workspace, EmployeeFilter filter, CancellationToken cancellationToken)
    {
        if (!filter.Conditions.Any(c => c.Question == FieldQuestion.Is && c.Field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal)))
        {
            return [];
        }

        var keys = await context.CustomAttributes.Where(a => a.WorkspaceId == workspace.Value && a.Type == (int)AttributeType.MultiSelect).Select(a => a.Key).ToListAsync(cancellationToken);
        return [.. keys.Select(Fields.Custom)];
    }

    private static async Task<ILookup<string, Guid>> TeamsAsync(RollcallDbContext context, WorkspaceId workspace, EmployeeFilter filter, CancellationToken cancellationToken)
    {
        var names = filter.Conditions.Where(c => c is { Field: Fields.Team, Question: FieldQuestion.Is }).Select(c => c.Value ?? "").ToList();
        var found = names.Count == 0
            ? []
            : await context.Teams.Where(t => t.WorkspaceId == workspace.Value && names.Contains(t.Name)).Select(t => new { t.Id, t.Name }).ToListAsync(cancellationToken);
        return found.ToLookup(t => t.Name, t => t.Id, StringComparer.Ordinal);
    }

    private static IQueryable<EmployeeRow> With(
        RollcallDbContext context, WorkspaceId workspace, IQueryable<EmployeeRow> query, FieldCondition condition, Guid[] teams, string[] levels, bool isSeveral) => (condition.Field, condition.Question) switch
    {
        (Fields.Team, FieldQuestion.Is) =>
            query.Where(e => context.Memberships.Where(m => m.WorkspaceId == workspace.Value && teams.Contains(m.TeamId)).Select(m => m.EmployeeId).Contains(e.Id)),
        (Fields.Team, FieldQuestion.HasValue) => query.Where(e => context.Memberships.Any(m => m.EmployeeId == e.Id)),
        (Fields.Team, _) => query.Where(e => !context.Memberships.Any(m => m.EmployeeId == e.Id)),
        (Fields.AdditionalManager, FieldQuestion.HasValue) => query.Where(e => context.AdditionalManagers.Any(m => m.EmployeeId == e.Id)),
        (Fields.AdditionalManager, FieldQuestion.HasNone) => query.Where(e => !context.AdditionalManagers.Any(m => m.EmployeeId == e.Id)),
        (_, FieldQuestion.HasValue) => query.Where(HasValue(condition.Field)),
        (_, FieldQuestion.HasNone) => query.Where(HasNone(condition.Field)),
        (Fields.Email, _) => query.Where(e => e.EmailKey == Words.Folded(condition.Value ?? "")),
        (Fields.Level, _) => query.Where(e => levels.Contains(e.Level)),
        ({ } field, _) when field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) => WithCustom(query, field[Fields.CustomPrefix.Length..], condition.Value ?? "", isSeveral),
        _ => query.Where(Matches(ColumnOf(condition.Field), value => value == condition.Value)),
    };

    private static IQueryable<EmployeeRow> WithCustom(IQueryable<EmployeeRow> query, string key, string value, bool isSeveral)
    {
        if (!isSeveral)
        {
            return query.Where(e => RollcallDbContext.CustomValue(e.Custom, key) == value);
        }

        // Also all of them, as the stored value has them.
        var separator = ValueConverter.MultiSeparator.ToString();
        var one = separator + value + separator;
        return query.Where(e => (separator + RollcallDbContext.CustomValue(e.Custom, key) + separator).Contains(one));
    }

    private static Expression<Func<EmployeeRow, bool>> HasNone(string field) => Matches(ColumnOf(field), value => value == null);

    private static Expression<Func<EmployeeRow, bool>> HasValue(string field) => Matches(ColumnOf(field), value => value != null);

    private static Expression<Func<EmployeeRow, bool>> Matches(Expression<Func<EmployeeRow, string?>> column, Expression<Func<string?, bool>> test) =>
        Expression.Lambda<Func<EmployeeRow, bool>>(new Replaced(test.Parameters[0], column.Body).Visit(test.Body)!, column.Parameters);

    private static Expression<Func<EmployeeRow, string?>> CustomColumn(string key) => e => RollcallDbContext.CustomValue(e.Custom, key);

    private sealed class Replaced(Expression old, Expression by) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == old ? by : base.Visit(node);
    }
}
