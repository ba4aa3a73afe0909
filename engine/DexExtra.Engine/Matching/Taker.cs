using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>An order, or a slice of one, while it takes: what matching and its dry run need to know of it.</summary>
internal struct Taker
{
    /// <summary>Slot of the order; −1 in a dry run before it has one, and where the venue trades (L4).</summary>
    public int Slot;

    /// <summary>L4: the position that the venue trades for, its order's number, the flags of its trades.</summary>
    public int Position;
    public long OrderId;
    public TradeFlags Flags;
    public int Owner;
    public Side Side;
    public SelfTradePrevention SelfTrade;

    /// <summary>Still to trade.</summary>
    public long Lots;
    public long LimitTicks;
    public PriceWindow Window;

    /// <summary>O-AON: does not meet all-or-none orders (post-only, all-or-none, with a budget).</summary>
    public bool IsPassive;

    public readonly bool Crosses(long priceTicks) =>
        Side == Side.Buy ? priceTicks <= LimitTicks : priceTicks >= LimitTicks;
}
