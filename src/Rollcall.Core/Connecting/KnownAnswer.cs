using System.Buffers.Binary;

namespace Rollcall.Core.Connecting;

/// <summary>The kept form of an answer somebody was read from: 16 bytes of hash, then a bit for each used attribute that had a value.
/// The bits are counted into the fill rates when the answer is recalled and its values are not read.</summary>
public static class KnownAnswer
{
    private const int HashLength = 16;

    public static byte[] Of(UInt128 hash, ReadOnlySpan<SourceValue> values)
    {
        var answer = new byte[HashLength + ((values.Length + 7) / 8)];
        BinaryPrimitives.WriteUInt128BigEndian(answer, hash);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsFilled)
            {
                answer[HashLength + (i / 8)] |= (byte)(1 << (i % 8));
            }
        }

        return answer;
    }

    public static UInt128 HashOf(byte[] answer) => BinaryPrimitives.ReadUInt128BigEndian(answer);

    /// <summary>Adds one to each attribute that had a value.</summary>
    public static void CountInto(int[] filled, byte[] answer)
    {
        for (var i = 0; i < filled.Length; i++)
        {
            filled[i] += (answer[HashLength + (i / 8)] >> (i % 8)) & 1;
        }
    }
}
