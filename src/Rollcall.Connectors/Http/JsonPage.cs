using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rollcall.Connectors.Http;

/// <summary>Reads one JSON answer as it arrives: the elements of one array, each as soon as it is complete and only until the next one is
/// asked for. What stands beside the array is kept as raw JSON. Memory does not grow with the answer.</summary>
/// <param name="stream">The answer's body.</param>
/// <param name="array">Name of the array in the answer's object; null when the answer itself is the array.</param>
/// <param name="orBare">The answer may also be the array itself, or an object without it.</param>
internal sealed class JsonPage(Stream stream, string? array, bool orBare = false)
{
    private const int MaxElement = 16 * 1024 * 1024;
    private readonly Dictionary<string, byte[]> envelope = new(StringComparer.Ordinal);
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool eof;
    private JsonReaderState state;
    private Phase phase;
    private bool isBare = array is null;

    private enum Phase
    {
        Start, InObject, InArray, Done,
    }

    private enum Step
    {
        NeedsMore, Went, Element,
    }

    /// <summary>What stood beside the array, complete once all elements were read.</summary>
    public IReadOnlyDictionary<string, byte[]> Envelope => envelope;

    /// <summary>Whether the answer had the array at all.</summary>
    public bool HasArray { get; private set; }

    /// <summary>The elements. Each is valid until the next one is asked for.</summary>
    /// <exception cref="JsonException">The answer is no JSON, ends in the middle, or an element is larger than 16 MiB.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (phase != Phase.Done)
        {
            var step = Advance(out var element);
            if (step == Step.Element)
            {
                yield return element;
            }
            else if (step == Step.NeedsMore)
            {
                await FillAsync(cancellationToken);
            }
        }
    }

    /// <summary>Reads to the end for the envelope alone.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in ReadAsync(cancellationToken))
        {
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (eof)
        {
            throw new JsonException("The answer ends in the middle.");
        }

        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            if (buffer.Length >= MaxElement)
            {
                throw new JsonException("An element of the answer is larger than 16 MiB.");
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        eof = read == 0;
    }

    private Step Advance(out ReadOnlyMemory<byte> element)
    {
        element = default;
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinalBlock: false, state);
        if (!reader.Read())
        {
            return Step.NeedsMore;
        }

        var step = phase switch
        {
            Phase.Start => Open(ref reader),
            Phase.InObject => Property(ref reader),
            Phase.InArray => Element(ref reader, out element),
            Phase.Done => throw new System.Diagnostics.UnreachableException(),
        };
        if (step != Step.NeedsMore)
        {
            start += (int)reader.BytesConsumed;
            state = reader.CurrentState;
        }

        return step;
    }

    private Step Open(ref Utf8JsonReader reader)
    {
        (phase, HasArray) = reader.TokenType switch
        {
            JsonTokenType.StartObject => (Phase.InObject, false),
            JsonTokenType.StartArray when array is null || orBare => (Phase.InArray, true),
            _ => throw new JsonException("The answer is not of the expected shape."),
        };
        isBare |= phase == Phase.InArray;
        return Step.Went;
    }

    private Step Property(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            phase = Phase.Done;
            return Step.Went;
        }

        var name = reader.GetString()!;
        if (!reader.Read())
        {
            return Step.NeedsMore;
        }

        if (name == array && reader.TokenType == JsonTokenType.StartArray)
        {
            HasArray = true;
            phase = Phase.InArray;
            return Step.Went;
        }

        var from = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return Step.NeedsMore;
        }

        envelope[name] = buffer.AsSpan(start + from, (int)reader.BytesConsumed - from).ToArray();
        return Step.Went;
    }

    private Step Element(ref Utf8JsonReader reader, out ReadOnlyMemory<byte> element)
    {
        element = default;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            phase = isBare ? Phase.Done : Phase.InObject;
            return Step.Went;
        }

        var from = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return Step.NeedsMore;
        }

        element = buffer.AsMemory(start + from, (int)reader.BytesConsumed - from);
        return Step.Element;
    }
}
