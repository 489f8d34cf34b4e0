namespace Rollcall.Core.Connecting;

/// <summary>One person as a source sent them: <paramref name="ExternalId"/> is the source's own id,
/// <paramref name="Values"/> are aligned to <see cref="ReadRequest.Attributes"/>.</summary>
public sealed record SourceRecord(string ExternalId, SourceValue[] Values)
{
    public bool Equals(SourceRecord? other) =>
        other is not null && ExternalId == other.ExternalId && Values.AsSpan().SequenceEqual(other.Values);

    public override int GetHashCode() => ExternalId.GetHashCode(StringComparison.Ordinal);

    /// <summary>The id only: values are personal data.</summary>
    public override string ToString() => ExternalId;
}
