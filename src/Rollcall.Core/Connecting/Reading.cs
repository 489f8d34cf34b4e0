using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Connecting;

/// <summary>One record that has to be looked at, with the fingerprint of what was read.</summary>
public readonly record struct ReadRecord(SourceRecord Record, Fingerprint Fingerprint);

/// <summary>What came of reading a source: who has to be looked at, in order of external id. Unchanged people are only counted.</summary>
public sealed class ReadBatch
{
    internal ReadBatch(
        ReadingKind kind, List<ReadRecord> changed, int read, int unchanged, IReadOnlyList<string> duplicates,
        IReadOnlyList<AttributeCoverage> coverage, IReadOnlyList<RecordAnswer> answers, ReadNotes notes, DateTimeOffset readAt)
    {
        Kind = kind;
        Changed = changed;
        Read = read;
        Unchanged = unchanged;
        Duplicates = duplicates;
        Coverage = coverage;
        Answers = answers;
        Notes = notes;
        ReadAt = readAt;
    }

    public ReadingKind Kind { get; }

    /// <summary>New, changed, held, pending or due people, by external id in ordinal order. Entries are released by the planner as it goes.</summary>
    public IList<ReadRecord> Changed { get; }

    public int Read { get; }

    public int Unchanged { get; }

    /// <summary>External ids that came more than once with different content: held, nobody knows which one is right.</summary>
    public IReadOnlyList<string> Duplicates { get; }

    /// <summary>Fill rates of this read.</summary>
    public IReadOnlyList<AttributeCoverage> Coverage { get; }

    /// <summary>Of unchanged people whose values came in another answer than the one that is known.</summary>
    public IReadOnlyList<RecordAnswer> Answers { get; }

    public ReadNotes Notes { get; }

    public DateTimeOffset ReadAt { get; }
}

/// <summary>A complete read: everybody the credential can see, drained to its end. The only thing that can say that somebody is
/// missing; there is no other way to make one than <see cref="CompleteAsync"/>.</summary>
public sealed class Reading
{
    private readonly Func<string, bool>? isPresent;

    private Reading(ReadBatch batch, IReadOnlyList<string> unseen, Func<string, bool>? isPresent)
    {
        Batch = batch;
        Unseen = unseen;
        Missing = isPresent is null ? [] : unseen;
        this.isPresent = isPresent;
    }

    public ReadBatch Batch { get; }

    /// <summary>Known records that did not come, in ordinal order; empty when the read is unproven.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Known records that did not come, whether or not that proves anything.</summary>
    public IReadOnlyList<string> Unseen { get; }

    /// <summary>Whether it is proven that a known record did not come.</summary>
    public bool ProvesAbsent(string externalId) => isPresent is not null && !isPresent(externalId);

    /// <summary>Drains <paramref name="source"/>. An exception on the way leaves no reading.</summary>
    /// <param name="source">The connector's stream.</param>
    /// <param name="known">What is known from the last runs.</param>
    /// <param name="mapping">The attributes the values are aligned to.</param>
    /// <param name="requested">The attributes the source was asked for; the others are absent.</param>
    /// <param name="mayPass">Whom nobody has to look at when they come unchanged.</param>
    /// <param name="notes">The notes the connector writes to.</param>
    /// <param name="readAt">When the read began.</param>
    /// <param name="onFirst">Called when the first record came that has to be looked at.</param>
    /// <param name="progress">Told the number of people read, now and then.</param>
    /// <param name="cancellationToken">Stops the read; leaves no reading.</param>
    public static async Task<Reading> CompleteAsync(
        IAsyncEnumerable<SourceRecord> source, KnownRecords known, CompiledMapping mapping, ValueList<string> requested, Func<KnownRecord, bool> mayPass,
        ReadNotes notes, DateTimeOffset readAt, Action onFirst, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var sieve = new RecordSieve(known, mapping, requested, mayPass);
        var isIdle = true;
        await foreach (var batch in ReadAhead.InBatchesAsync(source, cancellationToken))
        {
            foreach (var record in batch)
            {
                sieve.Take(record);
            }

            if (isIdle && sieve.HasChanged)
            {
                isIdle = false;
                onFirst();
            }

            progress?.Report(sieve.Read);
        }

        progress?.Report(sieve.Read);
        var all = sieve.Finish(ReadingKind.Full, notes, readAt);
        return new Reading(all, sieve.NotSeen(), notes.Unproven is null ? sieve.HasSeen : null);
    }
}

/// <summary>An incomplete read: those changed since a moment, or one person, plus those already waiting. Says nothing about anybody else.</summary>
public sealed class Delta
{
    private Delta(ReadBatch batch) => Batch = batch;

    public ReadBatch Batch { get; }

    /// <summary>Drains <paramref name="source"/> and adds the stored records that wait for something (held, pending, due).</summary>
    public static async Task<Delta> ReadAsync(
        ReadingKind kind, IAsyncEnumerable<SourceRecord> source, Func<Task<IEnumerable<SourceRecord>>> waiting, KnownRecords known, CompiledMapping mapping,
        ValueList<string> requested, Func<KnownRecord, bool> mayPass, ReadNotes notes, DateTimeOffset readAt, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var sieve = new RecordSieve(known, mapping, requested, mayPass);
        await foreach (var record in source.WithCancellation(cancellationToken))
        {
            sieve.Take(record);
        }

        progress?.Report(sieve.Read);
        foreach (var record in await waiting())
        {
            sieve.TakeStored(record);
        }

        return new Delta(sieve.Finish(kind, notes, readAt));
    }
}
