using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Rollcall.Connectors.Http;

/// <summary>Finds where a JSON value ends, by brackets and quotation marks alone: many times faster than tokenising it, and no check that it is JSON.</summary>
internal static class JsonBounds
{
    private const int Block = 64;
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(", ]}\t\r\n"u8);
    private static readonly SearchValues<byte> NoSpace = SearchValues.Create([.. Enumerable.Range(0, 256).Select(b => (byte)b).Except(" \t\r\n"u8.ToArray())]);

    /// <summary>Length of the value at the beginning of <paramref name="data"/>; null when its end is not there yet.</summary>
    /// <exception cref="JsonException">No value can begin like this.</exception>
    public static int? LengthOf(ReadOnlySpan<byte> data) => data[0] switch
    {
        (byte)'{' or (byte)'[' => EndOfBrackets(data),
        (byte)'"' => EndOfString(data, 1),
        (byte)',' or (byte)']' or (byte)'}' or (byte)':' => throw new JsonException("A value of the answer is missing."),
        _ => data.IndexOfAny(AfterScalar) is >= 0 and var end ? end : null,
    };

    /// <summary>Where something other than white space stands, from <paramref name="at"/> on; the end when there is nothing.</summary>
    public static int SkipSpace(ReadOnlySpan<byte> data, int at) => data[at..].IndexOfAny(NoSpace) is >= 0 and var next ? at + next : data.Length;

    /// <summary>Looks at 64 bytes at a time: where quotation marks and brackets stand becomes bits of a number, what is inside texts falls out by
    /// adding up the quotation marks, and most blocks are passed by counting. The way of simdjson's first stage (Langdale and Lemire, 2019).</summary>
    private static int? EndOfBrackets(ReadOnlySpan<byte> data)
    {
        var scan = default(BracketScan);
        var at = 0;
        for (; at + Block <= data.Length; at += Block)
        {
            if (scan.Find(data.Slice(at, Block)) is { } end)
            {
                return at + end;
            }
        }

        Span<byte> rest = stackalloc byte[Block];
        rest.Fill((byte)' ');
        data[at..].CopyTo(rest);
        return scan.Find(rest) is { } last ? at + last : null;
    }

    /// <param name="data">What has arrived.</param>
    /// <param name="at">The first byte of the text, behind the quotation mark.</param>
    private static int? EndOfString(ReadOnlySpan<byte> data, int at)
    {
        while (at < data.Length && data[at..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var next)
        {
            at += next;
            if (data[at] == (byte)'"')
            {
                return at + 1;
            }

            at += 2;
        }

        return null;
    }

    /// <summary>How deep in brackets the blocks so far have led, and whether the last one ended within a text or behind a backslash.</summary>
    private struct BracketScan
    {
        private int depth;
        private ulong inText;
        private ulong isEscaped;

        /// <summary>The place behind the bracket that closes the first one; null when it is not in this block.</summary>
        public int? Find(ReadOnlySpan<byte> block)
        {
            var (quotes, backslashes, opening, closing) = (0UL, 0UL, 0UL, 0UL);
            for (var i = 0; i < Block; i += Vector128<byte>.Count)
            {
                var bytes = Vector128.Create(block.Slice(i, Vector128<byte>.Count));

                // One bit apart from each other: [ and {, ] and }.
                var brackets = bytes | Vector128.Create((byte)0x20);
                quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << i;
                backslashes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << i;
                opening |= (ulong)Vector128.Equals(brackets, Vector128.Create((byte)'{')).ExtractMostSignificantBits() << i;
                closing |= (ulong)Vector128.Equals(brackets, Vector128.Create((byte)'}')).ExtractMostSignificantBits() << i;
            }

            var outside = ~Texts(quotes & ~Escaped(backslashes));
            opening &= outside;
            closing &= outside;
            if (depth > BitOperations.PopCount(closing))
            {
                depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
                return null;
            }

            for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
            {
                var at = BitOperations.TrailingZeroCount(brackets);
                depth += (opening >> at & 1) == 1 ? 1 : -1;
                if (depth == 0)
                {
                    return at + 1;
                }
            }

            return null;
        }

        /// <summary>What stands behind a backslash that is not itself escaped.</summary>
        private ulong Escaped(ulong backslashes)
        {
            var escaped = isEscaped;
            isEscaped = 0;
            for (; backslashes != 0; backslashes &= backslashes - 1)
            {
                var at = BitOperations.TrailingZeroCount(backslashes);
                if ((escaped >> at & 1) == 1)
                {
                    continue;
                }

                if (at == Block - 1)
                {
                    isEscaped = 1;
                }
                else
                {
                    escaped |= 2UL << at;
                }
            }

            return escaped;
        }

        /// <summary>From each opening quotation mark to before its closing one.</summary>
        private ulong Texts(ulong quotes)
        {
            var texts = quotes;
            for (var step = 1; step < Block; step *= 2)
            {
                texts ^= texts << step;
            }

            texts ^= inText;
            inText = (ulong)((long)texts >> (Block - 1));
            return texts;
        }
    }
}
