using System.Globalization;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Explaining;

/// <summary>What happens on a day to come.</summary>
public enum UpcomingKind
{
    /// <summary>The first day of work.</summary>
    FirstDay,

    /// <summary>The last day of work: from the next one on they count as left.</summary>
    LastDay,

    /// <summary>The record says something else from that day on; which of its dates it is, is not known.</summary>
    Other,
}

/// <summary>What the HRIS knows already of a day to come (R20). Nothing of it is written before.</summary>
public sealed record Upcoming(UpcomingKind Kind, DateOnly Day)
{
    /// <summary>Null when a record says nothing of days to come, or does not carry the employee.</summary>
    /// <param name="record">The last reading.</param>
    /// <param name="employee">Whom it carries.</param>
    /// <param name="layout">The slots of their dates.</param>
    /// <param name="today">Today in the workspace's time zone.</param>
    public static Upcoming? Of(StoredRecord record, EmployeeState employee, FieldLayout layout, DateOnly today)
    {
        if (record is not { Scope: RecordScope.Included, DueOn: { } due } || due <= today)
        {
            return null;
        }

        bool Stands(string field, DateOnly day) => employee.Values[layout.IndexOf(field)] == day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Stands(Fields.StartDate, due) ? new Upcoming(UpcomingKind.FirstDay, due)
            : Stands(Fields.EndDate, due.AddDays(-1)) ? new Upcoming(UpcomingKind.LastDay, due.AddDays(-1))
            : new Upcoming(UpcomingKind.Other, due);
    }
}
