using Rollcall.Core.Directory;

namespace Rollcall.Core.Connecting;

/// <summary>One HRIS account, read only. The port every connector implements.</summary>
/// <remarks>Every method throws <see cref="ConnectorException"/> when the vendor is unreachable, refuses or breaks its contract;
/// an enumeration that ends normally has delivered everybody the credential can see.</remarks>
public interface IHrisSource
{
    /// <summary>What this account offers: every attribute, custom ones included.</summary>
    Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken);

    /// <summary>Everybody the credential can see, leavers included, page by page as they arrive.</summary>
    IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Those changed since <paramref name="since"/> (with the connector's own overlap). Can never prove absence.
    /// Only when the descriptor says <see cref="Capability.Delta"/>; otherwise throws <see cref="NotSupportedException"/>.</summary>
    IAsyncEnumerable<SourceRecord> ReadChangesAsync(ReadRequest request, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Some people by the source's ids, in as few requests as the source allows. Whoever is not visible under an id is left out,
    /// which proves nothing.</summary>
    IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, CancellationToken cancellationToken);

    /// <summary>Proves what the credential can do. Never throws for a refused credential: the result says so.</summary>
    Task<ConnectionTest> TestAsync(CancellationToken cancellationToken);
}

/// <summary>What to read. <paramref name="Attributes"/> are keys of <see cref="SourceAttribute"/>; the values of each
/// record come back aligned to them. An attribute the source does not send is <see cref="SourceValue.Absent"/>.</summary>
public sealed record ReadRequest(ValueList<string> Attributes, ReadNotes Notes)
{
    /// <summary>Spares parsing what came before. Only for readers that make a whole record of one element of an answer.</summary>
    public AnswerMemory Answers { get; init; } = AnswerMemory.None;
}

/// <summary>What a connector wants to say about a read while it goes on: doubts about completeness,
/// vendor answers worth a finding. Not thread safe: one read, one instance.</summary>
public sealed class ReadNotes
{
    private readonly List<SourceNote> notes = [];

    /// <summary>Why the read cannot prove that somebody is absent although it came to its end (for example a total that
    /// shrank between pages); null when it can.</summary>
    public string? Unproven { get; private set; }

    /// <summary>Notes in the order they were made.</summary>
    public IReadOnlyList<SourceNote> Notes => notes;

    /// <summary>Marks the read as unable to prove absence. The first reason stays.</summary>
    public void MarkUnproven(string reason) => Unproven ??= reason;

    public void Add(SourceNote note) => notes.Add(note);
}

/// <summary>Something odd in an answer: a stable <paramref name="Code"/>, a text without personal data, the external id it
/// concerns if it concerns one person, and the vendor's own trace id if there was one.</summary>
public sealed record SourceNote(string Code, string Text, string? ExternalId, string? TraceId);
