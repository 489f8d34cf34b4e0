using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Whether one record says somebody works here, and until when that holds.</summary>
/// <param name="Status">Null when it is not known.</param>
/// <param name="Hold">Why it is not known.</param>
/// <param name="DueOn">The next day on which the same record says something else.</param>
/// <param name="Cause">What decided: the status attribute, or a date.</param>
internal readonly record struct EmploymentJudgement(EmploymentStatus? Status, Hold? Hold, DateOnly? DueOn, string? Cause);

/// <summary>Reads the employment status of a record (R2, R11, R20). Pure.</summary>
internal static class Employment
{
    /// <param name="mapping">The connection's mapping.</param>
    /// <param name="table">Where the rules for status and dates stand.</param>
    /// <param name="layout">The slots of the dates.</param>
    /// <param name="values">The record.</param>
    /// <param name="today">Today in the workspace's time zone.</param>
    public static EmploymentJudgement Judge(CompiledMapping mapping, TargetTable table, FieldLayout layout, SourceValue[] values, DateOnly today)
    {
        var word = First(table.Status, mapping, values);
        if (word.Kind != RuleResultKind.Value)
        {
            return new EmploymentJudgement(null, word.Hold ?? new Hold(FindingCodes.StatusUnknown, word.Attribute, Word: null), null, null);
        }

        if (!mapping.StatusWords.TryGetValue(Words.Folded(ValueConverter.Text(word.Value)), out var status))
        {
            return new EmploymentJudgement(null, new Hold(FindingCodes.StatusUnknown, word.Attribute, ValueConverter.Text(word.Value)), null, null);
        }

        var cause = word.Attribute < 0 ? Fields.Status : mapping.Attributes[word.Attribute];
        var start = DateOf(table, layout, Fields.StartDate, mapping, values);
        var end = DateOf(table, layout, Fields.EndDate, mapping, values);
        if (start > today && (end is null || end < start || end >= today))
        {
            return new EmploymentJudgement(EmploymentStatus.Upcoming, null, start, Fields.StartDate);
        }

        if (status is EmploymentStatus.Active or EmploymentStatus.OnLeave)
        {
            return end < today
                ? new EmploymentJudgement(EmploymentStatus.Left, null, null, Fields.EndDate)
                : new EmploymentJudgement(status, null, end?.AddDays(1), cause);
        }

        return new EmploymentJudgement(status, null, null, cause);
    }

    /// <summary>The first rule of this connection that says anything.</summary>
    public static RuleResult First(TargetEntry[] entries, CompiledMapping mapping, SourceValue[] values)
    {
        foreach (var entry in entries)
        {
            if (!ReferenceEquals(entry.Mapping, mapping))
            {
                continue;
            }

            var result = RuleRunner.Run(mapping, entry.Rule, values, blanksHeld: null);
            if (result.Kind != RuleResultKind.Silent)
            {
                return result;
            }
        }

        return RuleResult.Silent;
    }

    private static DateOnly? DateOf(TargetTable table, FieldLayout layout, string field, CompiledMapping mapping, SourceValue[] values)
    {
        var result = First(table.Slots[layout.IndexOf(field)], mapping, values);
        return result.Kind == RuleResultKind.Value ? ValueConverter.Date(ValueConverter.Text(result.Value)) : null;
    }
}
