using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>What is asked of a field.</summary>
public enum FieldQuestion
{
    /// <summary>This value exactly; of several values, or teams, this is one.</summary>
    Is,

    /// <summary>Any value.</summary>
    HasValue,

    /// <summary>No value.</summary>
    HasNone,
}

/// <summary>One condition on one field, by its key; <paramref name="Value"/> as stored, names for teams and levels.</summary>
public sealed record FieldCondition(string Field, FieldQuestion Question, string? Value)
{
    public override string ToString() => Field;
}

/// <summary>What to list. All conditions must hold.</summary>
/// <param name="Search">Part of a name or email.</param>
/// <param name="Conditions">On fields.</param>
/// <param name="Status">Only this account status.</param>
/// <param name="Skip">People to leave out at the start.</param>
/// <param name="Take">At most so many.</param>
public sealed record EmployeeFilter(
    string? Search, IReadOnlyList<FieldCondition> Conditions, AccountStatus? Status, int Skip, int Take)
{
    /// <summary>The field to sort by; null sorts by name.</summary>
    public string? Sort { get; init; }

    public bool IsDescending { get; init; }

    public override string ToString() => "employee filter";
}
