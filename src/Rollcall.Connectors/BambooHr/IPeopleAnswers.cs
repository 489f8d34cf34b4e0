using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>One of the ways to read people with their custom fields.</summary>
internal interface IPeopleAnswers
{
    /// <summary>How many fields one request takes; more are read in several and joined.</summary>
    int MostFields { get; }

    /// <summary>Up to how many people are read by their ids; for more, everybody is read.</summary>
    int MostIds { get; }

    /// <summary>Which of these fields the key may read, or null when this way is closed to it.</summary>
    Task<IReadOnlySet<BambooHrField>?> FindReadableAsync(IReadOnlyList<BambooHrField> fields, CancellationToken cancellationToken);

    /// <summary>Everybody the key sees, leavers included.</summary>
    IAsyncEnumerable<SourceRecord> ReadAsync(IReadOnlyList<BambooHrField> fields, ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Those with these ids; who is not visible is left out.</summary>
    IAsyncEnumerable<SourceRecord> ReadAsync(IReadOnlyList<BambooHrField> fields, IReadOnlyList<string> ids, ReadRequest request, CancellationToken cancellationToken);
}
