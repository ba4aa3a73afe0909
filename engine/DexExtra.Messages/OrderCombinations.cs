namespace DexExtra.Messages;

/// <summary>
/// The combination table: which side, type, time in force, flags, version and trigger price exist together (G4, I-PO-4,
/// O-MKT). The one place that decides; the gateway asks early, the engine finally. Pure, any thread.
/// </summary>
public static class OrderCombinations
{
    /// <summary>Both post-only instructions; an order carries at most one.</summary>
    public const OrderFlags AnyPostOnly = OrderFlags.PostOnly | OrderFlags.PostOnlySlide;

    private const OrderFlags SelfTradeMask = OrderFlags.Decrement;
    private const OrderFlags Known = AnyPostOnly | OrderFlags.ReduceOnly | SelfTradeMask | OrderFlags.RestRemainder;

    private const int SelfTradeShift = 3;

    /// <summary>False: UNSUPPORTED_COMBINATION.</summary>
    public static bool IsLegal(in SignedOrder order) =>
        order.Version == SignedOrder.FirstVersion
        && order.TriggerPrice == 0
        && order.Side is Side.Buy or Side.Sell
        && (order.Flags & ~Known) == 0
        && order.OrderType switch
        {
            OrderType.Limit => IsLegalLimit(order.TimeInForce, order.Flags & ~SelfTradeMask),
            OrderType.Market => IsLegalMarket(order.TimeInForce, order.Flags & ~SelfTradeMask),
            _ => false,
        };

    /// <summary>S2: the mode signed on the order; every order has one.</summary>
    public static SelfTradePrevention SelfTradeOf(in SignedOrder order) =>
        (SelfTradePrevention)((uint)(order.Flags & SelfTradeMask) >> SelfTradeShift);

    /// <summary>True if what does not trade on entry goes to the book, false if it is cancelled.</summary>
    public static bool MayRest(in SignedOrder order) =>
        order.TimeInForce == TimeInForce.GoodTillCancel || (order.Flags & OrderFlags.RestRemainder) != 0;

    /// <summary>
    /// I-PO-4: what must trade at once cannot be post-only. Only a market order says where its remainder goes. A
    /// reduce-only order cannot rest: resting ones would need the live resize of I-RO-4.
    /// </summary>
    private static bool IsLegalLimit(TimeInForce timeInForce, OrderFlags flags) => timeInForce switch
    {
        TimeInForce.GoodTillCancel => flags is OrderFlags.None or OrderFlags.PostOnly or OrderFlags.PostOnlySlide,
        TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill =>
            flags is OrderFlags.None or OrderFlags.ReduceOnly,
        _ => false,
    };

    /// <summary>O-MKT: a market order is immediate; of a fill-or-kill nothing can remain.</summary>
    private static bool IsLegalMarket(TimeInForce timeInForce, OrderFlags flags) => timeInForce switch
    {
        TimeInForce.ImmediateOrCancel =>
            flags is OrderFlags.None or OrderFlags.RestRemainder or OrderFlags.ReduceOnly,
        TimeInForce.FillOrKill => flags is OrderFlags.None or OrderFlags.ReduceOnly,
        _ => false,
    };
}
