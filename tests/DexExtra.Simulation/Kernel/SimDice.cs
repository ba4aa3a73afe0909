namespace DexExtra.Simulation.Kernel;

/// <summary>
/// The one source of chance (SplitMix64). Seeded anew from the salt of each action, so that an action does the same
/// whatever was left out before it, as far as the state lets it. One thread.
/// </summary>
internal sealed class SimDice(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;
    private ulong _state = seed;

    public void Reseed(ulong seed) => _state = seed;

    public ulong Bits()
    {
        _state = unchecked(_state + Step);
        var mixed = unchecked((_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB);
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Bits() % (uint)count);

    /// <summary>Both included.</summary>
    public long Between(long low, long high) => low + (long)(Bits() % (ulong)(high - low + 1));

    public bool OneIn(int count) => Below(count) == 0;

    public bool Percent(int percent) => Below(100) < percent;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    public void Fill(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
        {
            value = (byte)Bits();
        }
    }
}
