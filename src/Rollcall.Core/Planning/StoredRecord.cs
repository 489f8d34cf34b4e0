using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Where a record stands towards the directory.</summary>
public enum RecordScope
{
    /// <summary>Tied to an employee, or would be once somebody is created.</summary>
    Included,

    /// <summary>Left alone by an exclusion criterion (R3).</summary>
    Excluded,

    /// <summary>Not picked up (R2): has left and was never here, or has no usable key.</summary>
    NotPickedUp,

    /// <summary>Held as a whole: who or whether is not known.</summary>
    Held,
}

/// <summary>The last good reading of one person of one connection, as it is kept between runs. Values are kept only for
/// <see cref="RecordScope.Included"/> and <see cref="RecordScope.Held"/> records, and only of used attributes (S6).</summary>
public sealed record StoredRecord
{
    public required ConnectionId Connection { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>The employee it is tied to; null when there is none.</summary>
    public EmployeeId? Employee { get; init; }

    /// <summary>16 bytes over the used attributes as read. Null means: look at it again at the next run, something is held,
    /// pending or was undone (R15).</summary>
    public byte[]? Fingerprint { get; init; }

    /// <summary>The answer it was read from (<see cref="Connecting.KnownAnswer"/>); null when none is known or it is looked at again anyway.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>The values by attribute key, encoded by <see cref="RecordCodec"/>; null when none are kept.</summary>
    public byte[]? Values { get; init; }

    public required RecordScope Scope { get; init; }

    /// <summary>Why it is not simply included: the criterion in words, or a finding code. Never a value of the person.</summary>
    public string? ScopeReason { get; init; }

    /// <summary>Since when <see cref="Scope"/> and <see cref="ScopeReason"/> hold.</summary>
    public required DateTimeOffset ScopeSince { get; init; }

    /// <summary>In how many complete reads in a row it was missing; 0 when it was there at the last one.</summary>
    public int MissingReads { get; init; }

    /// <summary>The next day on which the same values mean something else (a start or end date); null when there is none.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Of a plan: it was to be looked at anyway when the plan was made. One that was not and is by now has been edited meanwhile.</summary>
    public bool WasOpen { get; init; }

    /// <summary>When these values were read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The ids only: values are personal data.</summary>
    public override string ToString() => ExternalId;
}

/// <summary>As much of a <see cref="StoredRecord"/> as deciding "unchanged" takes.</summary>
public readonly record struct KnownRecord(
    string ExternalId, EmployeeId? Employee, Fingerprint? Fingerprint, int MissingReads, DateOnly? DueOn, RecordScope Scope, byte[]? Answer);

/// <summary>The answer a record is known by from now on (<see cref="Connecting.KnownAnswer"/>); nothing else of it changes.</summary>
public readonly record struct RecordAnswer(string ExternalId, byte[] Answer)
{
    public override string ToString() => ExternalId;
}

/// <summary>Whom a record of the source is tied to; null for nobody.</summary>
public readonly record struct RecordTie(string ExternalId, EmployeeId? Employee)
{
    public override string ToString() => ExternalId;
}

/// <summary>16 bytes that stand for the used attributes of one record as read.</summary>
public readonly record struct Fingerprint(ulong High, ulong Low)
{
    public static Fingerprint FromBytes(ReadOnlySpan<byte> bytes) => new(
        System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
        System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Low);
        return bytes;
    }

    public override string ToString() => $"{High:x16}{Low:x16}";
}
