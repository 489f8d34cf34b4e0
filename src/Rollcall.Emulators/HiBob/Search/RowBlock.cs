namespace Rollcall.Emulators.HiBob.Search;

/// <summary>The serialised rows of a run of record numbers. A person who is gone or not visible has an empty row.</summary>
/// <param name="Ends">Where each row, with the comma before it, ends in <paramref name="Bytes"/>.</param>
/// <param name="Active">Whether the person comes without asking for inactive ones.</param>
internal sealed record RowBlock(byte[] Bytes, int[] Ends, bool[] Active)
{
    /// <summary>Rows per block.</summary>
    public const int Size = 64;

    /// <summary>The row with a comma before it; empty for nobody.</summary>
    public ReadOnlyMemory<byte> Row(int at)
    {
        var start = at == 0 ? 0 : Ends[at - 1];
        return Bytes.AsMemory(start, Ends[at] - start);
    }
}
