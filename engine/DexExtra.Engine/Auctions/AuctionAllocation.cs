using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// A6: who trades how much at the auction price. Better-priced orders and the short side fill completely; at the last
/// price displayed lots go by stamp, then reserve by stamp. Visits order by order and may stop after any of them: until
/// it is done nothing changes the book of its market.
/// </summary>
internal sealed class AuctionAllocation(EngineState state, AuctionGroups groups)
{
    /// <summary>Orders on the levels that take part with so many lots.</summary>
    public int CountOrders(Market market, long volumeLots) =>
        CountOrders(market.Bids, volumeLots) + CountOrders(market.Asks, volumeLots);

    /// <summary>Goes to the best bid.</summary>
    public void Begin(Market market, long volumeLots)
    {
        groups.Clear();
        EnterSide(market, Side.Buy, volumeLots);
    }

    /// <summary>Makes the allotments in the order of priority, buys first; true when all are made.</summary>
    public bool Run(Market market)
    {
        var uncrossing = state.Uncrossing;
        while (uncrossing.Walk.Order >= 0)
        {
            if (!uncrossing.Visit())
            {
                return false;
            }

            VisitOrder();
            if (uncrossing.Walk.LevelLots == 0)
            {
                LeaveLevel(market);
            }
        }

        Invariant.That(uncrossing.Walk.OpenLots(Side.Sell, 0) == 0, "an uncrossing finds an order for every lot");
        return true;
    }

    private int CountOrders(PriceLadder ladder, long lots)
    {
        var orders = 0;
        for (var level = ladder.Best; lots > 0;)
        {
            Invariant.That(level >= 0, "the auction volume is on the book");
            ref readonly var price = ref state.Books.Level(level);
            orders += price.OrderCount;
            lots -= price.TotalLots + price.HiddenLots;
            level = ladder.NextWorse(price.PriceTicks);
        }

        return orders;
    }

    /// <summary>Reserve trades only after all that the level displays: the next order always gets lots.</summary>
    private void VisitOrder()
    {
        ref var walk = ref state.Uncrossing.Walk;
        var slot = walk.Order;
        ref var order = ref state.Orders[slot];
        var displayed = Math.Min(walk.DisplayedLots, order.DisplayedLots);
        var reserve = Math.Min(walk.ReserveLots, state.Books.ActiveLots(slot) - order.DisplayedLots);
        walk.DisplayedLots -= displayed;
        walk.ReserveLots -= reserve;
        walk.Order = order.Queue.Next;
        order.Traits |= OrderTraits.Allocated;
        state.Orders.Terms(slot).AllocatedLots = displayed + reserve;
        state.Uncrossing.Add(new Allotment { Slot = slot, Owner = order.Owner, Stamp = order.Stamp });
        groups.Add(state.Uncrossing.Count - 1, order.Side);
    }

    private void LeaveLevel(Market market)
    {
        ref var walk = ref state.Uncrossing.Walk;
        if (walk.LotsBehind > 0)
        {
            var priceTicks = state.Orders[state.Uncrossing[state.Uncrossing.Count - 1].Slot].PriceTicks;
            EnterLevel(market.Ladder(walk.Side).NextWorse(priceTicks));
        }
        else if (walk.Side == Side.Buy)
        {
            EnterSide(market, Side.Sell, market.Call.OpenLots);
        }
        else
        {
            walk.Order = -1;
        }
    }

    private void EnterSide(Market market, Side side, long lots)
    {
        ref var walk = ref state.Uncrossing.Walk;
        walk.Side = side;
        walk.LotsBehind = lots;
        EnterLevel(market.Ladder(side).Best);
    }

    private void EnterLevel(int level)
    {
        Invariant.That(level >= 0, "the auction volume is on the book");
        ref var walk = ref state.Uncrossing.Walk;
        ref readonly var price = ref state.Books.Level(level);
        walk.Order = price.Oldest;
        walk.DisplayedLots = Math.Min(walk.LotsBehind, price.TotalLots);
        walk.ReserveLots = Math.Min(walk.LotsBehind - walk.DisplayedLots, price.HiddenLots);
        walk.LotsBehind -= walk.LevelLots;
    }
}
