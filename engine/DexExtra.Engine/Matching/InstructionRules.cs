using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Gate 4, instructions: converts the signed instructions to ticks and lots and checks their ranges, in the order of
/// docs/matching.md §3. An order without instructions costs one look.
/// </summary>
internal static class InstructionRules
{
    private const OrderFeatures PostOnly = OrderFeatures.PostOnly | OrderFeatures.PostOnlySlide;
    private static readonly UInt128 MaxBudget = UInt128.One << 126;

    /// <summary>Fills the instruction part of the terms, or says why not.</summary>
    public static RejectReason TryRead(in NewOrder request, Market market, bool isChild, ref OrderTerms terms)
    {
        ref readonly var order = ref request.Order;
        var isPlain = order.OrderType is OrderType.Limit or OrderType.Market
            && (OrderFeature.Of(in order) & ~(OrderFeatures.ReduceOnly | PostOnly)) == 0;
        if (!isPlain)
        {
            var reason = ReadDisplay(in request, market, ref terms);
            if (reason == RejectReason.None)
            {
                reason = ReadTriggers(in request, market, ref terms);
            }

            if (reason != RejectReason.None)
            {
                return reason;
            }
        }

        return (order.Flags & OrderFlags.ActivateOnFull) == 0 || isChild
            ? RejectReason.None
            : RejectReason.InvalidInstructions;
    }

    private static RejectReason ReadDisplay(in NewOrder request, Market market, ref OrderTerms terms)
    {
        ref readonly var fields = ref request.Order.Instructions;
        ref readonly var rules = ref market.Rules;
        var lotSize = market.Terms.LotSize;
        if (fields.DisplayQuantity != 0
            && !(PriceGrid.TryConvert(fields.DisplayQuantity, lotSize, out terms.DisplayLots)
                && PriceGrid.TryConvert(fields.DisplayVariance, lotSize, out terms.DisplayVariance)
                && IsValidDisplay(in terms, request.QuantityLots, in rules)))
        {
            return RejectReason.DisplayQuantityInvalid;
        }

        var isMinimum = PriceGrid.TryConvert(fields.MinQuantity, lotSize, out terms.MinLots)
            && terms.MinLots <= request.QuantityLots;
        var isBudget = fields.Budget <= MaxBudget
            && (fields.Budget == 0
                || (market.Terms.FloorTicks >= 0 && market.Terms.MarginMode == MarginMode.Full));
        return isMinimum && isBudget ? RejectReason.None : RejectReason.InvalidInstructions;
    }

    /// <summary>I-ICE-4.</summary>
    public static bool IsValidDisplay(in OrderTerms terms, long quantityLots, in TradingRules rules) =>
        terms.DisplayLots >= rules.MinDisplayLots
        && terms.DisplayLots <= quantityLots
        && quantityLots <= Math.BigMul(terms.DisplayLots, rules.MaxIcebergParts)
        && terms.DisplayVariance < terms.DisplayLots;

    private static RejectReason ReadTriggers(in NewOrder request, Market market, ref OrderTerms terms)
    {
        ref readonly var order = ref request.Order;
        ref readonly var fields = ref order.Instructions;
        terms.Source = fields.TriggerSource;
        terms.ExpiryAction = fields.ExpiryAction;
        terms.PegReference = fields.PegReference;
        terms.TrailingBasisPoints = fields.TrailingBasisPoints;
        terms.PositionFraction = fields.PositionFraction;
        terms.DurationSeconds = fields.DurationSeconds;
        terms.IntervalSeconds = fields.IntervalSeconds;
        terms.FiresUpward = FiresUpward(order.OrderType, order.Side);
        if (OrderCombinations.IsTriggered(order.OrderType) && !OrderCombinations.IsTrailing(order.OrderType))
        {
            if (!IsPrice(order.TriggerPrice, market, out terms.TriggerTicks))
            {
                return RejectReason.InvalidInstructions;
            }

            if (order.OrderType == OrderType.StopLimit && !IsAdverse(order.Side, request.PriceTicks, in terms))
            {
                return RejectReason.BadStopLimit;
            }
        }

        return HasValidDistances(in order, market, ref terms) && HasValidRanges(in order, in terms)
            ? RejectReason.None
            : RejectReason.InvalidInstructions;
    }

    /// <summary>T2: buy stops and sell take-profits fire at or above their trigger.</summary>
    public static bool FiresUpward(OrderType type, Side side) =>
        (type is OrderType.TakeProfit or OrderType.TakeProfitLimit) == (side == Side.Sell);

    /// <summary>T6: the limit of a stop-limit leaves the trigger room to fill.</summary>
    private static bool IsAdverse(Side side, long limitTicks, in OrderTerms terms) =>
        side == Side.Sell ? limitTicks <= terms.TriggerTicks : limitTicks >= terms.TriggerTicks;

    private static bool IsPrice(Int128 price, Market market, out long ticks) =>
        PriceGrid.TryConvert(price, market.Terms.TickSize, out ticks)
        && PriceGrid.IsOn(ticks, market.Rules.PriceIncrementTicks)
        && market.Allows(ticks);

    private static bool HasValidDistances(in SignedOrder order, Market market, ref OrderTerms terms)
    {
        ref readonly var fields = ref order.Instructions;
        ref readonly var constants = ref market.Terms;
        var range = constants.CapTicks - constants.FloorTicks;
        var isTrailing = OrderCombinations.IsTrailing(order.OrderType);
        var hasDistance = fields.TrailingDistance == 0
            || (PriceGrid.TryConvert(fields.TrailingDistance, constants.TickSize, out terms.TrailingTicks)
                && terms.TrailingTicks <= range);
        var hasBasisPoints = fields.TrailingBasisPoints == 0
            || (fields.TrailingBasisPoints <= Limits.BasisPoints && constants.FloorTicks > 0);
        var hasActivation = (order.Flags & OrderFlags.HasActivationPrice) == 0
            || (PriceGrid.TryConvert(fields.ActivationPrice, constants.TickSize, out terms.ActivationTicks)
                && market.Allows(terms.ActivationTicks));
        var hasOffset = PriceGrid.TryConvert(fields.PriceOffset, constants.TickSize, out terms.OffsetTicks)
            && terms.OffsetTicks <= range;
        return hasDistance && hasBasisPoints && hasActivation && hasOffset
            && (!isTrailing || terms.TrailingTicks > 0 || terms.TrailingBasisPoints > 0)
            && !LocksTheBook(order.Side, in terms);
    }

    /// <summary>O-PEG: an order pegged to the other side's best price stays behind it.</summary>
    private static bool LocksTheBook(Side side, in OrderTerms terms) =>
        terms.OffsetTicks == 0
        && terms.PegReference == (side == Side.Buy ? PegReference.BestAsk : PegReference.BestBid);

    private static bool HasValidRanges(in SignedOrder order, in OrderTerms terms) =>
        terms.PositionFraction <= Limits.BasisPoints
        && (order.OrderType != OrderType.Twap
            || (terms.DurationSeconds is >= Limits.MinTwapSeconds and <= Limits.MaxTwapSeconds
                && terms.IntervalSeconds is >= Limits.MinTwapIntervalSeconds and <= Limits.MaxTwapIntervalSeconds
                && terms.IntervalSeconds <= terms.DurationSeconds));
}
