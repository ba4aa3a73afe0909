using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Amend;

/// <summary>Carries out a plan that passed every check (C1–C3).</summary>
internal sealed class OrderAmendment(
    EngineState state, OrderCancellation cancellation, OpenOrders openOrders, OrderEntry entry, StopOrders stops,
    ReduceOnlyGuard reduceOnly)
{
    /// <summary>C2: ends an order whose new quantity is not above what it has filled.</summary>
    public void EndBelowFilled<TSink>(in AmendPlan plan, ulong requestClientOrderId, ref TSink sink)
        where TSink : struct, IEventSink =>
        cancellation.Cancel(plan.Slot, CancelReason.AmendedBelowFilled, ref sink, requestClientOrderId);

    public void Apply<TSink>(in AmendPlan plan, ulong requestClientOrderId, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var slot = plan.Slot;
        var place = state.Orders[slot].Place;
        if (plan.LosesPlace)
        {
            state.Placement.TakeOff(slot);
        }

        CopyTerms(in plan.Terms, ref state.Orders.Terms(slot));
        ref var order = ref state.Orders[slot];
        order.PriceTicks = plan.PriceTicks;
        Resize(slot, plan.QuantityLots, plan.LeavesLots, plan.HoldPerLot);
        SetDue(slot, plan.Market);
        Report(slot, !plan.LosesPlace, requestClientOrderId, ref sink);
        if (plan.Other >= 0)
        {
            ApplyToOther(in plan, ref sink);
        }

        if (plan.LosesPlace)
        {
            Reenter(slot, place, plan.ChangesLimit, ref sink);
        }
    }

    /// <summary>O-DAY: by the trading rules as they are now.</summary>
    private void SetDue(int slot, Market market)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        openOrders.SetDue(slot, SessionClock.DueSeconds(
            terms.TimeInForce, terms.ExpirySeconds, state.NowSeconds, market.Rules.SessionEndSecondOfDay));
    }

    /// <summary>T12: the other leg gets the same quantity.</summary>
    private void ApplyToOther<TSink>(in AmendPlan plan, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var slot = plan.Other;
        if (plan.OtherLeavesLots <= 0)
        {
            cancellation.Cancel(slot, CancelReason.AmendedBelowFilled, ref sink);
            return;
        }

        var place = state.Orders[slot].Place;
        if (plan.OtherLosesPlace)
        {
            state.Placement.TakeOff(slot);
        }

        Resize(slot, plan.QuantityLots, plan.OtherLeavesLots, state.Orders[slot].HoldPerLot);
        SetDue(slot, plan.Market);
        Report(slot, !plan.OtherLosesPlace, 0, ref sink);
        if (plan.OtherLosesPlace)
        {
            Reenter(slot, place, false, ref sink);
        }
    }

    private static void CopyTerms(in OrderTerms from, ref OrderTerms to)
    {
        to.SignedLots = from.SignedLots;
        to.SignedTicks = from.SignedTicks;
        to.SignedExpirySeconds = from.SignedExpirySeconds;
        to.Version = from.Version;
        to.TimeInForce = from.TimeInForce;
        to.ExpirySeconds = from.ExpirySeconds;
        to.LimitTicks = from.LimitTicks;
        to.DisplayLots = from.DisplayLots;
        to.DisplayVariance = from.DisplayVariance;
        to.TriggerTicks = from.TriggerTicks;
        to.TrailingTicks = from.TrailingTicks;
        to.TrailingBasisPoints = from.TrailingBasisPoints;
        to.OffsetTicks = from.OffsetTicks;
        to.ActivationTicks = from.ActivationTicks;
    }

    /// <summary>Quantity, open lots and hold; at its level what is shown, of icebergs the reserve first.</summary>
    private void Resize(int slot, long quantityLots, long leavesLots, long holdPerLot)
    {
        ref var order = ref state.Orders[slot];
        var market = state.Markets[order.Market];
        var change = leavesLots - order.LeavesLots;
        var hold = Math.BigMul(leavesLots, holdPerLot);
        MoveHold(in order, hold - order.Hold);
        order.Hold = hold;
        order.HoldPerLot = holdPerLot;
        order.LeavesLots = leavesLots;
        state.Records[order.Record].QuantityLots = quantityLots;
        state.Positions.CountOpen(order.Position, order.Side, order.IsReduceOnly, change);
        if (order.Place != OrderPlace.Level || change == 0)
        {
            return;
        }

        if (change > 0)
        {
            state.Books.AddReserve(slot, change, market);
        }
        else if (state.Orders.Terms(slot).DisplayLots > 0)
        {
            state.Books.TakeReserveFirst(slot, -change, market);
        }
        else
        {
            state.Books.Take(slot, -change, market);
        }
    }

    private void MoveHold(in Order order, Int128 more)
    {
        var ledger = state.Ledger;
        if (more >= 0)
        {
            ledger.Hold(order.Balance, more, mayOwe: state.Positions[order.Position].Mode == MarginMode.Cross);
        }
        else
        {
            ledger.PayIn(order.Balance, ledger.Held(order.Balance), -more);
        }
    }

    /// <summary>C1: at the tail of where it was; at a new price it first takes what it crosses.</summary>
    private void Reenter<TSink>(int slot, OrderPlace place, bool mayTake, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (place == OrderPlace.Trigger)
        {
            stops.Park(slot, ref sink);
        }
        else if (place == OrderPlace.Trailing)
        {
            state.Placement.ParkTrailing(slot);
        }
        else if (place != OrderPlace.Level)
        {
            state.Placement.Park(slot, place);
        }
        else if (!mayTake)
        {
            entry.Rest(slot, ref sink);
        }
        else if (reduceOnly.Clip(slot, ref sink))
        {
            entry.Take(slot, state.Markets[state.Orders[slot].Market], ref sink);
        }
    }

    private void Report<TSink>(int slot, bool keepsPlace, ulong requestClientOrderId, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        ref readonly var record = ref state.Records[order.Record];
        ref readonly var market = ref state.Markets[order.Market].Terms;
        ref readonly var balance = ref state.Ledger[order.Balance];
        var amended = new OrderAmended
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = record.ClientOrderId,
            RequestClientOrderId = requestClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            MarketId = market.MarketId,
            AssetId = market.AssetId,
            OrderHash = record.OrderHash,
            PriceTicks = order.PriceTicks,
            QuantityLots = record.QuantityLots,
            DisplayLots = terms.DisplayLots,
            LeavesLots = order.LeavesLots,
            CumulativeLots = record.CumulativeLots,
            ExpirySeconds = terms.ExpirySeconds,
            Version = terms.Version,
            KeepsPriority = keepsPlace ? (byte)1 : (byte)0,
            Hold = order.Hold,
            Available = balance.Available,
            Held = balance.Held,
            Owed = balance.Owed,
        };
        sink.Append(EventType.OrderAmended, in amended);
    }
}
