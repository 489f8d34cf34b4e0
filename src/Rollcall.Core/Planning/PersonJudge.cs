using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Whether a record is planned, left out, or held before anything of it is looked at closer.</summary>
internal sealed class PersonJudge(PlanInput input, TargetTable table, Matcher matcher)
{
    public PersonCase Judge(ReadRecord read, Match match)
    {
        var record = read.Record;
        if (input.Batch.Duplicates.Contains(record.ExternalId))
        {
            return new PersonCase(read, match, PersonScope.Held, FindingCodes.DuplicateRecord, null, default);
        }

        switch (input.Mapping.Criteria.Judge(record, input.BlanksHeld))
        {
            case ScopeVerdict.Excluded verdict:
                return new PersonCase(read, match, PersonScope.Excluded, verdict.Criterion, null, default);
            case ScopeVerdict.Unknown unknown:
                return new PersonCase(read, match, PersonScope.Held, FindingCodes.CriterionUnreadable, unknown.Attribute, default);
        }

        var standing = match.Employee is { } matched ? input.Employees.GetValueOrDefault(matched) : null;
        var employment = Employment.Judge(input.Mapping, table, input.Schema.Layout, record.Values, input.Today, standing, input.BlanksHeld);
        if (employment.Status is null)
        {
            var attribute = employment.Hold!.Attribute < 0 ? null : input.Mapping.Attributes[employment.Hold.Attribute];
            return new PersonCase(read, match, PersonScope.Held, employment.Hold.Code, attribute, employment);
        }

        if (match.HoldCode is { } hold && (match.Employee is not null || IsWanted(employment.Status.Value)))
        {
            return new PersonCase(read, match, PersonScope.Held, hold, null, employment);
        }

        if (match.Employee is { } employee && !match.IsNew && matcher.DecisionOn(record.ExternalId) is null && IsSwapped(record, match.Who!, employee))
        {
            return new PersonCase(read, match, PersonScope.Held, FindingCodes.IdentitySwap, null, employment);
        }

        return match.IsNew && !IsWanted(employment.Status.Value) || match.HoldCode is not null
            ? new PersonCase(read, match, PersonScope.NotPickedUp, "not employed", null, employment)
            : new PersonCase(read, match, PersonScope.Included, null, null, employment);
    }

    private bool IsWanted(EmploymentStatus status) => status switch
    {
        EmploymentStatus.Active or EmploymentStatus.OnLeave => true,
        EmploymentStatus.Upcoming => input.Mapping.Config.CreateUpcoming,
        EmploymentStatus.Left => false,
    };

    /// <summary>An external id whose email, name and birthday all changed at once is probably another person under a reused id (R1).</summary>
    private bool IsSwapped(SourceRecord record, Identity who, EmployeeId employee)
    {
        if (!input.Records.TryGetValue(record.ExternalId, out var stored) || stored.Values is null || stored.Employee != employee)
        {
            return false;
        }

        var before = matcher.IdentityOf(RecordCodec.Decode(stored.Values, input.Mapping.Attributes));
        var after = who;
        var compared = 0;
        bool Differs(object? one, object? other)
        {
            compared += one is not null && other is not null ? 1 : 0;
            return one is null || other is null || !Equals(one, other);
        }

        var all = Differs(before.Email is null ? null : Words.Folded(before.Email), after.Email is null ? null : Words.Folded(after.Email))
            & Differs(before.FirstName, after.FirstName) & Differs(before.LastName, after.LastName) & Differs(before.Birthday, after.Birthday);
        return all && compared >= 3;
    }
}
