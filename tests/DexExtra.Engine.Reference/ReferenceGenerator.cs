namespace DexExtra.Engine.Reference;

/// <summary>SplitMix64, for the slices of icebergs (I-ICE-5).</summary>
public struct ReferenceGenerator(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>Display quantity ± up to the variance, at least 1 lot, at most what is open.</summary>
    public long Slice(long display, long variance, long open)
    {
        long delta = 0;
        if (variance > 0)
        {
            delta = (long)(Next() % (ulong)((2 * variance) + 1)) - variance;
        }

        return Math.Min(Math.Max(1, display + delta), open);
    }
}
