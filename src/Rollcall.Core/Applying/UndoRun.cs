using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Applying;

/// <summary>Loads what undoing a run depends on and plans it. Applying goes the one way every plan goes.</summary>
public static class UndoRun
{
    /// <summary>The plan that takes a run back. Apply it through <see cref="PlanGuard.Approve"/> once a person has seen it.</summary>
    public static async Task<Plan> PlanAsync(
        IDirectory directory, ConnectionId connection, RunId run, TimeProvider time, CancellationToken cancellationToken)
    {
        var schema = await directory.ReadSchemaAsync(cancellationToken);
        var all = await directory.ReadEmployeesAsync(schema.Layout, employees: null, cancellationToken);
        var standing = all.ToDictionary(e => e.Id);
        var changes = new List<Change>();
        await foreach (var change in directory.ReadChangesAsync(run, cancellationToken))
        {
            // Who stands as created is the snapshot: a large run's people are in memory once.
            changes.Add(change.Snapshot is EmployeeState created && standing.TryGetValue(created.Id, out var now) && UndoPlanner.SameAsCreated(created, now)
                ? change with { Snapshot = now }
                : change);
        }

        var touched = changes.Where(c => c.Subject == SubjectKind.Employee).Select(c => new EmployeeId(c.SubjectId)).ToHashSet();
        var ties = await directory.ReadKnownRecordsAsync(connection, cancellationToken)
            .Where(r => r.Employee is { } employee && touched.Contains(employee)).Select(r => new RecordTie(r.ExternalId, r.Employee)).ToListAsync(cancellationToken);
        return UndoPlanner.Plan(
            connection,
            changes,
            schema,
            standing,
            ties,
            UsedElsewhere(changes, schema.Layout, all),
            time.GetUtcNow());
    }

    /// <summary>Ids that somebody refers to who will still do so when the run's own changes are gone.</summary>
    private static HashSet<Guid> UsedElsewhere(List<Change> changes, FieldLayout layout, IReadOnlyList<EmployeeState> all)
    {
        var created = changes.Where(c => c is { Verb: ChangeVerb.Create, Subject: SubjectKind.Employee }).Select(c => c.SubjectId).ToHashSet();
        var written = changes.Where(c => c.Subject == SubjectKind.Employee && c.After is not null)
            .Select(c => (c.SubjectId, c.Field, c.After!)).ToHashSet();
        var (manager, level) = (layout.IndexOf(Fields.Manager), layout.IndexOf(Fields.Level));
        var used = new HashSet<Guid>();
        foreach (var employee in all.Where(e => !created.Contains(e.Id.Value)))
        {
            void Use(string field, string? id)
            {
                if (id is not null && !written.Contains((employee.Id.Value, field, id)))
                {
                    used.Add(Guid.Parse(id));
                }
            }

            Use(Fields.Manager, employee.Values[manager]);
            Use(Fields.Level, employee.Values[level]);
            foreach (var membership in employee.Teams)
            {
                Use(Fields.Team, membership.Team.Value.ToString());
            }

            foreach (var additional in employee.AdditionalManagers)
            {
                Use(Fields.AdditionalManager, additional.Manager.Value.ToString());
            }
        }

        return used;
    }
}
