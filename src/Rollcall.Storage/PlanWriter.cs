using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Storage;

/// <summary>Writes one approved plan in one transaction, or nothing (R14).</summary>
internal sealed class PlanWriter(RollcallDbContext context, IBulkWriter bulk, Guid workspace, TimeProvider time)
{
    private const int MaxConflicts = 20;
    private readonly List<string> conflicts = [];
    private DbConnection connection = null!;
    private DbTransaction transaction = null!;
    private long now;

    public async Task<ApplyOutcome> WriteAsync(ApprovedPlan approved, RunId run, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var plan = approved.Plan;
        await context.Database.OpenConnectionAsync(cancellationToken);
        connection = context.Database.GetDbConnection();
        now = time.GetUtcNow().UtcTicks;
        transaction = await bulk.BeginExclusiveAsync(connection, workspace, cancellationToken);
        await using (transaction)
        {
            await context.Database.UseTransactionAsync(transaction, cancellationToken);
            if (await context.Runs.AnyAsync(r => r.Id == run.Value && r.State == (int)RunState.Interrupted, cancellationToken))
            {
                // Another process found this one silent for too long, and has carried on.
                await transaction.RollbackAsync(cancellationToken);
                return new ApplyOutcome.DirectoryChanged(["the run was given up as dead by another process"]);
            }

            await new InvariantCheck(context, workspace, Conflict).RunAsync(plan, cancellationToken);
            if (conflicts.Count > 0)
            {
                await transaction.RollbackAsync(cancellationToken);
                return new ApplyOutcome.DirectoryChanged(conflicts.ToValueList());
            }

            if (plan.Changes.Count > 0)
            {
                // What is deleted goes last: employees still refer to it until then.
                await WriteSchemaAsync(plan.Changes.Where(c => c.Verb != ChangeVerb.Delete), cancellationToken);
                await CheckTargetsAsync(plan, cancellationToken);
                await WriteEmployeesAsync(plan, progress, cancellationToken);
                await WriteSchemaAsync(plan.Changes.Where(c => c.Verb == ChangeVerb.Delete), cancellationToken);
                if (conflicts.Count > 0)
                {
                    await transaction.RollbackAsync(cancellationToken);
                    return new ApplyOutcome.DirectoryChanged(conflicts.ToValueList());
                }

                await bulk.InsertAsync(transaction, Tables.Changes, RowsAhead.OfMany(plan.Changes.Count, ChangeRows(plan.Changes, plan.Layout, run.Value)), cancellationToken);
            }

            await new RecordWriter(context, bulk, transaction, workspace).WriteAsync(plan, cancellationToken);
            var hasMoved = await WriteCoverageAsync(plan, cancellationToken);
            await FinishAsync(approved, run, hasMoved, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return new ApplyOutcome.Applied(plan.Changes.Count);
    }

    /// <summary>Rows of the change log; also for edits by people, without a run.</summary>
    public IEnumerable<object?[]> ChangeRows(IReadOnlyList<Change> changes, ValueList<string> layout, Guid? run)
    {
        var at = time.GetUtcNow().UtcTicks;
        var row = new object?[Tables.Changes.Columns.Length];
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            row[0] = workspace;
            row[1] = run;
            row[2] = i;
            row[3] = at;
            row[4] = (int)change.Verb;
            row[5] = (int)change.Subject;
            row[6] = change.SubjectId;
            row[7] = change.Field;
            row[8] = change.Before;
            row[9] = change.After;
            row[10] = change.Origin?.Value;
            row[11] = change.Cause;
            row[12] = SnapshotJson.Of(change.Snapshot, layout);
            yield return row;
        }
    }

    private void Conflict(string what)
    {
        if (conflicts.Count < MaxConflicts)
        {
            conflicts.Add(what);
        }
    }

    private async Task WriteSchemaAsync(IEnumerable<Change> changes, CancellationToken cancellationToken)
    {
        var writer = new SchemaWriter(context, workspace, Conflict);
        foreach (var change in changes.Where(c => c.Subject != SubjectKind.Employee))
        {
            await writer.WriteAsync(change, cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    /// <summary>What people get must be there: a team, a level or an option can have been merged or deleted since the plan was made.</summary>
    private async Task CheckTargetsAsync(Plan plan, CancellationToken cancellationToken)
    {
        var targets = new StandingTargets(await SchemaRows.ReadAsync(context, workspace, cancellationToken), []);
        var missing = new HashSet<(string Field, string Value)>();
        void Check(string field, string value)
        {
            if (!targets.Has(field, value) && missing.Add((field, value)))
            {
                Conflict(field is Fields.Team or Fields.Level ? $"{field} {value} is gone" : $"{field} is gone, or an option of it");
            }
        }

        int[] listed = [.. Enumerable.Range(0, plan.Layout.Count).Where(i => targets.IsListed(plan.Layout[i]))];
        foreach (var change in plan.Changes.Where(c => c.Subject == SubjectKind.Employee))
        {
            if (change is { Verb: ChangeVerb.Create, Snapshot: EmployeeState created })
            {
                foreach (var slot in listed)
                {
                    if (created.Values[slot] is { } value)
                    {
                        Check(plan.Layout[slot], value);
                    }
                }

                foreach (var membership in created.Teams)
                {
                    Check(Fields.Team, membership.Team.ToString());
                }
            }
            else if (change.After is { } after && change.Verb is ChangeVerb.Set or ChangeVerb.Add)
            {
                Check(change.Field, after);
            }
        }
    }

    private async Task WriteEmployeesAsync(Plan plan, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var people = plan.Changes.Where(c => c.Subject == SubjectKind.Employee).ToList();
        var created = people.Where(c => c.Verb == ChangeVerb.Create).Select(c => (EmployeeState)c.Snapshot!).ToList();
        var deleted = people.Where(c => c.Verb == ChangeVerb.Delete).Select(c => c.SubjectId).ToHashSet();
        var changes = people.Where(c => c.Verb is not (ChangeVerb.Create or ChangeVerb.Delete)).ToList();
        await CheckNewAsync(created, cancellationToken);
        var drafts = changes.Count == 0 ? [] : await EmployeeReader.ReadAsync(connection, transaction, workspace, changes.Select(c => c.SubjectId).ToHashSet(), cancellationToken);
        foreach (var change in changes)
        {
            if (!drafts.TryGetValue(change.SubjectId, out var draft))
            {
                Conflict($"employee {change.SubjectId} is gone");
            }
            else if (!draft.Take(change))
            {
                Conflict($"{change.Field} of employee {change.SubjectId}");
            }
        }

        if (conflicts.Count > 0)
        {
            return;
        }

        await bulk.InsertAsync(transaction, Tables.Employees, RowsAhead.OfMany(created.Count, CreatedRows(created, plan.Layout, progress)), cancellationToken);
        await bulk.InsertAsync(transaction, Tables.Memberships, created.SelectMany(e => e.Teams.Select(t => LinkRow(e.Id.Value, t.Team.Value, t.Origin))), cancellationToken);
        await bulk.InsertAsync(transaction, Tables.AdditionalManagers, created.SelectMany(e => e.AdditionalManagers.Select(m => LinkRow(e.Id.Value, m.Manager.Value, m.Origin))), cancellationToken);
        await WriteChangedAsync([.. drafts.Values.Where(d => !deleted.Contains(d.Id))], changes.Select(c => c.Field).ToHashSet(StringComparer.Ordinal), cancellationToken);
        await DeleteAsync(deleted, cancellationToken);
    }

    private async Task CheckNewAsync(List<EmployeeState> created, CancellationToken cancellationToken)
    {
        if (created.Count == 0 || !await context.Employees.AnyAsync(e => e.WorkspaceId == workspace, cancellationToken))
        {
            return;
        }

        foreach (var chunk in created.Select(e => e.Id.Value).Chunk(400))
        {
            await foreach (var row in EmployeeReader.QueryAsync(connection, transaction, $"SELECT id FROM employees WHERE {EmployeeReader.OfWorkspace}", "id", workspace, chunk, cancellationToken))
            {
                Conflict($"employee {row.GetGuid(0)} exists already");
            }
        }
    }

    private IEnumerable<object?[]> CreatedRows(List<EmployeeState> created, ValueList<string> layout, IProgress<int>? progress)
    {
        var row = new object?[Tables.Employees.Columns.Length];
        for (var i = 0; i < created.Count; i++)
        {
            EmployeeDraft.Fill(row, created[i], layout, workspace, now);
            if (i % 1000 == 999)
            {
                progress?.Report(i + 1);
            }

            yield return row;
        }
    }

    private object?[] LinkRow(Guid employee, Guid other, Origin origin) => [employee, other, origin.Connection?.Value ?? Guid.Empty, workspace];

    /// <summary>Only the columns that any of the changes is about: what is not written need not be taken out of indexes and put in again.</summary>
    private async Task WriteChangedAsync(List<EmployeeDraft> drafts, HashSet<string> fields, CancellationToken cancellationToken)
    {
        int[] written = [0, .. EmployeeDraft.ColumnsOf(fields)];
        var table = new TableShape(Tables.Employees.Name, [.. written.Select(i => Tables.Employees.Columns[i])], Tables.Employees.KeyColumns);
        var whole = new object?[Tables.Employees.Columns.Length];
        var row = new object?[written.Length];
        await bulk.UpdateAsync(transaction, table, RowsAhead.OfMany(drafts.Count, drafts.Select(d =>
        {
            d.Fill(whole, workspace, now);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = whole[written[i]];
            }

            return row;
        })), cancellationToken);
        var teams = drafts.SelectMany(d => d.TeamChanges.Select(c => (c.Verb, Row: LinkRow(d.Id, c.Link.Team.Value, c.Link.Origin)))).ToList();
        var managers = drafts.SelectMany(d => d.ManagerChanges.Select(c => (c.Verb, Row: LinkRow(d.Id, c.Link.Manager.Value, c.Link.Origin)))).ToList();
        await bulk.DeleteAsync(transaction, Tables.Memberships, teams.Where(t => t.Verb == ChangeVerb.Remove).Select(t => t.Row), cancellationToken);
        await bulk.InsertAsync(transaction, Tables.Memberships, teams.Where(t => t.Verb == ChangeVerb.Add).Select(t => t.Row), cancellationToken);
        await bulk.DeleteAsync(transaction, Tables.AdditionalManagers, managers.Where(t => t.Verb == ChangeVerb.Remove).Select(t => t.Row), cancellationToken);
        await bulk.InsertAsync(transaction, Tables.AdditionalManagers, managers.Where(t => t.Verb == ChangeVerb.Add).Select(t => t.Row), cancellationToken);
    }

    private async Task DeleteAsync(HashSet<Guid> deleted, CancellationToken cancellationToken)
    {
        if (deleted.Count == 0)
        {
            return;
        }

        var keys = deleted.Select(id => new object?[] { id }).ToList();
        await bulk.DeleteAsync(transaction, Tables.EmployeeLinks, keys, cancellationToken);
        await bulk.DeleteAsync(transaction, Tables.EmployeeManagers, keys, cancellationToken);
        await bulk.DeleteAsync(transaction, Tables.ManagersOfOthers, deleted.Select(id => new object?[] { workspace, id }), cancellationToken);
        if (await bulk.DeleteAsync(transaction, Tables.Employees, keys, cancellationToken) is var found && found != deleted.Count)
        {
            Conflict($"{deleted.Count - found} of {deleted.Count} employees to be deleted are gone");
        }
    }

    /// <summary>True when the fill rates are other ones than before.</summary>
    private async Task<bool> WriteCoverageAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Coverage.Count == 0)
        {
            return false;
        }

        var before = await context.Coverage.AsNoTracking().Where(c => c.ConnectionId == plan.Connection.Value).ToListAsync(cancellationToken);
        var standing = before.Select(c => new AttributeCoverage(c.Attribute, c.Filled, c.Total)).ToHashSet();
        var hasMoved = !standing.SetEquals(plan.Coverage);
        if (hasMoved)
        {
            await bulk.DeleteAsync(transaction, Tables.Coverage, before.Select(c => new object?[] { c.ConnectionId, c.Attribute }), cancellationToken);
            await bulk.InsertAsync(transaction, Tables.Coverage, plan.Coverage.Select(c => new object?[] { plan.Connection.Value, c.Attribute, workspace, c.Filled, c.Total }), cancellationToken);
        }

        return hasMoved;
    }

    /// <summary>The connection remembers the read, the run its end: in the same transaction, so that they agree whatever happens.</summary>
    private async Task FinishAsync(ApprovedPlan approved, RunId run, bool hasCoverageMoved, CancellationToken cancellationToken)
    {
        var plan = approved.Plan;
        var row = await context.Connections.SingleOrDefaultAsync(c => c.Id == plan.Connection.Value, cancellationToken);
        if (row is not null)
        {
            row.ConfigDigest = plan.ConfigDigest.Length > 0 ? plan.ConfigDigest : row.ConfigDigest;
            row.LastFullReadAt = plan.Reading == ReadingKind.Full && (!plan.IsUnproven || row.LastFullReadAt is null) ? plan.ReadAt : row.LastFullReadAt;
            row.LastReadAt = plan.Reading is ReadingKind.Full or ReadingKind.Delta ? plan.ReadAt : row.LastReadAt;
            row.Paused |= plan.Reading == ReadingKind.Undo;
        }

        var record = await context.Runs.SingleOrDefaultAsync(r => r.Id == run.Value, cancellationToken);
        if (record is not null)
        {
            record.State = (int)RunState.Succeeded;
            record.ActiveConnectionId = null;
            record.FinishedAt = new DateTimeOffset(now, TimeSpan.Zero);
            record.Digest = plan.Digest;
            record.Counts = JsonSerializer.Serialize(plan.Counts);
            record.Applied = plan.Changes.Count;
            record.Coverage = hasCoverageMoved ? RunJson.WriteCoverage(plan.Coverage) : null;
            record.Findings = RunJson.Write(plan.Findings);
            record.Plan = null;
            record.ApprovedBy = approved.ApprovedBy;
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
