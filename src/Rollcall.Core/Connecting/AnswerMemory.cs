using System.IO.Hashing;
using System.Runtime.InteropServices;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Connecting;

/// <summary>Reads one person from the bytes of an answer; null when nobody can tell whose they are.</summary>
public delegate SourceRecord? AnswerReader(ReadOnlySpan<byte> answer);

/// <summary>Spares the parsing of answers that are known byte for byte: whoever was read from them is read from them again.</summary>
/// <remarks>What a person is read as depends on the bytes, on what was asked for, on what the HRIS offers and on the program. All of it is in
/// the hash, so that none of it has to be compared. Whether somebody is unchanged is still decided by the fingerprint of their values: the
/// memory holds only those whose fingerprint would let them through, and says that the same values have come again.</remarks>
public sealed class AnswerMemory
{
    private readonly Dictionary<UInt128, string> people;
    private readonly long seed;

    private AnswerMemory(Dictionary<UInt128, string> people, long seed)
    {
        this.people = people;
        this.seed = seed;
    }

    /// <summary>Remembers nobody and takes no hashes: for reads whose answers have another form than those of a complete one.</summary>
    public static AnswerMemory None { get; } = new([], seed: 0);

    /// <param name="known">What the last run left behind.</param>
    /// <param name="mayPass">Whom nobody has to look at when they come unchanged.</param>
    /// <param name="context">All that what is read depends on beside the bytes, in a fixed order.</param>
    public static AnswerMemory Of(KnownRecords known, Func<KnownRecord, bool> mayPass, IEnumerable<string?> context)
    {
        var remembered = new Dictionary<UInt128, string>();
        foreach (var record in known.All)
        {
            if (record.Answer is { } answer && mayPass(record))
            {
                remembered[KnownAnswer.HashOf(answer)] = record.ExternalId;
            }
        }

        return new AnswerMemory(remembered, SeedOf(0, context));
    }

    /// <summary>What every reading depends on beside the bytes: the program, the attributes that are used and those that were asked for, what the
    /// HRIS says of them.</summary>
    public static IEnumerable<string?> ContextOf(ConnectorDescriptor connector, SourceSchema offered, ValueList<string> attributes, ValueList<string> requested)
    {
        var programs = new[] { connector.Create.Method.Module, typeof(SourceValue).Module }.Select(m => m.ModuleVersionId.ToString());
        var words = requested.Select(offered.Find).OfType<SourceAttribute>().SelectMany(a => (string?[])[a.Key, a.VendorType, a.Type.ToString(), .. a.Options.SelectMany(o => new[] { o.Id, o.Label })]);
        return [.. programs, .. attributes, "requested", .. requested, "offered", .. words];
    }

    /// <summary>The same memory for a reader that depends on more than what the source announced; of another context it recalls nobody.</summary>
    public AnswerMemory Within(params IEnumerable<string?> context) => this == None ? None : new AnswerMemory(people, SeedOf(seed, context));

    /// <summary>Who was read from these bytes, or else what <paramref name="read"/> makes of them.</summary>
    public SourceRecord? Read(ReadOnlySpan<byte> answer, AnswerReader read)
    {
        if (this == None)
        {
            return read(answer);
        }

        var hash = XxHash128.HashToUInt128(answer, seed);
        if (people.TryGetValue(hash, out var externalId))
        {
            return SourceRecord.Recalled(externalId);
        }

        return read(answer) is { } record ? record with { Answer = hash } : null;
    }

    private static long SeedOf(long start, IEnumerable<string?> context)
    {
        var hash = new XxHash3(start);
        foreach (var part in context)
        {
            // Two texts never run together: the length stands before each, and there is none before a missing one.
            var length = part?.Length ?? -1;
            hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            hash.Append(MemoryMarshal.AsBytes(part.AsSpan()));
        }

        return (long)hash.GetCurrentHashAsUInt64();
    }
}
