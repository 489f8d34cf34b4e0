using System.Globalization;
using System.Xml;

namespace Rollcall.Emulators.BambooHr.Datasets;

/// <summary>Checks a filter against the columns of the dataset and turns it into a predicate over rows.</summary>
internal static class DatasetFilterEvaluation
{
    /// <summary>The first rule the filter breaks, or null.</summary>
    public static FilterProblem? Check(DatasetFilter filter, Func<string, DatasetKind?> kindOf)
    {
        switch (filter)
        {
            case DatasetFilter.All all:
                return all.Parts.Select(part => Check(part, kindOf)).FirstOrDefault(problem => problem is not null);
            case DatasetFilter.Any any:
                return any.Parts.Select(part => Check(part, kindOf)).FirstOrDefault(problem => problem is not null);
            case DatasetFilter.OneOf oneOf when kindOf(oneOf.Field) is { } kind:
                return kind != DatasetKind.Option && oneOf.Literals.Count > 1
                    ? Invalid($"'in' with several values is supported on option fields only, not on '{oneOf.Field}'.")
                    : null;
            case DatasetFilter.Comparison comparison when kindOf(comparison.Field) is { } kind:
                return CheckComparison(comparison, kind);
            default:
                return new FilterProblem(400, "INVALID_ARGUMENT", "Invalid field name: employee_" + filter.Fields().First());
        }
    }

    /// <param name="filter">A checked filter.</param>
    /// <param name="kindOf">Kind of a column by name.</param>
    /// <param name="today">The tenant's today, for durations.</param>
    public static bool Matches(DatasetFilter filter, Func<string, DatasetKind?> kindOf, Func<string, string?> valueOf, DateOnly today) => filter switch
    {
        DatasetFilter.All all => all.Parts.All(part => Matches(part, kindOf, valueOf, today)),
        DatasetFilter.Any any => any.Parts.Any(part => Matches(part, kindOf, valueOf, today)),
        DatasetFilter.OneOf oneOf => valueOf(oneOf.Field) is { } value && oneOf.Literals.Any(literal => Same(value, literal.Text)),
        DatasetFilter.Comparison comparison => Compare(comparison, kindOf(comparison.Field) ?? DatasetKind.Text, valueOf(comparison.Field), today),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static FilterProblem? CheckComparison(DatasetFilter.Comparison comparison, DatasetKind kind)
    {
        var ordering = comparison.Operator is not (FilterOperator.Eq or FilterOperator.Ne);
        if (ordering && kind is not (DatasetKind.Date or DatasetKind.Number))
        {
            return Invalid($"operator '{comparison.Operator.ToString().ToLowerInvariant()}' is not supported on field '{comparison.Field}'.");
        }

        return comparison.Literal.Kind switch
        {
            LiteralKind.Duration when kind != DatasetKind.Date || !ordering => Invalid("durations compare dates with lt, le, gt or ge."),
            LiteralKind.Duration => Duration(comparison.Literal.Text) is null ? Invalid($"invalid duration '{comparison.Literal.Text}'.") : null,
            LiteralKind.Text when kind == DatasetKind.Date && Instant(comparison.Literal.Text) is null => Invalid($"'{comparison.Literal.Text}' is not a date."),
            LiteralKind.Number when kind == DatasetKind.Date => Invalid("a date must be in single quotes."),
            LiteralKind.Text when kind == DatasetKind.Number && !decimal.TryParse(comparison.Literal.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out _) =>
                Invalid($"'{comparison.Literal.Text}' is not a number."),
            _ => null,
        };
    }

    private static bool Compare(DatasetFilter.Comparison comparison, DatasetKind kind, string? value, DateOnly today)
    {
        if (comparison.Literal.Kind == LiteralKind.Null)
        {
            return (comparison.Operator == FilterOperator.Eq) == string.IsNullOrEmpty(value);
        }

        if (string.IsNullOrEmpty(value))
        {
            return comparison.Operator == FilterOperator.Ne;
        }

        var order = kind switch
        {
            DatasetKind.Date => Instant(value) is { } left && Bound(comparison, today) is { } right ? left.CompareTo(right) : (int?)null,
            DatasetKind.Number => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                && decimal.TryParse(comparison.Literal.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var bound)
                ? number.CompareTo(bound)
                : null,
            DatasetKind.Bool or DatasetKind.Option or DatasetKind.Text => Same(value, comparison.Literal.Text) ? 0 : 1,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return comparison.Operator switch
        {
            FilterOperator.Eq => order == 0,
            FilterOperator.Ne => order != 0,
            FilterOperator.Lt => order < 0,
            FilterOperator.Le => order <= 0,
            FilterOperator.Gt => order > 0,
            FilterOperator.Ge => order >= 0,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // lt/le mean "today minus the duration", gt/ge "today plus the duration" (documentation as of 2026-08).
    private static DateTimeOffset? Bound(DatasetFilter.Comparison comparison, DateOnly today)
    {
        if (comparison.Literal.Kind != LiteralKind.Duration)
        {
            return Instant(comparison.Literal.Text);
        }

        var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return Duration(comparison.Literal.Text) is { } duration
            ? comparison.Operator is FilterOperator.Lt or FilterOperator.Le ? midnight - duration : midnight + duration
            : null;
    }

    private static TimeSpan? Duration(string text)
    {
        // One component only, such as P30D, -P6M or P1Y.
        var body = text.TrimStart('-', '+');
        if (body.Length < 3 || body[0] != 'P' || body.Count(char.IsAsciiLetter) != (body.StartsWith("PT", StringComparison.Ordinal) ? 3 : 2))
        {
            return null;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text.TrimStart('+'));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static FilterProblem Invalid(string detail) => new(422, "INVALID_FILTER", "Invalid filter expression: " + detail);
}
