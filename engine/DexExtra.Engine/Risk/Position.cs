using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>Position of one account in one market (F7). Fills keep cost exact; averages are for display only.</summary>
internal struct Position
{
    public int Account;
    public int Market;

    /// <summary>Signed lots: positive long, negative short.</summary>
    public long Lots;

    /// <summary>Lots of live orders on each side.</summary>
    public long OpenBuyLots;
    public long OpenSellLots;

    /// <summary>Σ price × lots × tick value of the open lots, signed like the position; ledger units.</summary>
    public Int128 Cost;

    /// <summary>Open orders of each side by entry, reduce-only ones apart (C6, I-RO-4).</summary>
    public ChainHead Buys;
    public ChainHead Sells;
    public ChainHead ReduceOnlyBuys;
    public ChainHead ReduceOnlySells;

    /// <summary>Next position of the same account in order of creation, −1 = none (C6).</summary>
    public int NextOfAccount;

    /// <summary>Scratch of dry runs: what the walk with this number would have added so far.</summary>
    public long WalkNumber;
    public long WalkLots;

    /// <summary>Reduce-only orders that the walk has ended.</summary>
    public int WalkEnded;

    /// <summary>Open reduce-only orders.</summary>
    public readonly int ReduceOnlyCount => ReduceOnlyBuys.Count + ReduceOnlySells.Count;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref ChainHead Orders(Side side, bool areReduceOnly)
    {
        if (side == Side.Buy)
        {
            return ref areReduceOnly ? ref ReduceOnlyBuys : ref Buys;
        }

        return ref areReduceOnly ? ref ReduceOnlySells : ref Sells;
    }

    /// <summary>Lots that an order of a side could close of a position of so many signed lots.</summary>
    public static long ClosableLots(long positionLots, Side side) =>
        Math.Max(0, side == Side.Buy ? -positionLots : positionLots);

    /// <summary>Lots of a fill of this signed size that close; the others open.</summary>
    public readonly long ClosingLots(long signedLots) =>
        Math.Sign(Lots) == -Math.Sign(signedLots) ? Math.Min(Math.Abs(Lots), Math.Abs(signedLots)) : 0;

    /// <summary>
    /// Applies a fill: first closes, then opens. Closing takes cost × closed / size, division toward zero; the last
    /// close takes all of it. Returns the PnL realised before fees.
    /// </summary>
    /// <param name="signedLots">Positive for a buy.</param>
    /// <param name="closingLots">From <see cref="ClosingLots"/>.</param>
    /// <param name="valuePerLot">Price × tick value, ledger units, may be negative.</param>
    public Int128 Apply(long signedLots, long closingLots, long valuePerLot)
    {
        Int128 realised = 0;
        if (closingLots > 0)
        {
            var closedLots = Math.Sign(signedLots) * closingLots;
            var released = Share(closingLots);
            realised = -Math.BigMul(closedLots, valuePerLot) - released;
            Cost -= released;
        }

        var openedLots = signedLots - (Math.Sign(signedLots) * closingLots);
        Cost += Math.BigMul(openedLots, valuePerLot);
        Lots += signedLots;
        return realised;
    }

    /// <summary>Cost × closing / size toward zero, without a product that could overflow.</summary>
    private readonly Int128 Share(long closingLots)
    {
        var size = Math.Abs(Lots);
        if (closingLots == size)
        {
            return Cost;
        }

        var (whole, rest) = Int128.DivRem(Cost, size);
        return (whole * closingLots) + (rest * closingLots / size);
    }
}
