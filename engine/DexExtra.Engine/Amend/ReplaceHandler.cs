using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.SessionKeys;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Amend;

/// <summary>
/// ReplaceOrder command (C4): the next signed version of an open order. Passes gates 4 and 5 like a new order, then
/// changes the open one like an amend of all fields.
/// </summary>
internal sealed class ReplaceHandler(
    EngineState state, SessionKeyGate keys, AmendChecks checks, OrderAmendment amendment, OpenOrders openOrders)
{
    public void Apply<TSink>(in ReplaceOrder request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var signed = ref request.Order.Order;
        var rejected = new AmendRejected
        {
            Account = signed.Account,
            ClientOrderId = request.Order.ClientOrderId,
            OrigClientOrderId = request.OrigClientOrderId,
        };
        if (!state.Accounts.TryFind(in signed.Account, out var account))
        {
            OrderLookup.Reject(state, in rejected, -1, RejectReason.UnknownOrder, ref sink);
            return;
        }

        var reason = OrderLookup.Find(
            state, account, request.OrderId, request.OrigClientOrderId, out var record);
        rejected.OrderId = record >= 0 ? state.Records[record].OrderId : 0;
        if (record >= 0 && state.Records[record].OrderHash == request.Order.OrderHash)
        {
            var sequence = state.Accounts.NextSequence(account);
            OrderAcceptance.ReportStatus(in signed.Account, in state.Records[record], sequence, ref sink);
            return;
        }

        var outside = keys.CheckOrder(in request.Order, account);
        reason = outside == RejectReason.None ? reason : outside;
        var plan = default(AmendPlan);
        if (reason == RejectReason.None)
        {
            plan = checks.Begin(state.Records[record].Slot);
            reason = Check(in request.Order, account, ref plan);
        }

        if (reason != RejectReason.None)
        {
            OrderLookup.Reject(state, in rejected, account, reason, ref sink);
        }
        else if (plan.LeavesLots <= 0)
        {
            amendment.EndBelowFilled(in plan, request.Order.ClientOrderId, ref sink);
        }
        else
        {
            Replace(in request.Order, in plan, record, ref sink);
        }
    }

    private void Replace<TSink>(in NewOrder order, in AmendPlan plan, int record, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Records[record].OrderHash = order.OrderHash;
        var replaced = new OrderReplaced { Request = order, OrderId = state.Records[record].OrderId };
        sink.Append(EventType.OrderReplaced, in replaced);
        openOrders.SetGrant(plan.Slot, state.SessionKeys.SlotOf(order.GrantId));
        amendment.Apply(in plan, order.ClientOrderId, ref sink);
    }

    private RejectReason Check(in NewOrder request, int account, ref AmendPlan plan)
    {
        ref readonly var signed = ref request.Order;
        var reason = state.CheckTrading(account);
        if (reason == RejectReason.None)
        {
            var isSwept = state.Sweeps.IsSweeping(plan.Market.Slot);
            reason = MarketStates.CheckAmend(plan.Market, isSwept, plan.Terms.Flags, false);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (signed.Nonce != plan.Terms.Nonce || (ulong)signed.Version != plan.Terms.Version + 1UL)
        {
            return RejectReason.BadVersion;
        }

        if (!checks.IsAmendable(plan.Slot) || !IsSameOrder(in request, in plan))
        {
            return RejectReason.NotAmendable;
        }

        reason = Read(in request, ref plan);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        checks.Compare(ref plan);
        reason = checks.CheckContent(in plan);
        return reason == RejectReason.None ? checks.CheckState(ref plan) : reason;
    }

    /// <summary>What a replacement must leave as it was.</summary>
    private bool IsSameOrder(in NewOrder request, in AmendPlan plan)
    {
        ref readonly var signed = ref request.Order;
        ref readonly var terms = ref plan.Terms;
        return signed.MarketId == plan.Market.Terms.MarketId
            && signed.Side == state.Orders[plan.Slot].Side
            && signed.OrderType == terms.Type
            && signed.Flags == terms.Flags
            && IsSameTime(signed.TimeInForce, terms.TimeInForce)
            && HasSameInstructions(in signed, in plan)
            && AmendChecks.IsAmendable(
                terms.ListKind, terms.Type, terms.DisplayLots, ChangedFields(in request, in plan));
    }

    private static bool IsSameTime(TimeInForce wanted, TimeInForce present) =>
        wanted == present
        || (IsUntilCancelled(wanted) && IsUntilCancelled(present));

    private static bool IsUntilCancelled(TimeInForce timeInForce) =>
        timeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate;

    private bool HasSameInstructions(in SignedOrder signed, in AmendPlan plan)
    {
        ref readonly var fields = ref signed.Instructions;
        ref readonly var terms = ref plan.Terms;
        ref readonly var market = ref plan.Market.Terms;
        var waits = state.Orders[plan.Slot].Place is OrderPlace.Trigger or OrderPlace.Trailing;
        return fields.MinQuantity == (UInt128)(terms.MinLots * market.LotSize)
            && fields.Budget == 0
            && fields.PositionFraction == terms.PositionFraction
            && fields.DurationSeconds == terms.DurationSeconds
            && fields.IntervalSeconds == terms.IntervalSeconds
            && fields.TriggerSource == terms.Source
            && fields.ExpiryAction == terms.ExpiryAction
            && fields.PegReference == terms.PegReference
            && (fields.DisplayQuantity != 0) == (terms.DisplayLots != 0)
            && (waits || HasSameTrigger(in signed, in plan));
    }

    private static bool HasSameTrigger(in SignedOrder signed, in AmendPlan plan)
    {
        ref readonly var fields = ref signed.Instructions;
        ref readonly var terms = ref plan.Terms;
        ref readonly var market = ref plan.Market.Terms;
        var trigger = OrderCombinations.IsTrailing(terms.Type) ? 0 : terms.TriggerTicks * market.TickSize;
        return signed.TriggerPrice == trigger
            && fields.TrailingDistance == (UInt128)(terms.TrailingTicks * market.TickSize)
            && fields.TrailingBasisPoints == terms.TrailingBasisPoints
            && fields.PriceOffset == (UInt128)(terms.OffsetTicks * market.TickSize)
            && fields.ActivationPrice == terms.ActivationTicks * market.TickSize;
    }

    private static AmendFields ChangedFields(in NewOrder request, in AmendPlan plan)
    {
        ref readonly var market = ref plan.Market.Terms;
        var fields = AmendFields.None;
        fields |= request.Order.LimitPrice != plan.Terms.LimitTicks * market.TickSize ? AmendFields.LimitPrice : 0;
        fields |= request.Order.Quantity != (UInt128)(plan.QuantityLots * market.LotSize) ? AmendFields.Quantity : 0;
        return fields;
    }

    /// <summary>Gates 4 and 5 as for a new order, and its terms.</summary>
    private RejectReason Read(in NewOrder request, ref AmendPlan plan)
    {
        var terms = default(OrderTerms);
        var reason = OrderRules.CheckForm(
            in request, plan.Market, state.NowSeconds, request.Order.Version);
        if (reason == RejectReason.None)
        {
            reason = OrderRules.CheckGrids(in request, plan.Market);
        }

        if (reason == RejectReason.None)
        {
            var isChild = plan.Terms.LegIndex > 0;
            reason = InstructionRules.TryRead(in request, plan.Market, isChild, ref terms);
        }

        if (reason == RejectReason.None)
        {
            reason = OrderRules.CheckBounds(in request, plan.Market);
        }

        if (reason != RejectReason.None)
        {
            return reason;
        }

        OrderBuilder.FillTerms(in request, ref terms);
        Adopt(in terms, request.QuantityLots, ref plan);
        return RejectReason.None;
    }

    private void Adopt(in OrderTerms terms, long quantityLots, ref AmendPlan plan)
    {
        plan.QuantityLots = quantityLots;
        ref var planned = ref plan.Terms;
        planned.SignedLots = terms.SignedLots;
        planned.SignedTicks = terms.SignedTicks;
        planned.SignedExpirySeconds = terms.SignedExpirySeconds;
        planned.Version = terms.Version;
        planned.TimeInForce = terms.TimeInForce;
        planned.ExpirySeconds = terms.ExpirySeconds;
        planned.LimitTicks = terms.LimitTicks;
        planned.DisplayLots = terms.DisplayLots;
        planned.DisplayVariance = terms.DisplayVariance;
        planned.TrailingTicks = terms.TrailingTicks;
        planned.TrailingBasisPoints = terms.TrailingBasisPoints;
        planned.OffsetTicks = terms.OffsetTicks;
        planned.ActivationTicks = terms.ActivationTicks;
        if (OrderCombinations.IsTrailing(planned.Type))
        {
            TrailingStops.SetTrigger(ref planned, state.Orders[plan.Slot].Side);
        }
        else
        {
            planned.TriggerTicks = terms.TriggerTicks;
        }
    }
}
