namespace DexExtra.Messages;

/// <summary>
/// The combination table: which type, time in force, instructions and side exist together (G4, I-PO-4, O-MKT). The one
/// place that decides; the gateway asks early, the engine finally; docs/matching.md is generated from it. Pure, any
/// thread.
/// </summary>
public static class OrderCombinations
{
    /// <summary>Both post-only instructions; an order carries at most one.</summary>
    public const OrderFlags AnyPostOnly = OrderFlags.PostOnly | OrderFlags.PostOnlySlide;

    private const OrderFlags SelfTradeMask = OrderFlags.Decrement;
    private const int SelfTradeShift = 3;

    private const OrderFeatures PostOnly = OrderFeatures.PostOnly | OrderFeatures.PostOnlySlide;

    private const OrderFeatures Waiting = OrderFeatures.ReduceOnly | OrderFeatures.AllowImmediate
        | OrderFeatures.TriggerAtExpiry | OrderFeatures.PositionFraction;

    /// <summary>Pairs that never stand together, whatever the type.</summary>
    private static readonly (OrderFeatures One, OrderFeatures Others)[] Exclusions =
    [
        (OrderFeatures.PostOnly, OrderFeatures.PostOnlySlide),
        (OrderFeatures.MinQuantity, PostOnly | OrderFeatures.Iceberg | OrderFeatures.AllOrNone),
        (OrderFeatures.Iceberg, OrderFeatures.ReduceOnly | OrderFeatures.AllOrNone),
        (OrderFeatures.AllOrNone, PostOnly | OrderFeatures.ReduceOnly),
        (OrderFeatures.RestRemainder, OrderFeatures.ReduceOnly | OrderFeatures.MinQuantity | OrderFeatures.Budget),
        (OrderFeatures.Budget, OrderFeatures.ReduceOnly | OrderFeatures.MinQuantity),
    ];

    /// <summary>False: UNSUPPORTED_COMBINATION.</summary>
    public static bool IsLegal(in SignedOrder order)
    {
        var features = OrderFeature.Of(in order);
        return order.Version >= SignedOrder.FirstVersion
            && order.Side is Side.Buy or Side.Sell
            && HasOnlyItsFields(in order)
            && Allowed(order.OrderType, order.TimeInForce) is { } allowed
            && (features & ~allowed) == 0
            && !IsExcluded(features)
            && ((features & OrderFeatures.PositionFraction) == 0 || (features & OrderFeatures.ReduceOnly) != 0)
            && ((features & OrderFeatures.Budget) == 0 || order.Side == Side.Buy);
    }

    /// <summary>What may stand with a type and time in force; null where the two do not exist together.</summary>
    public static OrderFeatures? Allowed(OrderType type, TimeInForce timeInForce) => type switch
    {
        OrderType.Limit => AllowedLimit(timeInForce),
        OrderType.Market => AllowedMarket(timeInForce),
        OrderType.Stop or OrderType.TakeProfit => IsImmediate(timeInForce) || IsLasting(timeInForce) ? Waiting : null,
        OrderType.StopLimit or OrderType.TakeProfitLimit =>
            IsLasting(timeInForce) ? Waiting | PostOnly | OrderFeatures.Iceberg
            : IsImmediate(timeInForce) ? Waiting
            : null,
        OrderType.TrailingStop => IsLasting(timeInForce) || timeInForce == TimeInForce.ImmediateOrCancel
            ? OrderFeatures.ReduceOnly | OrderFeatures.TriggerAtExpiry | OrderFeatures.ActivationPrice
            : null,
        OrderType.TrailingStopLimit => IsLasting(timeInForce) || timeInForce == TimeInForce.ImmediateOrCancel
            ? OrderFeatures.ReduceOnly | OrderFeatures.TriggerAtExpiry | OrderFeatures.ActivationPrice
            : null,
        OrderType.Pegged => IsLasting(timeInForce) ? OrderFeatures.PostOnly | OrderFeatures.Iceberg : null,
        OrderType.Twap => timeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate
            ? OrderFeatures.None
            : null,
        _ => null,
    };

    /// <summary>True if the features contain a pair that never stands together.</summary>
    public static bool IsExcluded(OrderFeatures features)
    {
        foreach (var (one, others) in Exclusions)
        {
            if ((features & one) != 0 && (features & others) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>S2: the mode signed on the order; every order has one.</summary>
    public static SelfTradePrevention SelfTradeOf(in SignedOrder order) =>
        (SelfTradePrevention)((uint)(order.Flags & SelfTradeMask) >> SelfTradeShift);

    /// <summary>True if what does not trade on entry goes to the book, false if it is cancelled.</summary>
    public static bool MayRest(OrderType type, TimeInForce timeInForce, OrderFlags flags) =>
        (flags & OrderFlags.RestRemainder) != 0 || (!IsMarketLike(type) && !IsImmediate(timeInForce));

    /// <summary>True for orders that wait for a price before they are live.</summary>
    public static bool IsTriggered(OrderType type) => type is >= OrderType.Stop and <= OrderType.TrailingStopLimit;

    /// <summary>True for triggers that follow the market.</summary>
    public static bool IsTrailing(OrderType type) => type is OrderType.TrailingStop or OrderType.TrailingStopLimit;

    /// <summary>True for orders that become a market order when they trigger.</summary>
    public static bool IsMarketLike(OrderType type) =>
        type is OrderType.Market or OrderType.Stop or OrderType.TakeProfit or OrderType.TrailingStop;

    private static bool IsImmediate(TimeInForce timeInForce) =>
        timeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;

    private static bool IsLasting(TimeInForce timeInForce) =>
        timeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day;

    /// <summary>I-PO-4: what must trade at once cannot be post-only. O-MINQ: not with DAY.</summary>
    private static OrderFeatures? AllowedLimit(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate => PostOnly | OrderFeatures.Iceberg
            | OrderFeatures.ReduceOnly | OrderFeatures.MinQuantity | OrderFeatures.AllOrNone,
        TimeInForce.Day =>
            PostOnly | OrderFeatures.Iceberg | OrderFeatures.ReduceOnly | OrderFeatures.AllOrNone,
        TimeInForce.GoodForAuction or TimeInForce.GoodForContinuous =>
            PostOnly | OrderFeatures.Iceberg | OrderFeatures.ReduceOnly,
        TimeInForce.ImmediateOrCancel => OrderFeatures.ReduceOnly | OrderFeatures.MinQuantity,
        TimeInForce.FillOrKill => OrderFeatures.ReduceOnly,
        _ => null,
    };

    /// <summary>O-MKT: a market order is immediate; of a fill-or-kill nothing can remain.</summary>
    private static OrderFeatures? AllowedMarket(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.ImmediateOrCancel => OrderFeatures.RestRemainder | OrderFeatures.ReduceOnly
            | OrderFeatures.MinQuantity | OrderFeatures.Budget,
        TimeInForce.FillOrKill => OrderFeatures.ReduceOnly,
        _ => null,
    };

    /// <summary>A field that the type does not use must be 0; one that it cannot do without must be set.</summary>
    private static bool HasOnlyItsFields(in SignedOrder order)
    {
        ref readonly var fields = ref order.Instructions;
        var isTriggered = IsTriggered(order.OrderType);
        var isTrailing = IsTrailing(order.OrderType);
        var isPegged = order.OrderType == OrderType.Pegged;
        var isTwap = order.OrderType == OrderType.Twap;
        return (order.TriggerPrice == 0 || (isTriggered && !isTrailing))
            && IsNamed(fields.TriggerSource, isTriggered)
            && IsNamed(fields.PegReference, isPegged)
            && fields.ExpiryAction is ExpiryAction.Cancel or ExpiryAction.Trigger
            && isTrailing == (fields.TrailingDistance != 0 || fields.TrailingBasisPoints != 0)
            && (fields.TrailingDistance == 0 || fields.TrailingBasisPoints == 0)
            && (fields.ActivationPrice == 0 || (order.Flags & OrderFlags.HasActivationPrice) != 0)
            && (fields.PriceOffset == 0 || isPegged || isTwap || order.OrderType == OrderType.TrailingStopLimit)
            && isTwap == (fields.DurationSeconds != 0)
            && isTwap == (fields.IntervalSeconds != 0)
            && (fields.DisplayVariance == 0 || fields.DisplayQuantity != 0);
    }

    private static bool IsNamed(TriggerSource source, bool isUsed) =>
        isUsed ? source is >= TriggerSource.Last and <= TriggerSource.Index : source == 0;

    private static bool IsNamed(PegReference reference, bool isUsed) =>
        isUsed ? reference is >= PegReference.BestBid and <= PegReference.Index : reference == 0;
}
