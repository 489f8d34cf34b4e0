using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>The directory of one workspace in the database. Large reads go straight over the connection, without entities.</summary>
public sealed class DirectoryStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, WorkspaceId workspace, TimeProvider time) : IDirectory
{
    private const string RecordColumns =
        "connection_id, external_id, employee_id, fingerprint, content, scope, scope_reason, scope_since, missing_reads, due_on, read_at, answer";

    public async Task<DirectorySchema> ReadSchemaAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SchemaRows.ReadAsync(context, workspace.Value, cancellationToken);
    }

    public async IAsyncEnumerable<KnownRecord> ReadKnownRecordsAsync(ConnectionId connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var command = await CommandAsync(
            context,
            "SELECT external_id, employee_id, fingerprint, missing_reads, due_on, scope, answer FROM source_records WHERE workspace_id = @workspace AND connection_id = @connection",
            cancellationToken);
        command.Bind("@connection", connection.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new KnownRecord(
                reader.GetString(0),
                reader.IsDBNull(1) ? null : new EmployeeId(reader.GetGuid(1)),
                reader.IsDBNull(2) ? null : Fingerprint.FromBytes(reader.GetFieldValue<byte[]>(2)),
                reader.GetInt32(3),
                DateAt(reader, 4),
                (RecordScope)reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6));
        }
    }

    public async IAsyncEnumerable<DirectoryEntry> ReadEntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var command = await CommandAsync(
            context,
            "SELECT id, email_key, name_key, birthday, status, manager, is_owner FROM employees WHERE workspace_id = @workspace",
            cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new DirectoryEntry(
                new EmployeeId(reader.GetGuid(0)),
                reader.TextAt(1),
                reader.TextAt(2),
                DateAt(reader, 3),
                (AccountStatus)reader.GetInt32(4),
                reader.TextAt(5) is { } manager ? new EmployeeId(Guid.Parse(manager)) : null,
                reader.GetBoolean(6));
        }
    }

    public async Task<long> ReadLastChangeAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Changes.Where(c => c.WorkspaceId == workspace.Value).MaxAsync(c => (long?)c.Id, cancellationToken) ?? 0;
    }

    public async Task<IReadOnlyList<EmployeeState>> ReadEmployeesAsync(
        FieldLayout layout, IReadOnlyCollection<EmployeeId>? employees, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        return await EmployeeReader.ReadStatesAsync(
            context.Database.GetDbConnection(), workspace.Value, layout, employees?.Select(e => e.Value).ToList(), cancellationToken);
    }

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsOfAsync(IReadOnlyCollection<EmployeeId> employees, CancellationToken cancellationToken) =>
        ReadRecordsAsync("", "employee_id", [.. employees.Select(e => e.Value)], cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(
        ConnectionId connection, IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken) =>
        ReadRecordsAsync(
            " AND connection_id = @connection", "external_id", [.. externalIds], cancellationToken,
            command => command.Bind("@connection", connection.Value));

    public async Task<IReadOnlyList<AttributeCoverage>> ReadCoverageAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Coverage.AsNoTracking()
            .Where(c => c.WorkspaceId == workspace.Value && c.ConnectionId == connection.Value).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(c => c.Attribute, StringComparer.Ordinal).Select(c => new AttributeCoverage(c.Attribute, c.Filled, c.Total))];
    }

    public async Task<IReadOnlyList<MatchDecision>> ReadDecisionsAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.MatchDecisions.AsNoTracking()
            .Where(c => c.WorkspaceId == workspace.Value && c.ConnectionId == connection.Value).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new MatchDecision(r.ExternalId, r.EmployeeId is { } id ? new EmployeeId(id) : null))];
    }

    public async Task<string?> ReadConfigDigestAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Connections.Where(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value)
            .Select(c => c.ConfigDigest).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<ApplyOutcome> ApplyAsync(ApprovedPlan plan, RunId run, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await new PlanWriter(context, bulk, workspace.Value, time).WriteAsync(plan, run, progress, cancellationToken);
    }

    public async IAsyncEnumerable<Change> ReadChangesAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshots = new SnapshotReader((await SchemaRows.ReadAsync(context, workspace.Value, cancellationToken)).Layout);
        var rows = context.Changes.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value && c.RunId == run.Value).OrderBy(c => c.Sequence).AsAsyncEnumerable();
        await foreach (var batch in ReadAhead.InBatchesAsync(rows, cancellationToken))
        {
            foreach (var row in batch)
            {
                yield return ChangeRows.ToChange(row, snapshots);
            }
        }
    }

    private static async Task<DbCommand> CommandAsync(RollcallDbContext context, string sql, Guid workspace, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Bind("@workspace", workspace);
        return command;
    }

    private Task<DbCommand> CommandAsync(RollcallDbContext context, string sql, CancellationToken cancellationToken) =>
        CommandAsync(context, sql, workspace.Value, cancellationToken);

    private async Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync<T>(
        string also, string column, IReadOnlyList<T> ids, CancellationToken cancellationToken, Action<DbCommand>? bind = null)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var records = new List<StoredRecord>();
        var sought = new Sought<T>(RecordColumns, "source_records", column, workspace.Value, ids, also);
        await foreach (var row in EmployeeReader.FindAsync(context.Database.GetDbConnection(), null, sought, cancellationToken, bind))
        {
            records.Add(ToRecord(row));
        }

        return records;
    }

    private static StoredRecord ToRecord(DbDataReader row) => new()
    {
        Connection = new ConnectionId(row.GetGuid(0)),
        ExternalId = row.GetString(1),
        Employee = row.IsDBNull(2) ? null : new EmployeeId(row.GetGuid(2)),
        Fingerprint = row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
        Values = row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
        Scope = (RecordScope)row.GetInt32(5),
        ScopeReason = row.TextAt(6),
        ScopeSince = new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
        MissingReads = row.GetInt32(8),
        DueOn = DateAt(row, 9),
        ReadAt = new DateTimeOffset(row.GetInt64(10), TimeSpan.Zero),
        Answer = row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11),
    };

    private static DateOnly? DateAt(DbDataReader reader, int ordinal) =>
        reader.TextAt(ordinal) is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}

/// <summary>Change log rows to values.</summary>
internal static class ChangeRows
{
    public static Change ToChange(ChangeRow row, SnapshotReader snapshots) => new()
    {
        Verb = (ChangeVerb)row.Verb,
        Subject = (SubjectKind)row.Subject,
        SubjectId = row.SubjectId,
        Field = row.Field,
        Before = row.Before,
        After = row.After,
        Origin = row.OriginId is { } origin ? new ConnectionId(origin) : null,
        Cause = row.Cause,
        Snapshot = snapshots.Read(row.Snapshot, (SubjectKind)row.Subject, row.SubjectId),
    };
}
