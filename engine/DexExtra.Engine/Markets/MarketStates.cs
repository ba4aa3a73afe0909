using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>What orders a market accepts in its present state (B8, A1, T8; the table in docs/matching.md §4).</summary>
internal static class MarketStates
{
    /// <summary>None if a new order of this kind may enter now.</summary>
    public static RejectReason CheckNew(Market market, in SignedOrder order)
    {
        if (market.IsUncrossing || market.IsTimeUp)
        {
            return RejectReason.MarketStateForbids;
        }

        if (market.IsInCall)
        {
            return IsCallOrder(market, in order) ? RejectReason.None : RejectReason.NotInAuction;
        }

        if (order.TimeInForce == TimeInForce.GoodForAuction)
        {
            return RejectReason.OnlyInAuction;
        }

        return market.IsMatching && Fits(market.State, order.Flags)
            ? RejectReason.None
            : RejectReason.MarketStateForbids;
    }

    /// <summary>
    /// None if an open order may be amended now; a lower quantity alone is more often allowed. While a sweep of the
    /// market is unfinished none is: an order that moves could get out of its way.
    /// </summary>
    public static RejectReason CheckAmend(Market market, bool isSwept, OrderFlags flags, bool isOnlyLess)
    {
        var isAllowed = !market.IsUncrossing
            && !market.IsTimeUp
            && !isSwept
            && (market.IsInCall
                || (market.IsMatching && Fits(market.State, flags))
                || (market.State == MarketState.CancelOnly && isOnlyLess));
        return isAllowed ? RejectReason.None : RejectReason.MarketStateForbids;
    }

    private static bool Fits(MarketState state, OrderFlags flags) => state switch
    {
        MarketState.PostOnly => (flags & OrderCombinations.AnyPostOnly) != 0,
        MarketState.ReduceOnly => (flags & OrderFlags.ReduceOnly) != 0,
        _ => true,
    };

    private static bool IsCallOrder(Market market, in SignedOrder order)
    {
        if (OrderCombinations.IsTriggered(order.OrderType))
        {
            return market.State != MarketState.OpeningAuction;
        }

        return order.OrderType is OrderType.Pegged or OrderType.Twap
            || (order.OrderType == OrderType.Limit
                && order.TimeInForce is (TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day
                    or TimeInForce.GoodForAuction)
                && order.Instructions.MinQuantity == 0
                && (order.Flags & OrderFlags.AllOrNone) == 0);
    }
}
