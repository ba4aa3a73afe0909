namespace DexExtra.Engine.Risk;

/// <summary>
/// What a position did since it was last flat (F10); reported when it ends. Lots and sums of ticks of a life that never
/// ends stay at the largest number once they get there.
/// </summary>
internal struct PositionLife
{
    private static readonly Int128 MostTickLots = Int128.MaxValue / 2;

    public long OpenedNs;

    /// <summary>Everything that was opened, unsigned.</summary>
    public long OpenedLots;

    /// <summary>Σ price ticks × lots of what opened, and of what closed.</summary>
    public Int128 EntryTickLots;
    public Int128 ExitTickLots;

    /// <summary>Before fees; ledger units.</summary>
    public Int128 RealisedPnl;

    /// <summary>Less rebates; ledger units.</summary>
    public Int128 Fees;

    /// <summary>Lots opened at a price for a fee.</summary>
    public void Open(long lots, long priceTicks, Int128 fee, long nowNs)
    {
        OpenedNs = OpenedLots == 0 ? nowNs : OpenedNs;
        OpenedLots += Math.Min(lots, long.MaxValue - OpenedLots);
        EntryTickLots = Bounded(EntryTickLots + Math.BigMul(lots, priceTicks));
        Fees += fee;
    }

    /// <summary>Lots closed at a price for a fee.</summary>
    public void Close(long lots, long priceTicks, Int128 realised, Int128 fee)
    {
        ExitTickLots = Bounded(ExitTickLots + Math.BigMul(lots, priceTicks));
        RealisedPnl += realised;
        Fees += fee;
    }

    private static Int128 Bounded(Int128 tickLots) =>
        tickLots > MostTickLots ? MostTickLots : tickLots < -MostTickLots ? -MostTickLots : tickLots;
}
