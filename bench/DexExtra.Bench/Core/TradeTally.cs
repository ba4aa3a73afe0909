namespace DexExtra.Bench.Core;

/// <summary>What the trades of a workload come to; the hash depends on their order.</summary>
internal struct TradeTally()
{
    private const ulong Prime = 0x100000001b3;

    public long Trades { get; private set; }

    public long QuantityLots { get; private set; }

    /// <summary>Σ price ticks × lots.</summary>
    public Int128 Notional { get; private set; }

    /// <summary>In the style of FNV-1a, 64 bits at a time: maker id, taker id, price, quantity of each trade.</summary>
    public ulong Hash { get; private set; } = 0xcbf29ce484222325;

    public void Add(long makerId, long takerId, long priceTicks, long lots)
    {
        Count(lots);
        Notional += Math.BigMul(priceTicks, lots);
        Fold(makerId);
        Fold(takerId);
        Fold(priceTicks);
        Fold(lots);
    }

    /// <summary>Number and quantity alone, as the limit program counts while it is timed.</summary>
    public void Count(long lots)
    {
        Trades++;
        QuantityLots += lots;
    }

    private void Fold(long value) => Hash = unchecked((Hash ^ (ulong)value) * Prime);
}
