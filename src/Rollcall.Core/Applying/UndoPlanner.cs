using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Applying;

/// <summary>Plans the undo of a run: its changes inverted in reverse order, where they still stand as the run left them. What
/// changed again since is a finding, not overwritten. Pure over what was loaded.</summary>
public static class UndoPlanner
{
    /// <param name="connection">The run's connection.</param>
    /// <param name="changes">The run's changes in the order they were applied.</param>
    /// <param name="schema">Teams, levels and attributes as they stand.</param>
    /// <param name="employees">Everybody in the directory, as they stand.</param>
    /// <param name="ties">The connection's records of those employees; they are looked at again at the next run.</param>
    /// <param name="now">When the undo is planned.</param>
    public static Plan Plan(
        ConnectionId connection, IReadOnlyList<Change> changes, DirectorySchema schema, IReadOnlyDictionary<EmployeeId, EmployeeState> employees,
        IReadOnlyList<RecordTie> ties, DateTimeOffset now)
    {
        var ledger = new FindingLedger();
        var externalIds = ties.Where(t => t.Employee is not null).GroupBy(t => t.Employee!.Value).ToDictionary(g => g.Key, g => g.First().ExternalId);
        var inverses = new List<Change>(changes.Count);
        var targets = new StandingTargets(schema, changes.Where(c => c.Subject != SubjectKind.Employee).Select(c => c.Inverse()));
        var deletions = UndoDeletions.Of(changes, schema, employees, change => EmployeeStands(change, schema, employees) && CanComeBack(change, targets));
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var change = changes[i];
            if (Stands(change, schema, employees, deletions) && CanComeBack(change, targets))
            {
                inverses.Add(change.Inverse() with { Cause = "undo" });
                continue;
            }

            var who = change.Subject == SubjectKind.Employee && externalIds.TryGetValue(new EmployeeId(change.SubjectId), out var externalId)
                ? externalId
                : change.SubjectId.ToString();
            ledger.Add(FindingCodes.UndoConflict, FindingSeverity.Held, null, change.Field.Length == 0 ? null : change.Field, null, null, who);
        }

        var deleted = inverses.Where(c => c is { Verb: ChangeVerb.Delete, Subject: SubjectKind.Employee }).Select(c => new EmployeeId(c.SubjectId)).ToHashSet();
        return new Plan
        {
            Connection = connection,
            Reading = ReadingKind.Undo,
            Changes = inverses,
            Records = [],
            Reopened = [.. ties.Select(t => t.Employee is { } employee && deleted.Contains(employee) ? t with { Employee = null } : t)],
            Findings = ledger.ToList(),
            Coverage = [],
            ConfigDigest = "",
            Layout = schema.Layout.Definitions.Select(d => d.Key).ToValueList(),
            Digest = PlanDigest.Of(connection, inverses),
            ReadAt = now,
            Counts = new PlanCounts
            {
                Created = inverses.Count(c => c is { Verb: ChangeVerb.Create, Subject: SubjectKind.Employee }),
                Updated = inverses.Where(c => c.Subject == SubjectKind.Employee && c.Verb is not (ChangeVerb.Create or ChangeVerb.Delete))
                    .Select(c => c.SubjectId).Distinct().Count(),
                Deactivated = inverses.Count(c => c.Field == Fields.Status && c.After == AccountStatusWord.Deactivated),
                Reactivated = inverses.Count(c => c.Field == Fields.Status && c.Before == AccountStatusWord.Deactivated),
                DirectoryEmployees = employees.Count,
            },
        };
    }

    /// <summary>Whether what somebody had before is still there to be given: a team can have been merged, an option renamed.</summary>
    private static bool CanComeBack(Change change, StandingTargets targets) =>
        change is not { Subject: SubjectKind.Employee, Verb: ChangeVerb.Set or ChangeVerb.Remove, Before: { } before } || targets.Has(change.Field, before);

    private static bool Stands(Change change, DirectorySchema schema, IReadOnlyDictionary<EmployeeId, EmployeeState> employees, UndoDeletions deletions) =>
        change switch
        {
            { Verb: ChangeVerb.Create } or { Subject: SubjectKind.CustomAttribute, Verb: ChangeVerb.Add } => deletions.Has(change),
            { Subject: SubjectKind.Employee } => EmployeeStands(change, schema, employees),
            { Subject: SubjectKind.Team } => TeamStands(change, schema),
            { Subject: SubjectKind.Level } => schema.Levels.All(l => l.Id.Value != change.SubjectId),
            _ => schema.Attributes.FirstOrDefault(a => Fields.Custom(a.Key) == change.Field) is { } attribute && attribute.Options.All(o => o.Label != change.After),
        };

    private static bool EmployeeStands(Change change, DirectorySchema schema, IReadOnlyDictionary<EmployeeId, EmployeeState> employees)
    {
        var exists = employees.TryGetValue(new EmployeeId(change.SubjectId), out var employee);
        if (change.Verb is ChangeVerb.Delete || !exists)
        {
            return change.Verb is ChangeVerb.Delete && !exists;
        }

        return !employee!.Pins.Contains(change.Field) && change.Field switch
        {
            Fields.Status => AccountStatusWord.Of(employee.Status) == change.After,
            Fields.ExternalId => true,
            Fields.Team => employee.Teams.Contains(new Membership(new TeamId(Guid.Parse((change.After ?? change.Before)!)), new Origin(change.Origin)))
                == (change.Verb == ChangeVerb.Add),
            Fields.AdditionalManager => employee.AdditionalManagers.Contains(
                new AdditionalManager(new EmployeeId(Guid.Parse((change.After ?? change.Before)!)), new Origin(change.Origin))) == (change.Verb == ChangeVerb.Add),
            var field => schema.Layout.IndexOf(field) is >= 0 and var slot && employee.Values[slot] == change.After,
        };
    }

    private static bool TeamStands(Change change, DirectorySchema schema)
    {
        var team = schema.Teams.FirstOrDefault(t => t.Id.Value == change.SubjectId);
        return (change.Verb, change.Field) switch
        {
            (ChangeVerb.Delete, _) => team is null,
            (ChangeVerb.Set, TeamFields.Name) => team?.Name == change.After,
            (ChangeVerb.Add, TeamFields.Binding) => team?.Bindings.Any(b => b.HrisId == change.After && b.Connection == change.Origin) == true,
            (ChangeVerb.Remove, TeamFields.Binding) => team?.Bindings.Any(b => b.HrisId == change.Before && b.Connection == change.Origin) == false,
            (ChangeVerb.Add, TeamFields.Alias) => team?.Aliases.Contains(change.After) == true,
            _ => false,
        };
    }
}
