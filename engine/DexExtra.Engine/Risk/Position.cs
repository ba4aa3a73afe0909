using DexExtra.Engine.Book;
using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>Position of one account in one market (F7). Fills keep cost exact; averages are for display only.</summary>
internal struct Position
{
    /// <summary>Bytes of the fields that every order touches, which come first.</summary>
    public const int OrderBytes = 128;

    // first what every order of the account touches, together in two cache lines
    public int Account;
    public int Market;

    /// <summary>Signed lots: positive long, negative short.</summary>
    public long Lots;

    /// <summary>Lots of live orders on each side.</summary>
    public long OpenBuyLots;
    public long OpenSellLots;

    /// <summary>Of these, lots of reduce-only orders.</summary>
    public long ReduceOnlyBuyLots;
    public long ReduceOnlySellLots;

    /// <summary>Open orders of each side by entry, reduce-only ones apart (C6, I-RO-4).</summary>
    public ChainHead Buys;
    public ChainHead Sells;
    public ChainHead ReduceOnlyBuys;
    public ChainHead ReduceOnlySells;

    /// <summary>R6: slot of its owner's exposure in the market.</summary>
    public int Exposure;

    /// <summary>R1: what stands behind it; only positions of CROSS markets may change it (R5).</summary>
    public MarginMode Mode;

    /// <summary>L1: of an isolated position.</summary>
    public MarginLevel Level;

    /// <summary>L5: 1 = last to 5 = first in the queue of deleveraging, 0 = not in it.</summary>
    public byte Quantile;

    /// <summary>It has lots or open orders, and its neighbours among those of its account; −1 = none.</summary>
    public bool IsLive;
    public int NextLive;
    public int PreviousLive;

    /// <summary>L2: of an isolated position: its place in the list of liquidations + 1, 0 = not in it.</summary>
    public int Liquidation;

    /// <summary>L7: an isolated position that is being liquidated; of cross ones the balance says it.</summary>
    public bool InLiquidation;

    /// <summary>Next position of the same market in order of creation, −1 = none.</summary>
    public int NextOfMarket;

    /// <summary>Next position of the same account in order of creation, −1 = none (C6).</summary>
    public int NextOfAccount;

    /// <summary>Σ price × lots × tick value of the open lots, signed like the position; ledger units.</summary>
    public Int128 Cost;

    /// <summary>Its life since it was last flat (F10).</summary>
    public PositionLife Life;

    /// <summary>Fees less rebates that the account paid in the market (M7).</summary>
    public Int128 FeesPaid;

    /// <summary>Bucket of an isolated position (R5); ledger units.</summary>
    public Int128 Bucket;

    /// <summary>What closing an isolated one cost beyond its money (docs/money.md §10), not positive.</summary>
    public Int128 Shortfall;

    /// <summary>The shortfall as events have shown it.</summary>
    public Int128 ReportedShortfall;

    /// <summary>L2-6: what it could pay of the shortfall that is being shared; ledger units.</summary>
    public Int128 Weight;

    /// <summary>
    /// L2-6: what it realised while its market shares a loss, and the number of that loss: it counts as weight, and is
    /// not free until it was charged.
    /// </summary>
    public Int128 SharedGain;
    public long SharedGainOf;

    /// <summary>Scratch of dry runs: what the walk with this number would have added so far.</summary>
    public long WalkNumber;
    public long WalkLots;

    /// <summary>Reduce-only orders that the walk has ended.</summary>
    public int WalkEnded;

    /// <summary>The bucket as a side of postings.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public LedgerEntry Margin => new(ref Bucket, LedgerClass.Margin);

    /// <summary>The shortfall as a side of postings.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public LedgerEntry Debt => new(ref Shortfall, LedgerClass.Owed);

    /// <summary>It has lots or open orders.</summary>
    public readonly bool IsUsed => Lots != 0 || OpenBuyLots != 0 || OpenSellLots != 0;

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

    /// <summary>L2-6: what it realised while its market shares a loss.</summary>
    public readonly Int128 GainOf(long sharing) => SharedGainOf == sharing ? SharedGain : 0;

    /// <summary>It realises a profit while its market shares a loss.</summary>
    public void AddGain(long sharing, Int128 amount)
    {
        SharedGain = GainOf(sharing) + amount;
        SharedGainOf = sharing;
    }

    /// <summary>Lots that an order of a side could close of a position of so many signed lots.</summary>
    public static long ClosableLots(long positionLots, Side side) =>
        Math.Max(0, side == Side.Buy ? -positionLots : positionLots);

    /// <summary>
    /// R2: the most lots that a side could hold once orders have filled, with more of them; negative: it cannot. What
    /// only reduces closes, whatever fills first, and never opens.
    /// </summary>
    /// <param name="more">Lots of orders that are not there yet.</param>
    /// <param name="moreReducing">Of these, of reduce-only ones.</param>
    public readonly Int128 MostLots(Side side, Int128 more, Int128 moreReducing)
    {
        var isBuy = side == Side.Buy;
        Int128 reducing = (isBuy ? ReduceOnlyBuyLots : ReduceOnlySellLots) + moreReducing;
        var others = (isBuy ? OpenBuyLots : OpenSellLots) + more - reducing;
        return (isBuy ? Lots : -Lots) + others + Int128.Min(reducing, ClosableLots(Lots, side));
    }

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
