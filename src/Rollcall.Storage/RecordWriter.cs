using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>Writes what is kept of the HRIS' records: readings, the answers they are known by, whom they are tied to, and that a decision about one is spent.</summary>
/// <param name="context">The database, in the transaction that writes.</param>
/// <param name="bulk">Writes many rows.</param>
/// <param name="transaction">The plan's own.</param>
/// <param name="workspace">Whose records.</param>
internal sealed class RecordWriter(RollcallDbContext context, IBulkWriter bulk, DbTransaction transaction, Guid workspace)
{
    public async Task WriteAsync(Plan plan, CancellationToken cancellationToken)
    {
        var connection = plan.Connection.Value;
        await WriteRecordsAsync(plan, cancellationToken);
        await bulk.UpdateAsync(transaction, Tables.RecordAnswers, plan.Answers.Select(a => new object?[] { connection, a.ExternalId, a.Answer }), cancellationToken);
        await bulk.UpdateAsync(transaction, Tables.RecordTies, plan.Reopened.Select(t => new object?[] { connection, t.ExternalId, t.Employee?.Value, null }), cancellationToken);
        await MoveTiesAsync(plan, cancellationToken);
        await bulk.DeleteAsync(transaction, Tables.Decisions, plan.Decided.Select(d => new object?[] { connection, d.ExternalId }), cancellationToken);
    }

    /// <summary>Records that somebody's edit wants looked at again since the plan was made: a value was unpinned, a decision made. The plan knows nothing of it.</summary>
    private async Task<HashSet<string>> ReopenedSinceAsync(Plan plan, CancellationToken cancellationToken)
    {
        var settled = plan.Records.Where(r => r is { Fingerprint: not null, WasOpen: false }).Select(r => r.ExternalId).ToList();
        var sought = new Sought<string>("external_id", "source_records", "external_id", workspace, settled, " AND connection_id = @connection AND fingerprint IS NULL");
        var reopened = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in EmployeeReader.FindAsync(transaction.Connection!, transaction, sought, cancellationToken, command => command.Bind("@connection", plan.Connection.Value)))
        {
            reopened.Add(row.GetString(0));
        }

        return reopened;
    }

    private IEnumerable<object?[]> RecordRows(IReadOnlyList<StoredRecord> records, HashSet<string> reopened)
    {
        var row = new object?[Tables.SourceRecords.Columns.Length];
        foreach (var record in records)
        {
            row[0] = record.Connection.Value;
            row[1] = record.ExternalId;
            row[2] = workspace;
            row[3] = record.Employee?.Value;
            row[4] = reopened.Contains(record.ExternalId) ? null : record.Fingerprint;
            row[5] = record.Values;
            row[6] = (int)record.Scope;
            row[7] = record.ScopeReason;
            row[8] = record.ScopeSince.UtcTicks;
            row[9] = record.MissingReads;
            row[10] = record.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            row[11] = record.ReadAt.UtcTicks;
            row[12] = record.Answer;
            yield return row;
        }
    }

    /// <summary>The first ones of a connection are new for certain, and need not be looked up one by one.</summary>
    private async Task WriteRecordsAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Records.Count > 0 && !await context.SourceRecords.AnyAsync(r => r.ConnectionId == plan.Connection.Value, cancellationToken))
        {
            await bulk.InsertAsync(transaction, Tables.SourceRecords, RowsAhead.OfMany(plan.Records.Count, RecordRows(plan.Records, [])), cancellationToken);
            return;
        }

        var reopened = await ReopenedSinceAsync(plan, cancellationToken);
        await bulk.UpsertAsync(transaction, Tables.SourceRecords, RowsAhead.OfMany(plan.Records.Count, RecordRows(plan.Records, reopened)), cancellationToken);
    }

    /// <summary>A tie that moves leaves its old record and takes the new one.</summary>
    private async Task MoveTiesAsync(Plan plan, CancellationToken cancellationToken)
    {
        foreach (var change in plan.Changes.Where(c => c is { Subject: SubjectKind.Employee, Field: Fields.ExternalId }))
        {
            await TieAsync("UPDATE source_records SET employee_id = NULL, fingerprint = NULL WHERE connection_id = @connection AND external_id = @id", change.Before, change);
            await TieAsync("UPDATE source_records SET employee_id = @employee WHERE connection_id = @connection AND external_id = @id", change.After, change);
        }

        async Task TieAsync(string sql, string? externalId, Change change)
        {
            if (externalId is null)
            {
                return;
            }

            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            command.Bind("@connection", change.Origin!.Value.Value);
            command.Bind("@id", externalId);
            if (sql.Contains("@employee", StringComparison.Ordinal))
            {
                command.Bind("@employee", change.SubjectId);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
