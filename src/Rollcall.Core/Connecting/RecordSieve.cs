using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Connecting;

/// <summary>Lets unchanged records through as a count and keeps the others. The hot path of every sync: one fingerprint and one
/// look-up per record.</summary>
internal sealed class RecordSieve
{
    private readonly KnownRecords known;
    private readonly CompiledMapping mapping;
    private readonly Func<KnownRecord, bool> mayPass;
    private readonly int[] align;
    private readonly bool aligned;
    private readonly int[] filled;
    private readonly bool[] seen;
    private readonly Fingerprinter fingerprinter = new();
    private readonly Dictionary<string, (int Index, Fingerprint Fingerprint)> changedAt = new(StringComparer.Ordinal);
    private readonly SortedSet<string> duplicates = new(StringComparer.Ordinal);
    private readonly List<ReadRecord> changed = [];
    private readonly List<RecordAnswer> answers = [];
    private int unchanged;

    public RecordSieve(KnownRecords known, CompiledMapping mapping, ValueList<string> requested, Func<KnownRecord, bool> mayPass)
    {
        this.known = known;
        this.mapping = mapping;
        this.mayPass = mayPass;
        align = mapping.Attributes.Select(key => requested.Span.IndexOf(key)).ToArray();
        aligned = requested.Count == mapping.Attributes.Count;
        filled = new int[mapping.Attributes.Count];
        seen = new bool[known.Count];
    }

    public int Read { get; private set; }

    /// <summary>Whether anybody came who has to be looked at.</summary>
    public bool HasChanged => changed.Count > 0;

    /// <summary>A record from the source, its values aligned to what was requested.</summary>
    public void Take(SourceRecord record)
    {
        if (record.IsRecalled)
        {
            TakeRecalled(record.ExternalId);
            return;
        }

        var values = aligned ? record.Values : Align(record.Values);
        var fingerprint = fingerprinter.Of(values);
        var index = known.IndexOf(record.ExternalId);
        if (index >= 0 && seen[index])
        {
            TakeAgain(record.ExternalId, index, fingerprint);
            return;
        }

        if (index < 0 && changedAt.TryGetValue(record.ExternalId, out var first))
        {
            NoteDuplicate(record.ExternalId, first.Fingerprint, fingerprint);
            return;
        }

        Read++;
        Count(values);
        if (index >= 0)
        {
            seen[index] = true;
            if (known.All[index].Fingerprint == fingerprint && mayPass(known.All[index]))
            {
                unchanged++;
                Note(known.All[index], record.Answer, values);
                return;
            }
        }

        Keep(ReferenceEquals(values, record.Values) ? record : record with { Values = values }, fingerprint);
    }

    /// <summary>A stored record that waits for something; the source's own answer of this read wins.</summary>
    public void TakeStored(SourceRecord record)
    {
        var index = known.IndexOf(record.ExternalId);
        if (index >= 0 && !seen[index] && !changedAt.ContainsKey(record.ExternalId))
        {
            seen[index] = true;
            Keep(record, fingerprinter.Of(record.Values));
        }
    }

    public ReadBatch Finish(ReadingKind kind, ReadNotes notes, DateTimeOffset readAt)
    {
        changed.Sort((a, b) => string.CompareOrdinal(a.Record.ExternalId, b.Record.ExternalId));
        var coverage = mapping.Attributes
            .Select((key, i) => new AttributeCoverage(key, filled[i], Read))
            .Where((_, i) => mapping.Standing[i] == AttributeStanding.Offered)
            .ToList();
        return new ReadBatch(kind, changed, Read, unchanged, [.. duplicates], coverage, answers, notes, readAt);
    }

    public List<string> NotSeen()
    {
        var missing = new List<string>();
        for (var i = 0; i < seen.Length; i++)
        {
            if (!seen[i])
            {
                missing.Add(known.All[i].ExternalId);
            }
        }

        missing.Sort(string.CompareOrdinal);
        return missing;
    }

    /// <summary>Whether a known record came.</summary>
    public bool HasSeen(string externalId) => known.IndexOf(externalId) is >= 0 and var index && seen[index];

    /// <summary>Somebody whose answer is known: the memory holds only those who may pass.</summary>
    private void TakeRecalled(string externalId)
    {
        var index = known.IndexOf(externalId);
        var before = known.All[index];
        if (seen[index])
        {
            TakeAgain(externalId, index, before.Fingerprint!.Value);
            return;
        }

        Read++;
        seen[index] = true;
        unchanged++;
        KnownAnswer.CountInto(filled, before.Answer!);
    }

    /// <summary>The same values in other bytes: next time these are the known ones.</summary>
    private void Note(KnownRecord before, UInt128? answer, SourceValue[] values)
    {
        if (answer is { } hash && (before.Answer is not { } known || KnownAnswer.HashOf(known) != hash))
        {
            answers.Add(new RecordAnswer(before.ExternalId, KnownAnswer.Of(hash, values)));
        }
    }

    private void TakeAgain(string externalId, int index, Fingerprint fingerprint)
    {
        var before = changedAt.TryGetValue(externalId, out var first) ? first.Fingerprint : known.All[index].Fingerprint;
        if (before is { } same && same == fingerprint)
        {
            return;
        }

        NoteDuplicate(externalId, before ?? default, fingerprint);
    }

    /// <summary>The same person twice with the same content is paging drift; with different content nobody knows which is right.</summary>
    private void NoteDuplicate(string externalId, Fingerprint first, Fingerprint second)
    {
        if (first != second)
        {
            duplicates.Add(externalId);
        }
    }

    private void Keep(SourceRecord record, Fingerprint fingerprint)
    {
        changedAt[record.ExternalId] = (changed.Count, fingerprint);
        changed.Add(new ReadRecord(record, fingerprint));
    }

    private SourceValue[] Align(SourceValue[] values)
    {
        var result = new SourceValue[align.Length];
        for (var i = 0; i < align.Length; i++)
        {
            result[i] = align[i] < 0 ? SourceValue.Absent : values[align[i]];
        }

        return result;
    }

    private void Count(SourceValue[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsFilled)
            {
                filled[i]++;
            }
        }
    }
}
