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
    /// <param name="standing">The employee as they stand: their dates hold while those of the record are not known. Null for nobody.</param>
    /// <param name="blanksHeld">Attributes whose blanks are held because their coverage dropped (R12); null when none.</param>
    public static EmploymentJudgement Judge(
        CompiledMapping mapping, TargetTable table, FieldLayout layout, SourceValue[] values, DateOnly today, EmployeeState? standing = null, bool[]? blanksHeld = null)
    {
        var word = First(table.Status, mapping, values, blanksHeld);
        if (word.Kind != RuleResultKind.Value)
        {
            return new EmploymentJudgement(null, word.Hold ?? new Hold(FindingCodes.StatusUnknown, word.Attribute, Word: null), null, null);
        }

        if (!mapping.StatusWords.TryGetValue(Words.Folded(ValueConverter.Text(word.Value)), out var status))
        {
            return new EmploymentJudgement(null, new Hold(FindingCodes.StatusUnknown, word.Attribute, ValueConverter.Text(word.Value)), null, null);
        }

        var cause = word.Attribute < 0 ? Fields.Status : mapping.Attributes[word.Attribute];
        var (start, doubt) = DateOf(table, layout, Fields.StartDate, mapping, values, standing, blanksHeld);
        var (end, _) = DateOf(table, layout, Fields.EndDate, mapping, values, standing, blanksHeld);
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

        // Where a future hire and a leaver have the same word, only the first day tells them apart.
        return status == EmploymentStatus.Left && doubt is not null && !(end < today)
            ? new EmploymentJudgement(null, doubt, null, null)
            : new EmploymentJudgement(status, null, null, cause);
    }

    /// <summary>The first rule of this connection that says anything.</summary>
    public static RuleResult First(TargetEntry[] entries, CompiledMapping mapping, SourceValue[] values, bool[]? blanksHeld)
    {
        foreach (var entry in entries)
        {
            if (!ReferenceEquals(entry.Mapping, mapping))
            {
                continue;
            }

            var result = RuleRunner.Run(mapping, entry.Rule, values, blanksHeld);
            if (result.Kind != RuleResultKind.Silent)
            {
                return result;
            }
        }

        return RuleResult.Silent;
    }

    /// <summary>A date of the record. When it is not known, the one that stands, as it is not blanked either; the doubt is why it is not known when
    /// none stands.</summary>
    private static (DateOnly? Day, Hold? Doubt) DateOf(
        TargetTable table, FieldLayout layout, string field, CompiledMapping mapping, SourceValue[] values, EmployeeState? standing, bool[]? blanksHeld)
    {
        var slot = layout.IndexOf(field);
        var result = First(table.Slots[slot], mapping, values, blanksHeld);
        var doubt = result.Hold;
        if (result.Kind == RuleResultKind.Value)
        {
            if (ValueConverter.Date(ValueConverter.Text(result.Value)) is { } day)
            {
                return (day, null);
            }

            doubt = new Hold(FindingCodes.ValueNotConvertible, result.Attribute, Word: null);
        }

        return doubt is not null && standing?.Values[slot] is { } kept && ValueConverter.Date(kept) is { } known ? (known, null) : (null, doubt);
    }
}
