using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>Gate 4: combination, grids, ranges, instructions; and reading them into the order.</summary>
public sealed partial class ReferenceEngine
{
    private RejectReason CheckFields(ReferenceOrder order, ReferenceMarket market)
    {
        var signed = order.Request.Order;
        return !IsLegal(in signed, market) ? RejectReason.UnsupportedCombination
            : signed.Version != SignedOrder.FirstVersion ? RejectReason.BadVersion
            : CheckSignedFields(order, market);
    }

    private static bool IsLegal(in SignedOrder signed, ReferenceMarket market) =>
        OrderCombinations.IsLegal(in signed)
        && (!signed.Flags.HasFlag(OrderFlags.AllOrNone) || market.Rules.Flags.HasFlag(TradingFlags.AllowAllOrNone));

    /// <summary>What a replacement passes too.</summary>
    private RejectReason CheckSignedFields(ReferenceOrder order, ReferenceMarket market)
    {
        var request = order.Request;
        var signed = request.Order;
        var terms = market.Terms;
        return signed.ExpirySeconds <= (ulong)_state.NowSecond ? RejectReason.ExpiredOnEntry
            : (BigInteger)request.PriceTicks * (BigInteger)terms.TickSize != (BigInteger)signed.LimitPrice
                || request.PriceTicks % market.Rules.PriceIncrementTicks != 0
                ? RejectReason.PriceOffTick
            : (BigInteger)request.QuantityLots * (BigInteger)terms.LotSize != (BigInteger)signed.Quantity
                ? RejectReason.QuantityOffLot
            : request.QuantityLots < market.Rules.MinOrderLots || request.QuantityLots > terms.MaxOrderLots
                ? RejectReason.QuantityOutOfRange
            : CheckInstructions(order, market);
    }

    private static RejectReason CheckInstructions(ReferenceOrder order, ReferenceMarket market)
    {
        var signed = order.Request.Order;
        var display = CheckDisplay(
            signed.Instructions.DisplayQuantity, signed.Instructions.DisplayVariance, order.QuantityLots, market);
        return display != RejectReason.None ? display
            : !IsMinimumValid(order, market) || !IsBudgetValid(in signed, market) || !IsTriggerValid(in signed, market)
                ? RejectReason.InvalidInstructions
            : IsBadStopLimit(order, market) ? RejectReason.BadStopLimit
            : !IsTrailingValid(in signed, market) || !IsOffsetValid(in signed, market)
                || signed.Instructions.PositionFraction > Limits.BasisPoints || !IsTwapValid(in signed)
                || (signed.Flags.HasFlag(OrderFlags.ActivateOnFull) && !order.IsChild)
                ? RejectReason.InvalidInstructions
            : RejectReason.None;
    }

    /// <summary>I-ICE-4.</summary>
    private static RejectReason CheckDisplay(
        BigInteger displayQuantity, BigInteger varianceQuantity, long quantityLots, ReferenceMarket market)
    {
        if (displayQuantity.IsZero)
        {
            return RejectReason.None;
        }

        var lot = market.Terms.LotSize;
        var isValid = TryUnits(displayQuantity, lot, out var display)
            && TryUnits(varianceQuantity, lot, out var variance)
            && display >= market.Rules.MinDisplayLots
            && display <= quantityLots
            && quantityLots <= (BigInteger)display * market.Rules.MaxIcebergParts
            && variance < display;
        return isValid ? RejectReason.None : RejectReason.DisplayQuantityInvalid;
    }

    private static bool IsMinimumValid(ReferenceOrder order, ReferenceMarket market) =>
        TryUnits(order.Request.Order.Instructions.MinQuantity, market.Terms.LotSize, out var lots)
        && lots <= order.QuantityLots;

    private static bool IsBudgetValid(in SignedOrder signed, ReferenceMarket market) =>
        signed.Instructions.Budget == 0
        || ((BigInteger)signed.Instructions.Budget <= BigInteger.Pow(2, 126) && market.Terms.FloorTicks >= 0);

    private static bool IsTriggerValid(in SignedOrder signed, ReferenceMarket market) =>
        !OrderCombinations.IsTriggered(signed.OrderType) || OrderCombinations.IsTrailing(signed.OrderType)
        || (TryUnits(signed.TriggerPrice, market.Terms.TickSize, out var ticks)
            && ticks % market.Rules.PriceIncrementTicks == 0
            && market.IsInside(ticks));

    /// <summary>T6.</summary>
    private static bool IsBadStopLimit(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.Type != OrderType.StopLimit
            || !TryUnits(order.Request.Order.TriggerPrice, market.Terms.TickSize, out var trigger))
        {
            return false;
        }

        return order.IsBuy ? order.Request.PriceTicks < trigger : order.Request.PriceTicks > trigger;
    }

    private static bool IsTrailingValid(in SignedOrder signed, ReferenceMarket market)
    {
        if (!OrderCombinations.IsTrailing(signed.OrderType))
        {
            return true;
        }

        var fields = signed.Instructions;
        var isDistanceValid = fields.TrailingDistance == 0
            || (TryUnits(fields.TrailingDistance, market.Terms.TickSize, out var distance)
                && distance >= 1 && distance <= Range(market));
        var arePointsValid = fields.TrailingBasisPoints == 0
            || (fields.TrailingBasisPoints <= Limits.BasisPoints && market.Terms.FloorTicks > 0);
        var isActivationValid = !signed.Flags.HasFlag(OrderFlags.HasActivationPrice)
            || (TryUnits(fields.ActivationPrice, market.Terms.TickSize, out var activation)
                && market.IsInside(activation));
        return isDistanceValid && arePointsValid && isActivationValid;
    }

    private static bool IsOffsetValid(in SignedOrder signed, ReferenceMarket market)
    {
        var meetsOpposite = (signed.Side, signed.Instructions.PegReference) is
            (Side.Buy, PegReference.BestAsk) or (Side.Sell, PegReference.BestBid);
        return TryUnits(signed.Instructions.PriceOffset, market.Terms.TickSize, out var ticks)
            && ticks <= Range(market)
            && (!meetsOpposite || ticks >= 1);
    }

    private static bool IsTwapValid(in SignedOrder signed)
    {
        var (duration, interval) = (signed.Instructions.DurationSeconds, signed.Instructions.IntervalSeconds);
        return signed.OrderType != OrderType.Twap
            || (duration >= Limits.MinTwapSeconds && duration <= Limits.MaxTwapSeconds
                && interval >= Limits.MinTwapIntervalSeconds && interval <= Limits.MaxTwapIntervalSeconds
                && interval <= duration);
    }

    private static BigInteger Range(ReferenceMarket market) =>
        (BigInteger)market.Terms.CapTicks - market.Terms.FloorTicks;

    /// <summary>False off the grid, and where the value does not fit 63 bits.</summary>
    private static bool TryUnits(BigInteger value, Int128 unit, out long units)
    {
        var quotient = BigInteger.DivRem(value, unit, out var remainder);
        var fits = remainder.IsZero && BigInteger.Abs(quotient) <= long.MaxValue;
        units = fits ? (long)quotient : 0;
        return fits;
    }

    /// <summary>Into ticks and lots; everything was checked.</summary>
    private static void ReadInstructions(ReferenceOrder order, ReferenceMarket market)
    {
        var signed = order.Request.Order;
        var fields = signed.Instructions;
        var (tick, lot) = (market.Terms.TickSize, market.Terms.LotSize);
        order.DisplayLots = (long)((BigInteger)fields.DisplayQuantity / (BigInteger)lot);
        order.VarianceLots = (long)((BigInteger)fields.DisplayVariance / (BigInteger)lot);
        order.TriggerTicks = (long)((BigInteger)signed.TriggerPrice / (BigInteger)tick);
        order.TrailingTicks = (long)((BigInteger)fields.TrailingDistance / (BigInteger)tick);
        order.ActivationTicks = (long)((BigInteger)fields.ActivationPrice / (BigInteger)tick);
        order.OffsetTicks = (long)((BigInteger)fields.PriceOffset / (BigInteger)tick);
    }

    /// <summary>O-DAY, O-GTDX, O-TWAP: the second at which the order ends, and why.</summary>
    private void SetEnd(ReferenceOrder order, ReferenceMarket market)
    {
        var now = (ulong)_state.NowSecond;
        var today = now - (now % 86_400) + market.Rules.SessionEndSecondOfDay;
        order.SessionEndSecond = today > now ? today : today + 86_400;
        order.TwapEntrySecond = order.TwapEntrySecond == 0 ? now : order.TwapEntrySecond;

        var (second, reason) = order switch
        {
            { TimeInForce: TimeInForce.Day } => (order.SessionEndSecond, CancelReason.SessionEnd),
            { IsTwap: true } => (TwapEnd(order), CancelReason.TwapEnded),
            _ => (order.ExpirySecond, CancelReason.Expired),
        };
        var expires = order.ExpirySecond < second || (order.ExpirySecond == second && !order.IsTwap);
        var due = expires ? order.ExpirySecond : second;
        order.DueReason = expires ? CancelReason.Expired : reason;
        order.DueSecond = due;
    }
}
