using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>Lots that a margin reckoning counts as open beside what is: an order that is not there yet.</summary>
internal readonly struct ExtraOrder(int market, long buyLots, long sellLots)
{
    public static readonly ExtraOrder None = new(-1, 0L, 0L);

    public ExtraOrder(int market, Side side, long lots)
        : this(market, side == Side.Buy ? lots : 0, side == Side.Sell ? lots : 0)
    {
    }

    /// <summary>Slot of the market, −1 = none.</summary>
    public readonly int Market = market;
    public readonly long BuyLots = buyLots;
    public readonly long SellLots = sellLots;
}
