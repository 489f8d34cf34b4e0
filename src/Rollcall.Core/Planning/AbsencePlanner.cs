using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Plans for those a complete read did not deliver (R11): first only marked, after enough complete reads a leaver.
/// Only a proven complete <see cref="Connecting.Reading"/> names anybody missing.</summary>
internal sealed class AbsencePlanner(
    PlanInput input, StatusPlanner statuses, FindingLedger ledger, Func<EmployeeId, Carrier[]> carriersOfOthers, PersonPlanner people)
{
    public IEnumerable<PersonDraft> PlanMissing()
    {
        var rebound = input.Matches.Where(m => m.ReboundFrom is not null).Select(m => m.ReboundFrom!).ToHashSet(StringComparer.Ordinal);
        var threshold = input.Mapping.Config.MissingReadsBeforeLeaving;
        foreach (var externalId in input.Complete?.Missing ?? [])
        {
            var known = input.Known.All[input.Known.IndexOf(externalId)];
            if (known.MissingReads >= threshold || rebound.Contains(externalId) || !input.Records.TryGetValue(externalId, out var before))
            {
                continue;
            }

            yield return PlanOne(before, before.MissingReads + 1, threshold);
        }
    }

    private PersonDraft PlanOne(StoredRecord before, int missing, int threshold)
    {
        var draft = new PersonDraft(before.ExternalId) { Employee = before.Employee };
        var isExcluded = before.Scope == RecordScope.Excluded;
        if (before.Employee is { } employee && !isExcluded && input.Employees.TryGetValue(employee, out var actual)
            && actual.Status != AccountStatus.Deactivated)
        {
            if (missing >= threshold)
            {
                var others = carriersOfOthers(employee);
                if (others.Length > 0)
                {
                    people.PlanExisting(draft, actual, others);
                }

                if (!actual.Pins.Contains(Fields.Status) && statuses.Combine(actual, EmploymentStatus.Left, others) == EmploymentStatus.Left)
                {
                    statuses.Deactivate(draft, actual, "missing");
                }
            }
            else
            {
                ledger.Add(FindingCodes.PersonMissing, FindingSeverity.Notice, null, null, null, null, before.ExternalId);
            }
        }

        // Held (the last owner): counted again next time, until it can be carried out.
        draft.Record = before with { MissingReads = draft.IsOpen && missing >= threshold ? before.MissingReads : missing, Fingerprint = null };
        return draft;
    }
}
