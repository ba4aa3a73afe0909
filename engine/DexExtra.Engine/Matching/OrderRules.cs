using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Gates 4 and 5 of G2 without the instructions: what can be said of an order from its own fields and the market's
/// constants and rules. First failure wins, in the order the checks are written here.
/// </summary>
internal static class OrderRules
{
    /// <summary>Gate 4 but for the grids and instructions; the version must be the given one.</summary>
    public static RejectReason CheckForm(in NewOrder request, Market market, ulong nowSeconds, uint version)
    {
        ref readonly var order = ref request.Order;
        if (!OrderCombinations.IsLegal(in order) || !AllowsAllOrNone(in order, market))
        {
            return RejectReason.UnsupportedCombination;
        }

        if (order.Version != version)
        {
            return RejectReason.BadVersion;
        }

        return order.ExpirySeconds <= nowSeconds ? RejectReason.ExpiredOnEntry : RejectReason.None;
    }

    /// <summary>Q3: price and quantity on their grids and in their ranges.</summary>
    public static RejectReason CheckGrids(in NewOrder request, Market market)
    {
        ref readonly var order = ref request.Order;
        ref readonly var terms = ref market.Terms;
        if (Math.BigMul(request.PriceTicks, (long)terms.TickSize) != order.LimitPrice
            || !PriceGrid.IsOn(request.PriceTicks, market.Rules.PriceIncrementTicks))
        {
            return RejectReason.PriceOffTick;
        }

        if (order.Quantity > (UInt128)Int128.MaxValue
            || Math.BigMul(request.QuantityLots, (long)terms.LotSize) != (Int128)order.Quantity)
        {
            return RejectReason.QuantityOffLot;
        }

        return request.QuantityLots >= market.Rules.MinOrderLots && request.QuantityLots <= terms.MaxOrderLots
            ? RejectReason.None
            : RejectReason.QuantityOutOfRange;
    }

    /// <summary>Gate 5.</summary>
    public static RejectReason CheckBounds(in NewOrder request, Market market)
    {
        ref readonly var order = ref request.Order;
        if (!market.Allows(request.PriceTicks))
        {
            return RejectReason.PriceOutOfBounds;
        }

        if (order.OrderType == OrderType.Limit && !EntryBand.Allows(market, order.Side, request.PriceTicks))
        {
            return RejectReason.PriceOutsideBand;
        }

        return order.MaxFeePerUnit < (UInt128)market.RequiredFeePerUnit
            ? RejectReason.FeeCapTooLow
            : RejectReason.None;
    }

    private static bool AllowsAllOrNone(in SignedOrder order, Market market) =>
        (order.Flags & OrderFlags.AllOrNone) == 0 || (market.Rules.Flags & TradingFlags.AllowAllOrNone) != 0;
}
