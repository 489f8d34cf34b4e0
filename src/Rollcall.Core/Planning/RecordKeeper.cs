using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>What is kept of each record: enough to explain, to fall back on, and to see next time that nothing changed.</summary>
internal sealed class RecordKeeper(PlanInput input)
{
    public StoredRecord RecordOf(PersonCase person, PersonDraft draft)
    {
        var record = person.Read.Record;
        var before = input.Records.GetValueOrDefault(record.ExternalId);
        var (scope, reason) = person.Scope switch
        {
            PersonScope.Included => (RecordScope.Included, null),
            PersonScope.Excluded => (RecordScope.Excluded, person.Reason),
            PersonScope.Held => (RecordScope.Held, person.Reason),
            PersonScope.NotPickedUp => (RecordScope.NotPickedUp, person.Reason),
        };
        var keepsValues = scope is RecordScope.Included or RecordScope.Held || (scope == RecordScope.NotPickedUp && person.Employment.DueOn is not null);
        var sameScope = before is not null && before.Scope == scope && before.ScopeReason == reason;
        var employee = scope == RecordScope.Included ? draft.Employee : before?.Employee;
        return new StoredRecord
        {
            Connection = input.Mapping.Connection,
            ExternalId = record.ExternalId,
            Employee = employee,
            Fingerprint = person.Read.Fingerprint.ToBytes(),
            Answer = record.Answer is { } answer ? KnownAnswer.Of(answer, record.Values) : null,
            Values = ValuesToKeep(scope, keepsValues, record, before),
            Scope = scope,
            ScopeReason = reason,
            ScopeSince = sameScope ? before!.ScopeSince : input.Batch.ReadAt,
            WasOpen = before?.Fingerprint is null,
            DueOn = person.Employment.DueOn,
            ReadAt = input.Batch.ReadAt,
        };
    }

    /// <summary>Of somebody held the last good reading stays: what is doubted must not become the next comparison.</summary>
    private byte[]? ValuesToKeep(RecordScope scope, bool keepsValues, SourceRecord record, StoredRecord? before) =>
        !keepsValues ? null
        : scope == RecordScope.Held && before?.Values is { } lastGood ? lastGood
        : RecordCodec.Encode(input.Mapping.Attributes, record.Values);

    /// <summary>The record to keep, unless it says what is kept already; and the end of a tie that was moved.</summary>
    public void Add(List<StoredRecord> records, PersonDraft draft)
    {
        if (draft.Record is not { } record)
        {
            return;
        }

        var final = draft.IsOpen ? record with { Fingerprint = null, Answer = null } : record;
        if (!input.Records.TryGetValue(final.ExternalId, out var before) || !SaysTheSame(before, final))
        {
            records.Add(final);
        }

        if (draft.Changes.Find(c => c.Field == Fields.ExternalId)?.Before is { } old && input.Records.TryGetValue(old, out var moved))
        {
            records.Add(moved with
            {
                Employee = null,
                Fingerprint = null,
                Answer = null,
                Values = null,
                Scope = RecordScope.NotPickedUp,
                ScopeReason = "moved to another external id",
                ScopeSince = input.Batch.ReadAt,
                MissingReads = Math.Max(moved.MissingReads, input.Mapping.Config.MissingReadsBeforeLeaving),
            });
        }
    }

    private static bool SaysTheSame(StoredRecord before, StoredRecord after) =>
        before.Employee == after.Employee && before.Scope == after.Scope && before.ScopeReason == after.ScopeReason
        && before.MissingReads == after.MissingReads && before.DueOn == after.DueOn
        && Same(before.Fingerprint, after.Fingerprint) && Same(before.Answer, after.Answer) && Same(before.Values, after.Values);

    private static bool Same(byte[]? before, byte[]? after) => (before is null) == (after is null) && before.AsSpan().SequenceEqual(after);
}
