using DexExtra.Engine.Book;
using DexExtra.Engine.Lists;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Matching;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Amend;

/// <summary>
/// The gates of an amended order (docs/matching.md §12), first failure wins. Changes nothing but the plan.
/// </summary>
internal sealed class AmendChecks(
    EngineState state, Matcher matcher, LimitGates limits, OrderHolds holds, FundsGate funds)
{
    /// <summary>A plan that changes nothing.</summary>
    public AmendPlan Begin(int slot) => new()
    {
        Slot = slot,
        Market = state.Markets[state.Orders[slot].Market],
        QuantityLots = state.Records[state.Orders[slot].Record].QuantityLots,
        Terms = state.Orders.Terms(slot),
        Other = -1,
    };

    /// <summary>Compares the plan with the order as it is.</summary>
    public void Compare(ref AmendPlan plan)
    {
        ref readonly var terms = ref state.Orders.Terms(plan.Slot);
        plan.ChangesQuantity = plan.QuantityLots != state.Records[state.Orders[plan.Slot].Record].QuantityLots;
        plan.ChangesLimit = plan.Terms.LimitTicks != terms.LimitTicks;
        plan.ChangesTrigger = plan.Terms.TriggerTicks != terms.TriggerTicks
            || plan.Terms.TrailingTicks != terms.TrailingTicks
            || plan.Terms.TrailingBasisPoints != terms.TrailingBasisPoints
            || plan.Terms.OffsetTicks != terms.OffsetTicks
            || plan.Terms.ActivationTicks != terms.ActivationTicks;
        var isOco = terms.ListKind == ListKind.OneCancelsOther;
        plan.Other = plan.ChangesQuantity && isOco ? terms.Sibling : -1;
    }

    /// <summary>NOT_AMENDABLE: kinds of orders that stay as they are, whatever the field.</summary>
    public bool IsAmendable(int slot)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        return state.Orders[slot].Place is not (OrderPlace.Dormant or OrderPlace.Waking)
            && (state.Orders[slot].Traits & OrderTraits.Quote) == 0
            && terms.Type != OrderType.Twap
            && (terms.Flags & OrderFlags.AllOrNone) == 0;
    }

    /// <summary>NOT_AMENDABLE: fields of kinds of orders.</summary>
    public static bool IsAmendable(ListKind kind, OrderType type, long displayLots, AmendFields fields) =>
        !((fields & AmendFields.LimitPrice) != 0 && type == OrderType.Pegged)
        && !((fields & AmendFields.Quantity) != 0 && ListShape.HasParent(kind))
        && !((fields & AmendFields.DisplayQuantity) != 0 && displayLots == 0);

    /// <summary>Gates 4 and 5 of what changed, and the signed envelope (C4).</summary>
    public RejectReason CheckContent(in AmendPlan plan)
    {
        ref readonly var terms = ref plan.Terms;
        var market = plan.Market;
        var side = state.Orders[plan.Slot].Side;
        var reason = CheckRanges(in plan);
        if (reason == RejectReason.None && IsOutsideSigned(in plan, side))
        {
            reason = RejectReason.OutsideSignedOrder;
        }

        if (reason == RejectReason.None && terms.ExpirySeconds <= state.NowSeconds)
        {
            reason = RejectReason.ExpiredOnEntry;
        }

        var isOutsideBand = plan.ChangesLimit && terms.Type == OrderType.Limit
            && !EntryBand.Allows(market, side, terms.LimitTicks);
        return reason == RejectReason.None && isOutsideBand ? RejectReason.PriceOutsideBand : reason;
    }

    /// <summary>Gates 5 (R7), 2, 6, 8, 9 and 10, with what the order and the other leg of its OCO become.</summary>
    public RejectReason CheckState(ref AmendPlan plan)
    {
        Complete(ref plan);
        if (plan.LeavesLots <= 0)
        {
            return RejectReason.None;
        }

        var demand = DemandOf(in plan);
        var asksForMore = demand.MoreLots > 0 || demand.Hold > 0;
        if (asksForMore && limits.CheckSize(in demand) != RejectReason.None)
        {
            return RejectReason.ConfirmLargeRequired;
        }

        if ((plan.LosesPlace || plan.OtherLosesPlace || Gained(in plan) > 0) && state.Due.IsDue(state.NowSeconds))
        {
            return RejectReason.LimitReached;
        }

        if (!HasRoom(in plan))
        {
            return RejectReason.LimitReached;
        }

        if (plan.LosesPlace && state.Settlement.Free == 0)
        {
            return RejectReason.SettlementBacklog;
        }

        var reason = asksForMore ? CheckMore(in demand) : RejectReason.None;
        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (plan.ChangesTrigger && StopOrders.IsTrueOnEntry(in plan.Terms, plan.Market))
        {
            return RejectReason.WouldTriggerImmediately;
        }

        return WouldTakePostOnly(in plan) ? RejectReason.PostOnlyWouldCross : RejectReason.None;
    }

    private RejectReason CheckRanges(in AmendPlan plan)
    {
        ref readonly var terms = ref plan.Terms;
        var market = plan.Market;
        if (plan.ChangesQuantity
            && (plan.QuantityLots < market.Rules.MinOrderLots || plan.QuantityLots > market.Terms.MaxOrderLots))
        {
            return RejectReason.QuantityOutOfRange;
        }

        if (!HasValidDisplay(in plan))
        {
            return RejectReason.DisplayQuantityInvalid;
        }

        ref readonly var order = ref state.Orders[plan.Slot];
        if (plan.ChangesLimit && terms.Type == OrderType.StopLimit && order.Place == OrderPlace.Trigger
            && (order.Side == Side.Sell
                ? terms.LimitTicks > terms.TriggerTicks
                : terms.LimitTicks < terms.TriggerTicks))
        {
            return RejectReason.BadStopLimit;
        }

        return plan.ChangesLimit && !market.Allows(terms.LimitTicks)
            ? RejectReason.PriceOutOfBounds
            : RejectReason.None;
    }

    /// <summary>I-ICE-4, where quantity or display change; of the other leg of an OCO too.</summary>
    private bool HasValidDisplay(in AmendPlan plan)
    {
        ref readonly var rules = ref plan.Market.Rules;
        var isChanged = plan.ChangesQuantity
            || plan.Terms.DisplayLots != state.Orders.Terms(plan.Slot).DisplayLots
            || plan.Terms.DisplayVariance != state.Orders.Terms(plan.Slot).DisplayVariance;
        var isValid = !isChanged || plan.Terms.DisplayLots == 0
            || InstructionRules.IsValidDisplay(in plan.Terms, plan.QuantityLots, in rules);
        return isValid
            && (plan.Other < 0 || state.Orders.Terms(plan.Other).DisplayLots == 0
                || InstructionRules.IsValidDisplay(
                    in state.Orders.Terms(plan.Other), plan.QuantityLots, in rules));
    }

    private bool IsOutsideSigned(in AmendPlan plan, Side side)
    {
        ref readonly var terms = ref plan.Terms;
        return plan.QuantityLots > terms.SignedLots
            || (side == Side.Buy ? terms.LimitTicks > terms.SignedTicks : terms.LimitTicks < terms.SignedTicks)
            || terms.ExpirySeconds > terms.SignedExpirySeconds
            || (plan.Other >= 0 && plan.QuantityLots > state.Orders.Terms(plan.Other).SignedLots);
    }

    private void Complete(ref AmendPlan plan)
    {
        ref readonly var order = ref state.Orders[plan.Slot];
        ref readonly var terms = ref plan.Terms;
        plan.PriceTicks = PriceOf(in plan, in order);
        plan.LeavesLots = LeavesOf(plan.Slot, plan.QuantityLots);
        plan.LosesPlace = plan.ChangesLimit || plan.ChangesTrigger
            || (plan.LeavesLots > order.LeavesLots && terms.DisplayLots == 0);
        if (plan.Other >= 0)
        {
            plan.OtherLeavesLots = LeavesOf(plan.Other, plan.QuantityLots);
            plan.OtherLosesPlace = plan.OtherLeavesLots > state.Orders[plan.Other].LeavesLots
                && state.Orders.Terms(plan.Other).DisplayLots == 0;
        }

        plan.HoldPerLot = IsHeldAnew(in plan, in order) ? holds.PerLot(DemandOf(in plan)) : order.HoldPerLot;
    }

    /// <summary>Its hold per lot follows its price; in margin markets with more lots also the mark.</summary>
    private static bool IsHeldAnew(in AmendPlan plan, in Order order) =>
        plan.ChangesLimit
        || plan.ChangesTrigger
        || (plan.Market.Terms.MarginMode != MarginMode.Full && plan.LeavesLots > order.LeavesLots);

    private OrderDemand DemandOf(in AmendPlan plan)
    {
        ref readonly var order = ref state.Orders[plan.Slot];
        return new OrderDemand
        {
            Account = order.Account,
            Balance = order.Balance,
            Market = plan.Market,
            Side = order.Side,
            IsReduceOnly = order.IsReduceOnly,
            IsConfirmed = (plan.Terms.Flags & OrderFlags.ConfirmLarge) != 0,
            PriceTicks = plan.Terms.Type == OrderType.Pegged ? plan.Terms.LimitTicks : plan.PriceTicks,
            Lots = plan.LeavesLots,
            MoreLots = Gained(in plan),
            MoreReducingLots = OnlyReduces(in plan) ? Gained(in plan) : 0,
            Hold = MoreHold(in plan),
        };
    }

    /// <summary>With its other leg, if there is one.</summary>
    private bool OnlyReduces(in AmendPlan plan) => state.Orders[plan.Slot].IsReduceOnly
        && (plan.Other < 0 || state.Orders[plan.Other].IsReduceOnly);

    private long LeavesOf(int slot, long quantityLots)
    {
        ref readonly var record = ref state.Records[state.Orders[slot].Record];
        return quantityLots - record.CumulativeLots - record.ReducedLots;
    }

    private static long PriceOf(in AmendPlan plan, in Order order)
    {
        ref readonly var terms = ref plan.Terms;
        if (!plan.ChangesLimit && !plan.ChangesTrigger)
        {
            return order.PriceTicks;
        }

        return terms.Type is OrderType.Stop or OrderType.TakeProfit
            ? EffectivePrices.Around(order.Side, terms.LimitTicks, terms.TriggerTicks, plan.Market)
            : terms.LimitTicks;
    }

    private long Gained(in AmendPlan plan)
    {
        var gained = Math.Max(0, plan.LeavesLots - state.Orders[plan.Slot].LeavesLots);
        return plan.Other < 0
            ? gained
            : gained + Math.Max(0, plan.OtherLeavesLots - state.Orders[plan.Other].LeavesLots);
    }

    /// <summary>Gate 6: lots of the position, and the ladder where the order changes its price or trigger.</summary>
    private bool HasRoom(in AmendPlan plan)
    {
        ref readonly var order = ref state.Orders[plan.Slot];
        var gained = Gained(in plan);
        if (gained > 0 && !state.Positions.HasRoom(order.Account, order.Market, order.Side, gained))
        {
            return false;
        }

        ref readonly var terms = ref plan.Terms;
        return !plan.LosesPlace || order.Place switch
        {
            OrderPlace.Level => state.Books.HasRoom(plan.Market, order.Side, plan.PriceTicks, 1),
            OrderPlace.Trigger => state.Placement.HasTriggerRoom(
                plan.Market, terms.Source, terms.FiresUpward, terms.TriggerTicks, 1),
            _ => true,
        };
    }

    /// <summary>The limits of gate 6, and gate 8.</summary>
    private RejectReason CheckMore(in OrderDemand demand)
    {
        var reason = limits.CheckMore(in demand);
        return reason == RejectReason.None ? funds.Check(in demand, default) : reason;
    }

    /// <summary>Of both legs together; what the other leg releases does not count.</summary>
    private Int128 MoreHold(in AmendPlan plan)
    {
        ref readonly var order = ref state.Orders[plan.Slot];
        var more = Math.BigMul(plan.LeavesLots, plan.HoldPerLot) - order.Hold;
        if (plan.Other >= 0)
        {
            ref readonly var other = ref state.Orders[plan.Other];
            var otherHold = Math.BigMul(Math.Max(0, plan.OtherLeavesLots), other.HoldPerLot);
            more += Int128.Max(0, otherHold - other.Hold);
        }

        return more;
    }

    /// <summary>Gate 10; an order that slid on entry does not slide again.</summary>
    private bool WouldTakePostOnly(in AmendPlan plan)
    {
        ref readonly var order = ref state.Orders[plan.Slot];
        return plan.ChangesLimit
            && order.Place == OrderPlace.Level
            && (order.Traits & OrderTraits.PostOnly) != 0
            && plan.Market.IsMatching
            && matcher.WouldTrade(order.Side, plan.PriceTicks, plan.Market);
    }
}
