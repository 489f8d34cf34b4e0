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
    public static IOrderedQueryable<EmployeeRow> Ordered(IQueryable<EmployeeRow> query, EmployeeFilter filter)
    {
        if (filter.Sort is null)
        {
            return (filter.IsDescending ? query.OrderByDescending(e => e.NameKey) : query.OrderBy(e => e.NameKey)).ThenBy(e => e.Id);
        }

        var sorted = filter.Sort == Fields.Status
            ? filter.IsDescending ? query.OrderByDescending(e => e.Status) : query.OrderBy(e => e.Status)
            : ByColumn(query, ColumnOf(filter.Sort), HasNone(filter.Sort), filter.IsDescending);
        return sorted.ThenBy(e => e.NameKey).ThenBy(e => e.Id);
    }

    private static IOrderedQueryable<EmployeeRow> ByColumn(
        IQueryable<EmployeeRow> query, Expression<Func<EmployeeRow, string?>> column, Expression<Func<EmployeeRow, bool>> isNull, bool isDescending)
    {
        var first = query.OrderBy(isNull);
        return isDescending ? first.ThenByDescending(column) : first.ThenBy(column);
    }

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
        // The stored JSON has one spelling for a pair of key and value, so an exact match is a fragment of it.
        var pair = SnapshotJson.Custom([new(key, value)])![1..^1];
        if (!isSeveral)
        {
            return query.Where(e => e.Custom!.Contains(pair));
        }

        var one = StoredSeparator + pair[(pair.IndexOf(':', StringComparison.Ordinal) + 2)..^1] + StoredSeparator;
        var several = Matches(CustomColumn(key), text => text != null && (StoredSeparator + text + StoredSeparator).Contains(one));
        return query.Where(Or(e => e.Custom!.Contains(pair), several));
    }

    /// <summary>What stands between the key and the next quotation mark of the stored JSON.</summary>
    private static Expression<Func<EmployeeRow, string?>> CustomColumn(string key)
    {
        var head = HeadOf(key);
        var length = head.Length;
        var end = "\"";
        return e => e.Custom == null || e.Custom.IndexOf(head) < 0
            ? null
            : e.Custom.Substring(e.Custom.IndexOf(head) + length)
                .Substring(0, e.Custom.Substring(e.Custom.IndexOf(head) + length).IndexOf(end));
    }

    /// <summary>A custom value that is not there has no key in the stored JSON.</summary>
    private static Expression<Func<EmployeeRow, bool>> HasNone(string field)
    {
        if (!field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal))
        {
            return Matches(ColumnOf(field), value => value == null);
        }

        var head = HeadOf(field[Fields.CustomPrefix.Length..]);
        return e => e.Custom == null || !e.Custom.Contains(head);
    }

    private static Expression<Func<EmployeeRow, bool>> HasValue(string field)
    {
        if (!field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal))
        {
            return Matches(ColumnOf(field), value => value != null);
        }

        var head = HeadOf(field[Fields.CustomPrefix.Length..]);
        return e => e.Custom != null && e.Custom.Contains(head);
    }

    /// <summary>What stands before the value of a key in the stored JSON.</summary>
    public static string HeadOf(string key) => SnapshotJson.Custom([new(key, "")])![1..^2];

    private static Expression<Func<EmployeeRow, bool>> Matches(Expression<Func<EmployeeRow, string?>> column, Expression<Func<string?, bool>> test) =>
        Expression.Lambda<Func<EmployeeRow, bool>>(new Replaced(test.Parameters[0], column.Body).Visit(test.Body)!, column.Parameters);

    private static Expression<Func<EmployeeRow, bool>> Or(Expression<Func<EmployeeRow, bool>> left, Expression<Func<EmployeeRow, bool>> right) =>
        Expression.Lambda<Func<EmployeeRow, bool>>(Expression.OrElse(left.Body, new Replaced(right.Parameters[0], left.Parameters[0]).Visit(right.Body)!), left.Parameters);

    private sealed class Replaced(Expression old, Expression by) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == old ? by : base.Visit(node);
    }
}
