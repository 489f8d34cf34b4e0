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
            changes.Add(change.Snapshot is EmployeeState created && standing.TryGetValue(created.Id, out var now) && UndoDeletions.SameAsCreated(created, now)
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
            time.GetUtcNow());
    }
}
