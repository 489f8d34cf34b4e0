using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Syncing;

/// <summary>A few live values of attributes, to be shown and never stored (S6).</summary>
internal static class SampleReader
{
    /// <summary>Values shown of each attribute.</summary>
    public const int Samples = 3;

    private const int Block = 300;
    private const int People = 50;

    /// <summary>Different values of the first people, by attribute key; an attribute without any has none.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyCollection<string>>> ReadAsync(
        IHrisSource source, IReadOnlyCollection<string> attributes, CancellationToken cancellationToken)
    {
        var samples = attributes.ToDictionary(a => a, _ => new SortedSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var block in attributes.Chunk(Block))
        {
            var read = 0;
            await foreach (var record in source.ReadAsync(new ReadRequest(block.ToValueList(), new ReadNotes()), cancellationToken))
            {
                for (var i = 0; i < block.Length; i++)
                {
                    if (record.Values[i].Kind is not (SourceValueKind.Absent or SourceValueKind.Empty or SourceValueKind.Unreadable) && samples[block[i]].Count < Samples)
                    {
                        samples[block[i]].Add(ValueConverter.Text(record.Values[i]));
                    }
                }

                if (++read == People)
                {
                    break;
                }
            }
        }

        return samples.ToDictionary(s => s.Key, s => (IReadOnlyCollection<string>)s.Value, StringComparer.Ordinal);
    }
}
