using System.Numerics;

namespace DexExtra.Engine.Reference.Money;

/// <summary>F4: volumes of an owner by UTC day, in whole units of 1e8, and the tier that follows.</summary>
public sealed class SlowOwner
{
    private readonly Dictionary<ulong, BigInteger> _volumes = [];

    public uint Tier { get; set; }

    public ulong Day { get; set; }

    public ulong Schedule { get; set; }

    public void Add(ulong day, BigInteger volume) =>
        _volumes[day] = _volumes.GetValueOrDefault(day) + volume;

    /// <summary>Of the 30 days before a day.</summary>
    public BigInteger VolumeBefore(ulong day)
    {
        BigInteger sum = 0;
        foreach (var (traded, volume) in _volumes)
        {
            sum += traded < day && traded + 30 >= day ? volume : 0;
        }

        return sum;
    }
}
