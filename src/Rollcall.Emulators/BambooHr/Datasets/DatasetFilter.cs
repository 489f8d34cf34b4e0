namespace Rollcall.Emulators.BambooHr.Datasets;

/// <summary>How a dataset column compares: text, an option of a list, a date (or instant), a number, a yes/no.</summary>
internal enum DatasetKind
{
    Text,
    Option,
    Date,
    Number,
    Bool,
}

internal enum FilterOperator
{
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// <summary>A parsed dataset filter: comparisons joined by all-and or all-or, never mixed.</summary>
internal abstract record DatasetFilter
{
    private DatasetFilter()
    {
    }

    internal sealed record All(IReadOnlyList<DatasetFilter> Parts) : DatasetFilter;

    internal sealed record Any(IReadOnlyList<DatasetFilter> Parts) : DatasetFilter;

    internal sealed record Comparison(string Field, FilterOperator Operator, FilterLiteral Literal) : DatasetFilter;

    internal sealed record OneOf(string Field, IReadOnlyList<FilterLiteral> Literals) : DatasetFilter;

    /// <summary>The names of the columns it reads.</summary>
    public IEnumerable<string> Fields() => this switch
    {
        All all => all.Parts.SelectMany(part => part.Fields()),
        Any any => any.Parts.SelectMany(part => part.Fields()),
        Comparison comparison => [comparison.Field],
        OneOf oneOf => [oneOf.Field],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

internal enum LiteralKind
{
    Text,
    Number,
    Bool,
    Null,
    Duration,
}

/// <summary>One value in a filter, as written.</summary>
internal readonly record struct FilterLiteral(LiteralKind Kind, string Text);

/// <summary>A filter the server refuses: <paramref name="Code"/> is <c>INVALID_FILTER</c> or <c>INVALID_ARGUMENT</c>.</summary>
internal sealed record FilterProblem(int Status, string Code, string Detail);
