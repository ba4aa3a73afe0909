using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Gates 4 and 5 of G2: what can be said of an order from its own fields and the market's constants. First failure
/// wins, in the order the checks are written here.
/// </summary>
internal static class OrderRules
{
    /// <summary>None when the order is well formed for the market at this time.</summary>
    public static RejectReason Check(in NewOrder request, Market market, ulong nowSeconds)
    {
        var reason = CheckForm(in request, market, nowSeconds);
        return reason == RejectReason.None ? CheckBounds(in request, market) : reason;
    }

    private static RejectReason CheckForm(in NewOrder request, Market market, ulong nowSeconds)
    {
        ref readonly var order = ref request.Order;
        ref readonly var terms = ref market.Terms;
        if (!OrderCombinations.IsLegal(in order))
        {
            return RejectReason.UnsupportedCombination;
        }

        if (order.ExpirySeconds <= nowSeconds)
        {
            return RejectReason.ExpiredOnEntry;
        }

        if (request.PriceTicks * terms.TickSize != order.LimitPrice)
        {
            return RejectReason.PriceOffTick;
        }

        if (order.Quantity > (UInt128)Int128.MaxValue
            || request.QuantityLots * terms.LotSize != (Int128)order.Quantity)
        {
            return RejectReason.QuantityOffLot;
        }

        return request.QuantityLots >= 1 && request.QuantityLots <= terms.MaxOrderLots
            ? RejectReason.None
            : RejectReason.QuantityOutOfRange;
    }

    private static RejectReason CheckBounds(in NewOrder request, Market market)
    {
        ref readonly var terms = ref market.Terms;
        if (request.PriceTicks < terms.FloorTicks || request.PriceTicks > terms.CapTicks)
        {
            return RejectReason.PriceOutOfBounds;
        }

        return request.Order.MaxFeePerUnit < (UInt128)market.RequiredFeePerUnit
            ? RejectReason.FeeCapTooLow
            : RejectReason.None;
    }
}
