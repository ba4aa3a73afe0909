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

    public long BuyLeaves { get; set; }

    public long SellLeaves { get; set; }

    /// <summary>R5.</summary>
    public Int128 Bucket { get; set; }

    /// <summary>What closing an isolated position cost beyond what stood behind it; not positive.</summary>
    public Int128 Debt { get; set; }

    public Int128 FeesPaid { get; set; }

    public MarginLevel Level { get; set; }

    public int Quantile { get; set; }

    /// <summary>−Σ signed lots × price × tick value of all fills ever: with the cost it gives what was realised.</summary>
    public Int128 Flow { get; set; }

    /// <summary>Realised by all fills ever.</summary>
    public Int128 Realised { get; set; }

    /// <summary>Since it was last flat.</summary>
    public SlowLife Life { get; set; } = new();

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

    /// <summary>u at a price.</summary>
    public Int128 UnrealisedAt(long priceTicks) => ((Int128)Lots * priceTicks * Market.TickValue) - Cost;
}
