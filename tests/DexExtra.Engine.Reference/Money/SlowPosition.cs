using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Position of one account in one market as its fills make it (F7, F10); ledger units.</summary>
public sealed class SlowPosition(SlowWallet wallet, SlowMarket market)
{
    public SlowWallet Wallet { get; } = wallet;

    public SlowMarket Market { get; } = market;

    public MarginMode Mode { get; set; } = market.Terms.MarginMode;

    /// <summary>Signed, long positive.</summary>
    public long Lots { get; set; }

    public Int128 Cost { get; set; }

    /// <summary>Number in order of creation in its market.</summary>
    public int Index { get; } = market.Positions.Count;

    public bool IsUsed => Lots != 0 || BuyLeaves != 0 || SellLeaves != 0;

    public long BuyLeaves { get; set; }

    public long SellLeaves { get; set; }

    /// <summary>Of these, what only reduces.</summary>
    public long ReducingBuys { get; set; }

    public long ReducingSells { get; set; }

    /// <summary>R5.</summary>
    public Int128 Bucket { get; set; }

    /// <summary>What closing an isolated position cost beyond what stood behind it; not positive.</summary>
    public Int128 Debt { get; set; }

    /// <summary>The debt as events have shown it.</summary>
    public Int128 ReportedDebt { get; set; }

    public Int128 FeesPaid { get; set; }

    public MarginLevel Level { get; set; }

    /// <summary>Until then a liquidation that began again unseen may still wait for its next look (§8).</summary>
    public long MayWaitUntilNs { get; set; }

    /// <summary>L7: while it is liquidated as a unit of its own.</summary>
    public SlowLiquidation? Liquidation { get; set; }

    /// <summary>§10: what it realised while its market shares a loss, and which one.</summary>
    public (SlowSharing Sharing, Int128 Amount)? SharedGain { get; set; }

    /// <summary>§10: of the loss that its market shares now; not free.</summary>
    public Int128 GainNow => SharedGain is { } gain && gain.Sharing == Market.Sharing ? gain.Amount : 0;

    /// <summary>§10: it realises something.</summary>
    public void AddGain(Int128 realised)
    {
        if (Market.Sharing is { } sharing && realised > 0)
        {
            SharedGain = (sharing, GainNow + realised);
        }
    }

    public int Quantile { get; set; }

    /// <summary>−Σ signed lots × price × tick value of all fills ever: with the cost it gives what was realised.</summary>
    public Int128 Flow { get; set; }

    /// <summary>Realised by all fills ever.</summary>
    public Int128 Realised { get; set; }

    /// <summary>Since it was last flat.</summary>
    public SlowLife Life { get; set; } = new();

    /// <summary>Lots of a side that would close.</summary>
    public long Closable(Side side) => Math.Max(0, side == Side.Buy ? -Lots : Lots);

    public long Leaves(Side side) => side == Side.Buy ? BuyLeaves : SellLeaves;

    /// <summary>R1 FULL: what the pool holds for it, at cost: long cost − floor, short cap − cost.</summary>
    public Int128 Locked()
    {
        if (Mode != MarginMode.Full || Lots == 0)
        {
            return 0;
        }

        var bound = Lots > 0 ? Market.Terms.FloorTicks : Market.Terms.CapTicks;
        return Cost - ((Int128)Lots * bound * Market.TickValue);
    }

    /// <summary>
    /// R2: lots of a side if everything open on it fills, with more of them. What only reduces fills first, and no more
    /// than is there.
    /// </summary>
    public Int128 Most(Side side, Int128 more, Int128 moreReducing)
    {
        var held = side == Side.Buy ? (Int128)Lots : -(Int128)Lots;
        var reducing = (side == Side.Buy ? ReducingBuys : ReducingSells) + moreReducing;
        var reduced = held < 0 ? Int128.Min(0, held + reducing) : held;
        return reduced + Leaves(side) + more - reducing;
    }

    /// <summary>u at a price.</summary>
    public Int128 UnrealisedAt(long priceTicks) => ((Int128)Lots * priceTicks * Market.TickValue) - Cost;
}
