using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>What came of changing an employee by hand.</summary>
public enum EmployeeEdit
{
    Done,

    /// <summary>There is no such employee, or not any more; nothing was written.</summary>
    Gone,

    /// <summary>Somebody would be, by some steps, their own manager (R10); nothing was written.</summary>
    Circle,
}

/// <summary>What people change by hand. Every edit is in the change log without a run, and makes the next sync look again at whatever it
/// could change (R15).</summary>
public sealed class DirectoryEditStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, TimeProvider time)
{
    /// <summary>Pins a field of an employee, with another value if one is given: no sync touches it until it is unpinned.</summary>
    public Task<EmployeeEdit> PinAsync(WorkspaceId workspace, EmployeeId employee, string field, string? value, bool setsValue, CancellationToken cancellationToken) =>
        EditEmployeeAsync(workspace, employee, (draft, changes) =>
        {
            draft.Pins.Add(field);
            if (setsValue)
            {
                SetValue(draft, changes, employee, field, value, "pinned");
            }
        }, cancellationToken, ManagerIn(field, setsValue ? value : null));

    /// <summary>Writes a value by hand; null clears it. A sync whose mapping owns the field writes it again.</summary>
    public Task<EmployeeEdit> SetAsync(WorkspaceId workspace, EmployeeId employee, string field, string? value, CancellationToken cancellationToken) =>
        EditEmployeeAsync(workspace, employee, (draft, changes) => SetValue(draft, changes, employee, field, value, "by hand"), cancellationToken, ManagerIn(field, value));

    /// <summary>The next sync writes the HRIS' value again.</summary>
    public Task<EmployeeEdit> UnpinAsync(WorkspaceId workspace, EmployeeId employee, string field, CancellationToken cancellationToken) =>
        EditEmployeeAsync(workspace, employee, (draft, _) => draft.Pins.Remove(field), cancellationToken);

    /// <summary>Moves an account on, if it stands at one of the given statuses; else nothing happens.</summary>
    public Task SetStatusAsync(
        WorkspaceId workspace, EmployeeId employee, IReadOnlyCollection<AccountStatus> from, AccountStatus to, string cause, CancellationToken cancellationToken) =>
        EditEmployeeAsync(workspace, employee, (draft, changes) =>
        {
            if (draft.Status == to || !from.Contains(draft.Status))
            {
                return;
            }

            var change = new Change
            {
                Verb = ChangeVerb.Set,
                Subject = SubjectKind.Employee,
                SubjectId = employee.Value,
                Field = Fields.Status,
                Before = AccountStatusWord.Of(draft.Status),
                After = AccountStatusWord.Of(to),
                Cause = cause,
            };
            draft.Take(change);
            changes.Add(change);
        }, cancellationToken);

    /// <summary>Creates the attribute, or replaces its definition. Values stay as they are.</summary>
    public Task SaveAttributeAsync(WorkspaceId workspace, CustomAttribute attribute, CancellationToken cancellationToken) =>
        EditSchemaAsync(workspace, async context =>
        {
            var row = SchemaRows.ToRow(attribute, workspace.Value);
            var standing = await context.CustomAttributes.AsNoTracking()
                .SingleOrDefaultAsync(a => a.WorkspaceId == workspace.Value && a.Key == attribute.Key, cancellationToken);
            if (standing is not null && SchemaRows.ToAttribute(standing) == attribute)
            {
                return false;
            }

            context.Entry(row).State = standing is null ? EntityState.Added : EntityState.Modified;
            return true;
        }, cancellationToken);

    /// <summary>Changes one attribute; false when there is none with that key.</summary>
    public async Task<bool> ChangeAttributeAsync(
        WorkspaceId workspace, string key, Func<CustomAttribute, CustomAttribute> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.CustomAttributes.AsNoTracking().SingleOrDefaultAsync(a => a.WorkspaceId == workspace.Value && a.Key == key, cancellationToken);
        if (row is null)
        {
            return false;
        }

        await SaveAttributeAsync(workspace, change(SchemaRows.ToAttribute(row)), cancellationToken);
        return true;
    }

    /// <summary>Who a held record is: an employee, or (null) somebody new. False when no such record is held: there is nothing to decide, and a decision
    /// kept for later would answer another question.</summary>
    public async Task<bool> DecideAsync(WorkspaceId workspace, ConnectionId connection, string externalId, EmployeeId? employee, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isHeld = await context.SourceRecords.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value && r.ExternalId == externalId && r.Scope == (int)RecordScope.Held)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Fingerprint, (byte[]?)null), cancellationToken) == 1;
        if (!isHeld)
        {
            return false;
        }

        await context.MatchDecisions.Where(d => d.ConnectionId == connection.Value && d.ExternalId == externalId).ExecuteDeleteAsync(cancellationToken);
        context.MatchDecisions.Add(new MatchDecisionRow
        {
            WorkspaceId = workspace.Value,
            ConnectionId = connection.Value,
            ExternalId = externalId,
            EmployeeId = employee?.Value,
            DecidedAt = time.GetUtcNow(),
        });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The next run takes the attribute's fill rate as it comes (R12). False when there is no such baseline.</summary>
    public async Task<bool> AcceptCoverageAsync(WorkspaceId workspace, ConnectionId connection, string attribute, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Coverage
            .Where(c => c.WorkspaceId == workspace.Value && c.ConnectionId == connection.Value && c.Attribute == attribute).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private static void SetValue(EmployeeDraft draft, List<Change> changes, EmployeeId employee, string field, string? value, string cause)
    {
        if (draft.Get(field) == value)
        {
            return;
        }

        changes.Add(new Change
        {
            Verb = ChangeVerb.Set,
            Subject = SubjectKind.Employee,
            SubjectId = employee.Value,
            Field = field,
            Before = draft.Get(field),
            After = value,
            Cause = cause,
        });
        draft.Set(field, value);
    }

    private static EmployeeId? ManagerIn(string field, string? value) => field == Fields.Manager && value is not null ? new EmployeeId(Guid.Parse(value)) : null;

    /// <summary>Whether somebody is the other one, or reports to them by some steps.</summary>
    private static async Task<bool> ReportsToAsync(RollcallDbContext context, WorkspaceId workspace, EmployeeId from, EmployeeId to, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Guid>();
        Guid? at = from.Value;
        while (at is { } id && seen.Add(id))
        {
            if (id == to.Value)
            {
                return true;
            }

            var manager = await context.Employees.Where(e => e.WorkspaceId == workspace.Value && e.Id == id).Select(e => e.Manager).SingleOrDefaultAsync(cancellationToken);
            at = manager is null ? null : Guid.Parse(manager);
        }

        return false;
    }

    private async Task<EmployeeEdit> EditEmployeeAsync(
        WorkspaceId workspace, EmployeeId employee, Action<EmployeeDraft, List<Change>> edit, CancellationToken cancellationToken, EmployeeId? manager = null)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        await using var transaction = await bulk.BeginExclusiveAsync(connection, workspace.Value, cancellationToken);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var drafts = await EmployeeReader.ReadAsync(connection, transaction, workspace.Value, [employee.Value], cancellationToken);
        if (!drafts.TryGetValue(employee.Value, out var draft))
        {
            // Taken back meanwhile: there is nobody to edit.
            return EmployeeEdit.Gone;
        }

        if (manager is { } above && await ReportsToAsync(context, workspace, above, employee, cancellationToken))
        {
            return EmployeeEdit.Circle;
        }

        var changes = new List<Change>();
        edit(draft, changes);
        var row = new object?[Tables.Employees.Columns.Length];
        draft.Fill(row, workspace.Value, time.GetUtcNow().UtcTicks);
        await bulk.UpsertAsync(transaction, Tables.Employees, [row], cancellationToken);
        var writer = new PlanWriter(context, bulk, workspace.Value, time);
        await bulk.InsertAsync(transaction, Tables.Changes, writer.ChangeRows(changes, [], run: null), cancellationToken);
        await context.SourceRecords.Where(r => r.WorkspaceId == workspace.Value && r.EmployeeId == employee.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Fingerprint, (byte[]?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return EmployeeEdit.Done;
    }

    /// <summary>Schema edits void every fingerprint of the workspace: a new option or alias takes effect at the next run.</summary>
    private async Task EditSchemaAsync(WorkspaceId workspace, Func<RollcallDbContext, Task<bool>> edit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await edit(context))
        {
            return;
        }

        await context.SaveChangesAsync(cancellationToken);
        await context.Workspaces.Where(w => w.Id == workspace.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.EditEpoch, w => w.EditEpoch + 1), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
