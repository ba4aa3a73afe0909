using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>C4: a new signature stands behind the order.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in ReplaceOrder request)
    {
        var message = request;
        var next = message.Order.Order;
        var order = Find(next.Account, message.OrderId, message.OrigClientOrderId);
        if (order is not null && order.Request.OrderHash == message.Order.OrderHash)
        {
            ReportStatus(order, in message.Order);
            return;
        }

        var candidate = order is null ? null : Candidate(order, in message.Order);
        AmendPlan? plan = null;
        var isKnown = _state.Accounts.ContainsKey(next.Account);
        var reason = isKnown ? OrderKeyRefusal(in message.Order) : RejectReason.None;
        reason = Then(reason, () => OpenRefusal(order));
        reason = Then(reason, () => AmendStateRefusal(order!, AmendFields.None, next.Quantity));
        reason = Then(reason, () => next.Nonce == order!.Request.Order.Nonce
            && next.Version == order.Request.Order.Version + 1
            ? RejectReason.None
            : RejectReason.BadVersion);
        reason = Then(reason, () => IsReplaceable(order!, in message.Order) ? RejectReason.None : RejectReason.NotAmendable);
        reason = Then(reason, () => IsAmendable(order!, ReplacedFields(order!, candidate!))
            ? RejectReason.None
            : RejectReason.NotAmendable);
        reason = Then(reason, () => CheckAsNew(candidate!));
        if (reason == RejectReason.None)
        {
            plan = ReplacePlan(order!, candidate!);
            reason = CheckPlan(plan);
        }

        if (reason != RejectReason.None)
        {
            RejectAmend(
                next.Account, message.Order.ClientOrderId, message.OrigClientOrderId, order?.OrderId ?? 0, reason);
            return;
        }

        if (plan!.NewLeaves > 0)
        {
            PutBehind(order!, candidate!, in message.Order);
        }

        Carry(plan);
    }

    /// <summary>The new signature as if it were a new order, at the order's place in its list.</summary>
    private static ReferenceOrder Candidate(ReferenceOrder order, in NewOrder request) =>
        new(request, order.Account) { List = order.List, LegIndex = order.LegIndex };

    /// <summary>Gates 4 and 5; the version was judged before.</summary>
    private RejectReason CheckAsNew(ReferenceOrder candidate)
    {
        var market = MarketOf(candidate);
        var reason = IsLegal(candidate.Request.Order, market) ? RejectReason.None : RejectReason.UnsupportedCombination;
        reason = Then(reason, () => CheckSignedFields(candidate, market));
        reason = Then(reason, () => CheckBounds(candidate, market));
        if (reason == RejectReason.None)
        {
            ReadInstructions(candidate, market);
        }

        return reason;
    }

    private static AmendPlan ReplacePlan(ReferenceOrder order, ReferenceOrder candidate) => new(
        order,
        candidate.LimitTicks,
        candidate.QuantityLots,
        candidate.DisplayLots,
        candidate.ExpirySecond,
        candidate.ClientOrderId)
        {
            TriggerTicks = order.IsTrailing ? order.TriggerTicks : candidate.TriggerTicks,
            ChangesTrigger = ChangesTrigger(order, candidate),
            ChangesHold = candidate.LimitTicks != order.LimitTicks
                || (order.Place == Place.Waiting && !order.IsTrailing && candidate.TriggerTicks != order.TriggerTicks),
        };

    private static bool ChangesTrigger(ReferenceOrder order, ReferenceOrder candidate) =>
        candidate.Request.Order.TriggerPrice != order.Request.Order.TriggerPrice
        || candidate.TrailingTicks != order.TrailingTicks
        || candidate.Request.Order.Instructions.TrailingBasisPoints
            != order.Request.Order.Instructions.TrailingBasisPoints
        || candidate.OffsetTicks != order.OffsetTicks
        || candidate.ActivationTicks != order.ActivationTicks;

    private AmendFields ReplacedFields(ReferenceOrder order, ReferenceOrder candidate)
    {
        var lot = MarketOf(order).Terms.LotSize;
        var displayQuantity = (UInt128)((Int128)order.DisplayLots * lot);
        return (candidate.QuantityLots != order.QuantityLots ? AmendFields.Quantity : 0)
            | (candidate.LimitTicks != order.LimitTicks ? AmendFields.LimitPrice : 0)
            | (candidate.ExpirySecond != order.ExpirySecond ? AmendFields.Expiry : 0)
            | (candidate.Request.Order.Instructions.DisplayQuantity != displayQuantity
                ? AmendFields.DisplayQuantity
                : 0);
    }

    private static bool IsReplaceable(ReferenceOrder order, in NewOrder request)
    {
        var old = order.Request.Order;
        var next = request.Order;
        var waits = order.Place == Place.Waiting;
        var fields = next.Instructions;
        fields.DisplayQuantity = old.Instructions.DisplayQuantity;
        fields.DisplayVariance = old.Instructions.DisplayVariance;
        if (waits)
        {
            fields.TrailingDistance = old.Instructions.TrailingDistance;
            fields.TrailingBasisPoints = old.Instructions.TrailingBasisPoints;
            fields.PriceOffset = old.Instructions.PriceOffset;
            fields.ActivationPrice = old.Instructions.ActivationPrice;
        }

        return (next.Instructions.DisplayQuantity != 0) == order.IsIceberg
            && next.MarketId == old.MarketId && next.Side == old.Side && next.OrderType == old.OrderType
            && next.Flags == old.Flags
            && (next.TimeInForce == old.TimeInForce || (IsGoodTill(next.TimeInForce) && IsGoodTill(old.TimeInForce)))
            && (waits || next.TriggerPrice == old.TriggerPrice)
            && IsSame(in fields, in old.Instructions);
    }

    private static bool IsGoodTill(TimeInForce timeInForce) =>
        timeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate;

    private static bool IsSame(in OrderInstructions one, in OrderInstructions other) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<OrderInstructions>(in one))
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(
                new ReadOnlySpan<OrderInstructions>(in other)));

    /// <summary>The order keeps its client order id; a trailing stop keeps its watermark.</summary>
    private void PutBehind(ReferenceOrder order, ReferenceOrder candidate, in NewOrder request)
    {
        _state.Sink.Append(
            EventType.OrderReplaced, new OrderReplaced { Request = request, OrderId = order.OrderId });
        var kept = request;
        kept.ClientOrderId = order.ClientOrderId;
        var isOfOther = order.Request.GrantId != request.GrantId;
        if (isOfOther)
        {
            LeaveGrant(order);
        }

        order.Request = kept;
        if (isOfOther)
        {
            JoinGrant(order);
        }

        order.VarianceLots = candidate.VarianceLots;
        if (order.Place == Place.Waiting)
        {
            order.TrailingTicks = candidate.TrailingTicks;
            order.OffsetTicks = candidate.OffsetTicks;
            order.ActivationTicks = candidate.ActivationTicks;
            order.TriggerTicks = order.IsTrailing ? order.TriggerTicks : candidate.TriggerTicks;
            FollowWatermark(order);
        }
    }

    private static void FollowWatermark(ReferenceOrder order)
    {
        if (order.IsTrailing && order.Watermark is { } mark)
        {
            MoveWatermark(order, mark);
        }
    }
}
