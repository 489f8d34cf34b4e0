namespace Rollcall.Emulators.Company;

/// <summary>A small generator that starts anywhere: the same seed and number give the same throws, without the throws before.</summary>
internal struct Dice(int seed, int number)
{
    private ulong _state = ((ulong)(uint)seed << 32) ^ (uint)number ^ 0x9E3779B97F4A7C15UL;

    public int Below(int limit) => (int)(Next() % (uint)limit);

    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    // SplitMix64.
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
