using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Lists;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// Releases stops that fired, one after the other in the order of the queue (T3–T5). What a released one fires goes to
/// the queue's end: breadth first.
/// </summary>
internal sealed class TriggerRelease(
    EngineState state, TriggerTest test, ReleaseGates gates, OrderEntry entry, OrderCancellation cancellation,
    OpenOrders openOrders, LinkActions linkActions, CallAuctions calls)
{
    /// <summary>
    /// T10: queues a waiting stop whose expiry is this very second and which asks for it; false otherwise, also when
    /// the queue is full. It is due again a second later, when it can only expire.
    /// </summary>
    public bool TryFireAtExpiry(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        ref var terms = ref state.Orders.Terms(slot);
        if (terms.ExpiryAction != ExpiryAction.Trigger
            || terms.ExpirySeconds != state.NowSeconds
            || order.DueSeconds != terms.ExpirySeconds
            || order.Place is not (OrderPlace.Trigger or OrderPlace.Trailing)
            || !state.IsOpen(state.Markets[order.Market])
            || state.Effects.Releases.Room == 0)
        {
            return false;
        }

        openOrders.SetDue(slot, terms.ExpirySeconds + 1);
        terms.HasFired = order.Place == OrderPlace.Trailing;
        terms.IsQueuedForRelease = true;
        state.Effects.Releases.Add(new FiredStop { Slot = slot, OrderId = order.OrderId });
        return true;
    }

    /// <summary>Queues newly fired stops; the first one is released or waits again. False when there is none.</summary>
    public bool ReleaseNext<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        test.Run(ref sink);
        while (state.Effects.Releases.TryTake(out var stop))
        {
            if (IsStillQueued(in stop))
            {
                ReleaseOrWait(in stop, ref sink);
                return true;
            }
        }

        return false;
    }

    /// <summary>False if it ended since, whoever has its slot now.</summary>
    private bool IsStillQueued(in FiredStop stop)
    {
        ref readonly var order = ref state.Orders[stop.Slot];
        return order.OrderId == stop.OrderId
            && order.Place is OrderPlace.Trigger or OrderPlace.Trailing
            && state.Orders.Terms(stop.Slot).IsQueuedForRelease;
    }

    private void ReleaseOrWait<TSink>(in FiredStop stop, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[state.Orders[stop.Slot].Market];
        if (market.State == MarketState.Continuous && IsCascade(market))
        {
            calls.StartAfterCascade(market, ref sink);
        }

        if (market.State != MarketState.Continuous && !(market.IsInCall && MayJoinCall(stop.Slot)))
        {
            WaitAgain(stop.Slot);
            return;
        }

        Release(in stop, market, ref sink);
    }

    /// <summary>T5.</summary>
    private bool IsCascade(Market market)
    {
        ref readonly var rules = ref market.Rules;
        return state.Effects.Releases.Released >= rules.MaxCascade
            || (rules.CascadeTicks > 0
                && market.Triggers.Cascade.IsLeft(state.Sequence, market.Prices.LastTicks, rules.CascadeTicks));
    }

    private bool MayJoinCall(int slot)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        return !OrderCombinations.IsMarketLike(terms.Type)
            && terms.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day;
    }

    private void WaitAgain(int slot)
    {
        ref var terms = ref state.Orders.Terms(slot);
        terms.IsQueuedForRelease = false;
        if (OrderCombinations.IsTrailing(terms.Type))
        {
            TrailingStops.WaitAgain(ref terms, state.Orders[slot].Side);
        }
    }

    private void Release<TSink>(in FiredStop stop, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var slot = stop.Slot;
        ref var order = ref state.Orders[slot];
        ref var terms = ref state.Orders.Terms(slot);
        state.Effects.Releases.CountReleased();
        state.Placement.TakeOff(slot);
        terms.IsQueuedForRelease = false;
        order.Stamp = state.Orders.NextStamp();
        order.PriceTicks = gates.EffectivePrice(slot, market);
        state.Records[order.Record].Status = OrderStatus.New;
        Report(in stop, market, ref sink);
        if ((order.Traits & OrderTraits.Linked) != 0)
        {
            linkActions.Release(slot, ref sink);
            if (!state.Records[order.Record].IsLive)
            {
                return;
            }
        }

        if (TryFit(slot, market, ref sink))
        {
            entry.Take(slot, market, ref sink);
        }
    }

    /// <summary>Clips the order to its position and tests its gates; false if that ended it.</summary>
    private bool TryFit<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var allowed = gates.AllowedLots(slot);
        var excess = state.Orders[slot].LeavesLots - allowed;
        if (allowed > 0 && excess > 0)
        {
            cancellation.Reduce(slot, excess, CancelReason.ReduceOnlyCap, ref sink);
        }

        var reason = allowed == 0 ? RejectReason.NothingToReduce : gates.Check(slot, market);
        if (reason == RejectReason.None)
        {
            return true;
        }

        cancellation.Cancel(slot, CancelReason.TriggerFailed, ref sink, 0, reason);
        return false;
    }

    private void Report<TSink>(in FiredStop stop, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[stop.Slot];
        var triggered = new OrderTriggered
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = state.Records[order.Record].ClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            MarketId = market.Terms.MarketId,
            Source = stop.Source,
            TriggerTicks = state.Orders.Terms(stop.Slot).TriggerTicks,
            SourceTicks = stop.SourceTicks,
            EffectivePriceTicks = order.PriceTicks,
            LeavesLots = order.LeavesLots,
        };
        sink.Append(EventType.OrderTriggered, in triggered);
    }
}
