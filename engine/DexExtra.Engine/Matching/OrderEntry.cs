using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// What an accepted order does (gates 9, 12, 13): waits, takes, rests or ends. Everything that becomes live later comes
/// through here again: released stops, woken children, amended orders.
/// </summary>
internal sealed class OrderEntry(
    EngineState state, Matcher matcher, DryRun dryRun, TradePosting trades, OrderCancellation cancellation,
    OpenOrders openOrders, StopOrders stops, PegOrders pegs, TwapOrders twaps, CallAuctions calls)
{
    /// <summary>An order that has just been accepted or woken; it is in no place.</summary>
    public void Enter<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var type = state.Orders.Terms(slot).Type;
        if (OrderCombinations.IsTriggered(type))
        {
            openOrders.Keep(slot);
            stops.Park(slot, ref sink);
        }
        else if (type == OrderType.Pegged)
        {
            openOrders.Keep(slot);
            pegs.Place(slot, ref sink);
        }
        else if (type == OrderType.Twap)
        {
            twaps.Enter(slot, ref sink);
        }
        else
        {
            Take(slot, market, ref sink);
        }
    }

    /// <summary>A live order: takes what it may, then rests or ends.</summary>
    public void Take<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var taker = TakerOf(slot, market);
        if (!market.IsMatching)
        {
            Finish(slot, market, in taker, MatchEnd.NothingCrosses, ref sink);
            return;
        }

        if ((state.Orders.Terms(slot).Flags & OrderFlags.AllOrNone) != 0
            && dryRun.Check(in taker, market, taker.Lots) != RejectReason.None)
        {
            openOrders.Keep(slot);
            state.Placement.ParkAllOrNone(slot);
            return;
        }

        var end = matcher.Match(ref taker, market, ref sink);
        Finish(slot, market, in taker, end, ref sink);
    }

    /// <summary>The whole order as a taker at its own price, its window fixed now (B3).</summary>
    public Taker TakerOf(int slot, Market market)
    {
        ref readonly var order = ref state.Orders[slot];
        var taker = TakerOf(in order, state.Orders.Terms(slot).Flags, market);
        taker.Slot = slot;
        taker.Lots = state.Books.ActiveLots(slot);
        return taker;
    }

    /// <summary>An order that has no slot yet, for its dry run.</summary>
    public Taker TakerOf(in Order order, OrderFlags flags, Market market) => new()
    {
        Slot = -1,
        Owner = order.Owner,
        Side = order.Side,
        SelfTrade = order.SelfTrade,
        Lots = order.LeavesLots,
        LimitTicks = order.PriceTicks,
        Window = ExecutionWindow.Of(market, state.NowSeconds),
        IsPassive = (flags & (OrderCombinations.AnyPostOnly | OrderFlags.AllOrNone)) != 0
            || (order.Traits & OrderTraits.Budget) != 0,
    };

    /// <summary>Puts a live order on the book.</summary>
    public void Rest<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        openOrders.Keep(slot);
        state.Placement.Rest(slot);
        state.Placement.ReportShown(slot, ref sink);
        if (state.Orders[slot].IsReduceOnly)
        {
            state.Effects.Positions.Add(state.Orders[slot].Position);
        }
    }

    /// <summary>Gate 13: what becomes of an order after matching.</summary>
    private void Finish<TSink>(int slot, Market market, in Taker taker, MatchEnd end, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        switch (end)
        {
            case MatchEnd.Filled or MatchEnd.SelfTrade when HasOnlyDormantLots(slot):
                state.Placement.Park(slot, OrderPlace.Dormant);
                break;
            case MatchEnd.Filled:
                trades.Finish(slot);
                break;
            case MatchEnd.SelfTrade:
                cancellation.Cancel(slot, CancelReason.SelfTrade, ref sink);
                break;
            case MatchEnd.FillLimit:
                cancellation.Cancel(slot, CancelReason.FillLimit, ref sink);
                break;
            case MatchEnd.WindowEdge when IsPersistent(in terms):
                Rest(slot, ref sink);
                calls.StartAtEdge(market, in taker, ref sink);
                break;
            case MatchEnd.WindowEdge:
                cancellation.Cancel(slot, CancelReason.ExecutionBand, ref sink);
                break;
            case MatchEnd.NothingCrosses when OrderCombinations.MayRest(terms.Type, terms.TimeInForce, terms.Flags):
                Rest(slot, ref sink);
                break;
            default:
                Invariant.That(terms.TimeInForce != TimeInForce.FillOrKill, "an accepted fill-or-kill order fills");
                cancellation.Cancel(slot, CancelReason.ImmediateRemainder, ref sink);
                break;
        }
    }

    /// <summary>T14: what is left waits for the parent.</summary>
    private bool HasOnlyDormantLots(int slot) =>
        state.Orders[slot].LeavesLots > 0 && state.Books.ActiveLots(slot) == 0;

    /// <summary>B3: rests at the edge instead of being cancelled there.</summary>
    private static bool IsPersistent(in OrderTerms terms) =>
        !OrderCombinations.IsMarketLike(terms.Type)
        && terms.TimeInForce is (TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day);
}
