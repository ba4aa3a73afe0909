using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Lists;

/// <summary>T14: children wake with the fills of their parent, and lose what it will not bring when it ends.</summary>
internal sealed class ChildOrders(
    EngineState state, OrderCancellation cancellation, OrderEntry entry, Matcher matcher, ReduceOnlyGuard reduceOnly,
    EffectivePrices prices)
{
    /// <summary>So many lots more of a child are active: it enters, or grows where it is.</summary>
    public void Activate<TSink>(int slot, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var terms = ref state.Orders.Terms(slot);
        lots = Math.Min(lots, terms.DormantLots);
        if (lots == 0)
        {
            return;
        }

        var place = state.Orders[slot].Place;
        if (place is OrderPlace.Dormant or OrderPlace.Level)
        {
            state.Placement.TakeOff(slot);
        }

        terms.DormantLots -= lots;
        Report(slot, lots, ref sink);
        var market = state.Markets[state.Orders[slot].Market];
        var isLive = place == OrderPlace.Level
            || (place == OrderPlace.Dormant && !OrderCombinations.IsTriggered(terms.Type));
        if (market.IsUncrossing && isLive)
        {
            state.Placement.ParkWaking(slot);
        }
        else if (place == OrderPlace.Level)
        {
            entry.Rest(slot, ref sink);
        }
        else if (place == OrderPlace.Dormant)
        {
            Enter(slot, ref sink);
        }
    }

    /// <summary>A11: what an uncrossing woke enters; what is too much for one command, in the next.</summary>
    public void EnterWoken<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (market.Waking.Count > 0 && MayEnter(market) && state.Uncrossing.Meet(1))
        {
            var slot = market.Waking.First;
            state.Placement.TakeOff(slot);
            EnterLive(slot, market, ref sink);
        }
    }

    /// <summary>The parent is over: what is not active by now never will be.</summary>
    public void EndWait<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var dormant = state.Orders.Terms(slot).DormantLots;
        if (dormant == state.Orders[slot].LeavesLots)
        {
            cancellation.Cancel(slot, CancelReason.ParentEnded, ref sink);
        }
        else if (dormant > 0)
        {
            cancellation.ReduceDormant(slot, dormant, CancelReason.ParentEnded, ref sink);
        }
    }

    private void Report<TSink>(int slot, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        ref var record = ref state.Records[order.Record];
        var status = OrderCombinations.IsTriggered(state.Orders.Terms(slot).Type)
            ? OrderStatus.PendingTrigger
            : OrderStatus.New;
        record.Status = record.Status == OrderStatus.Dormant ? status : record.Status;
        var activated = new OrderActivated
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = record.ClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            ParentOrderId = order.OrderId % Limits.LegOrderIdStep,
            MarketId = record.MarketId,
            Status = record.Status,
            ActivatedLots = lots,
            LeavesLots = order.LeavesLots,
        };
        sink.Append(EventType.OrderActivated, in activated);
    }

    /// <summary>A stop waits for its trigger, a limit order is live.</summary>
    private void Enter<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[state.Orders[slot].Market];
        if (!OrderCombinations.IsTriggered(state.Orders.Terms(slot).Type))
        {
            EnterLive(slot, market, ref sink);
        }
        else if (HasTriggerRoom(slot, market))
        {
            entry.Enter(slot, market, ref sink);
        }
        else
        {
            Fail(slot, RejectReason.LimitReached, ref sink);
        }
    }

    /// <summary>It takes what its position lets it close, then rests.</summary>
    private void EnterLive<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        if ((terms.Flags & OrderFlags.PostOnlySlide) != 0 && market.IsMatching)
        {
            order.PriceTicks = prices.Slid(order.Side, terms.LimitTicks, market);
        }

        if (!state.Books.HasRoom(market, order.Side, order.PriceTicks))
        {
            Fail(slot, RejectReason.LimitReached, ref sink);
        }
        else if (WouldTrade(slot))
        {
            Fail(slot, RejectReason.PostOnlyWouldCross, ref sink);
        }
        else if (reduceOnly.Clip(slot, ref sink))
        {
            entry.Take(slot, market, ref sink);
        }
    }

    private bool MayEnter(Market market) => !market.IsUncrossing
        && (market.IsInCall || state.IsOpen(market)
            || (market.State == MarketState.ReduceOnly && !state.VenueState.IsHalted));

    private void Fail<TSink>(int slot, RejectReason detail, ref TSink sink)
        where TSink : struct, IEventSink =>
        cancellation.Cancel(slot, CancelReason.TriggerFailed, ref sink, detail: detail);

    /// <summary>The ladder may have filled up since the child was accepted.</summary>
    private bool HasTriggerRoom(int slot, Market market)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        return OrderCombinations.IsTrailing(terms.Type)
            || state.Placement.HasTriggerRoom(market, terms.Source, terms.FiresUpward, terms.TriggerTicks);
    }

    /// <summary>I-PO: a child that would take and is post-only, or in a market that accepts only such.</summary>
    private bool WouldTrade(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        var market = state.Markets[order.Market];
        return ((order.Traits & OrderTraits.PostOnly) != 0 || market.State == MarketState.PostOnly)
            && market.IsMatching
            && matcher.WouldTrade(order.Side, order.PriceTicks, market);
    }
}
