namespace DexExtra.Bench.Core;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers from a seed on every machine.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 to one below the bound.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    public bool IsOneIn(long bound) => Below(bound) == 0;

    public bool IsPercent(long percent) => Below(100) < percent;

    /// <summary>1, 2, 3, …: each next one with the chance left over, in percent, at most so many.</summary>
    public long Geometric(long percent, long most)
    {
        var value = 1L;
        while (value < most && !IsPercent(percent))
        {
            value++;
        }

        return value;
    }

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
