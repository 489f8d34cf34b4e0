namespace Rollcall.Core.Connecting;

/// <summary>One person as a source sent them: <paramref name="ExternalId"/> is the source's own id,
/// <paramref name="Values"/> are aligned to <see cref="ReadRequest.Attributes"/>.</summary>
public sealed record SourceRecord(string ExternalId, SourceValue[] Values)
{
    /// <summary>Hash of the answer the values were read from (<see cref="AnswerMemory"/>); null when none was taken.</summary>
    public UInt128? Answer { get; init; }

    /// <summary>Came byte for byte as at the last read: the values are those of that time and are not here.</summary>
    public bool IsRecalled { get; private init; }

    /// <summary>Somebody whose answer is known.</summary>
    public static SourceRecord Recalled(string externalId) => new(externalId, []) { IsRecalled = true };

    public bool Equals(SourceRecord? other) =>
        other is not null && ExternalId == other.ExternalId && IsRecalled == other.IsRecalled && Values.AsSpan().SequenceEqual(other.Values);

    public override int GetHashCode() => ExternalId.GetHashCode(StringComparison.Ordinal);

    /// <summary>The id only: values are personal data.</summary>
    public override string ToString() => ExternalId;
}
