using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.OrderLimits;

/// <summary>What a new order, or more of an open one, asks of the gates of limits and of money.</summary>
internal struct OrderDemand
{
    public int Account;

    /// <summary>Of the account in the market's asset, −1 = none.</summary>
    public int Balance;
    public Market Market;
    public Side Side;
    public bool IsReduceOnly;

    /// <summary>R7: signed so.</summary>
    public bool IsConfirmed;

    /// <summary>Price that its hold goes by.</summary>
    public long PriceTicks;

    /// <summary>All its open lots.</summary>
    public long Lots;

    /// <summary>Lots of these, and of orders that come with it, that do not count as open yet.</summary>
    public long MoreLots;

    /// <summary>Of these, lots that only reduce.</summary>
    public long MoreReducingLots;

    /// <summary>Ledger units to be held in addition, by it and by orders that come with it.</summary>
    public Int128 Hold;

    /// <summary>Lots × opening cost per lot (docs/money.md §5).</summary>
    public readonly Int128 Value => Math.BigMul(Lots, Market.OpeningCostPerLot(Side, PriceTicks));
}
