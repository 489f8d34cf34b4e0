using System.Runtime.CompilerServices;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors;

/// <summary>More fields than one request takes: several answers, joined by the id of the person. One answer streams; of several, all but
/// the first are held until the first streams by.</summary>
/// <remarks>An answer that is a part of somebody cannot stand for all of them: of several, none is known by its bytes.</remarks>
/// <param name="mostFields">What one request takes.</param>
/// <param name="read">Reads one block, as the request for it says.</param>
internal sealed class FieldBlocks<TField>(int mostFields, Func<IReadOnlyList<TField>, ReadRequest, IAsyncEnumerable<SourceRecord>> read)
{
    private readonly Dictionary<string, List<SourceValue[]>> held = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<SourceRecord> ReadAsync(
        IReadOnlyList<TField> fields, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blocks = fields.Chunk(mostFields).DefaultIfEmpty([]).ToList();
        var asked = blocks.Count == 1 ? request : request with { Answers = AnswerMemory.None };
        for (var i = 1; i < blocks.Count; i++)
        {
            await HoldAsync(read(blocks[i], asked), i - 1, cancellationToken);
        }

        var met = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in read(blocks[0], asked).WithCancellation(cancellationToken))
        {
            if (blocks.Count == 1)
            {
                yield return record;
                continue;
            }

            met.Add(record.ExternalId);
            if (held.TryGetValue(record.ExternalId, out var parts) && parts.Count == blocks.Count - 1)
            {
                yield return record with { Values = parts.Aggregate(record.Values, Join) };
            }
        }

        if (blocks.Count > 1 && (met.Count != held.Count || held.Any(h => h.Value.Count != blocks.Count - 1 || !met.Contains(h.Key))))
        {
            request.Notes.MarkUnproven("the people changed between the answers that had to be joined");
        }
    }

    /// <summary>Somebody who comes twice is taken once; if they differ, the streamed block shows it too or the next read does.</summary>
    private async Task HoldAsync(IAsyncEnumerable<SourceRecord> block, int before, CancellationToken cancellationToken)
    {
        await foreach (var record in block.WithCancellation(cancellationToken))
        {
            if (!held.TryGetValue(record.ExternalId, out var parts))
            {
                held[record.ExternalId] = parts = [];
            }

            if (parts.Count == before)
            {
                parts.Add(record.Values);
            }
        }
    }

    private static SourceValue[] Join(SourceValue[] left, SourceValue[] right) =>
        [.. left.Zip(right, (a, b) => a.Kind == SourceValueKind.Absent ? b : a)];
}
