using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rollcall.Connectors.Http;

/// <summary>Reads one JSON answer as it arrives: the elements of one array, each as soon as it is complete. What stands beside the array is
/// kept as raw JSON. Memory does not grow with the answer.</summary>
/// <remarks>Where an element ends is found by its brackets alone; that it is JSON is seen by whoever reads it, so that nothing is tokenised twice.</remarks>
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
    private bool hasElements;

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

    /// <summary>What is made of the elements.</summary>
    /// <param name="read">Reads one element as a whole; its bytes are valid during the call only.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="JsonException">The answer is no JSON, ends in the middle, or an element is larger than 16 MiB.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(Func<ReadOnlyMemory<byte>, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (phase != Phase.Done)
        {
            var step = phase == Phase.InArray ? NextElement(out var element) : Advance(out element);
            if (step == Step.Element)
            {
                yield return read(element);
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
        await foreach (var _ in ReadAsync(static element => element.Length, cancellationToken))
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
            Phase.InArray => Close(ref reader),
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
            hasElements = false;
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

    /// <summary>The next element, or the end of the array. The tokeniser stays where the array began: to it the array is an empty one.</summary>
    private Step NextElement(out ReadOnlyMemory<byte> element)
    {
        element = default;
        var data = buffer.AsSpan(start, end - start);
        var at = JsonBounds.SkipSpace(data, 0);
        if (at < data.Length && data[at] == (byte)']')
        {
            start += at;
            return Advance(out element);
        }

        if (hasElements && at < data.Length)
        {
            at = data[at] == (byte)',' ? JsonBounds.SkipSpace(data, at + 1) : throw new JsonException("Elements of the answer are not separated.");
        }

        if (at == data.Length || JsonBounds.LengthOf(data[at..]) is not { } length)
        {
            return Step.NeedsMore;
        }

        element = buffer.AsMemory(start + at, length);
        start += at + length;
        hasElements = true;
        return Step.Element;
    }

    private Step Close(ref Utf8JsonReader reader)
    {
        phase = reader.TokenType == JsonTokenType.EndArray ? isBare ? Phase.Done : Phase.InObject : throw new System.Diagnostics.UnreachableException();
        return Step.Went;
    }
}
