using DexExtra.Engine.Markets;
using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// Moves an open order between the places where it can be kept: a price level, or one of the lists off the book.
/// An order is in exactly one place; <see cref="OrderPlace.Entering"/> is none.
/// </summary>
internal sealed class OrderPlacement(OrderPool orders, LevelPool levels, OrderBooks books, MarketTable markets,
    SweepTable sweeps)
{
    /// <summary>Room for a stop at its trigger price, where it has one, and for so many others before it.</summary>
    public bool HasTriggerRoom(
        Market market, TriggerSource source, bool firesUpward, long triggerTicks, int others = 0) =>
        levels.HasRoom(market.Triggers.Ladder(source, firesUpward), triggerTicks, others);

    /// <summary>At the tail of its price level.</summary>
    public void Rest(int slot) => books.Rest(slot, markets[orders[slot].Market]);

    /// <summary>Tells where an order has just come to the tail of a level, if a part of it may be hidden.</summary>
    public void ReportShown<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref orders[slot];
        if ((order.Traits & OrderTraits.PartlyHidden) == 0)
        {
            return;
        }

        var shown = new OrderShown
        {
            OrderId = order.OrderId,
            MarketId = markets[order.Market].Terms.MarketId,
            Side = order.Side,
            PriceTicks = order.PriceTicks,
            ShownLots = order.DisplayedLots,
        };
        sink.Append(EventType.OrderShown, in shown);
    }

    /// <summary>A stop at the tail of its trigger level, with a new stamp; there must be room.</summary>
    public void ParkStop(int slot)
    {
        ref var order = ref orders[slot];
        ref readonly var terms = ref orders.Terms(slot);
        var market = markets[order.Market];
        order.Stamp = orders.NextStamp();
        levels.Append(slot, market.Triggers.Ladder(terms.Source, terms.FiresUpward), terms.TriggerTicks);
        Leave(slot, OrderPlace.Trigger);
    }

    /// <summary>A trailing stop, with a new stamp.</summary>
    public void ParkTrailing(int slot)
    {
        orders[slot].Stamp = orders.NextStamp();
        Chain<ByKind>.Append(orders, ref markets[orders[slot].Market].Triggers.Trailing, slot);
        Leave(slot, OrderPlace.Trailing);
    }

    /// <summary>O-AON: behind every order of its side with the same or a better price, with a new stamp.</summary>
    public void ParkAllOrNone(int slot)
    {
        ref var order = ref orders[slot];
        order.Stamp = orders.NextStamp();
        ref var head = ref markets[order.Market].AllOrNone(order.Side);
        var next = head.First;
        while (next >= 0 && !IsBetter(in order, in orders[next]))
        {
            next = Chain<ByKind>.Next(orders, next);
        }

        if (next >= 0)
        {
            Chain<ByKind>.InsertBefore(orders, ref head, next, slot);
        }
        else
        {
            Chain<ByKind>.Append(orders, ref head, slot);
        }

        Leave(slot, OrderPlace.AllOrNone);
    }

    /// <summary>A pegged order without reference, a child that waits, or a TWAP between slices.</summary>
    public void Park(int slot, OrderPlace place) => Leave(slot, place);

    /// <summary>A11: a child that waits for the end of an uncrossing.</summary>
    public void ParkWaking(int slot)
    {
        Chain<ByKind>.Append(orders, ref markets[orders[slot].Market].Waking, slot);
        Leave(slot, OrderPlace.Waking);
    }

    /// <summary>T14: an order whose active lots are gone, and others not, waits for its parent again.</summary>
    public void SleepWithoutActiveLots(int slot)
    {
        if (orders[slot].Place is OrderPlace.Level or OrderPlace.Waking && books.ActiveLots(slot) == 0)
        {
            TakeOff(slot);
            Park(slot, OrderPlace.Dormant);
        }
    }

    /// <summary>Takes the order out of its place.</summary>
    public void TakeOff(int slot)
    {
        ref var order = ref orders[slot];
        var market = markets[order.Market];
        switch (order.Place)
        {
            case OrderPlace.Entering:
                return;
            case OrderPlace.Level:
                books.Remove(slot, market);
                return;
            case OrderPlace.Trigger:
                ref readonly var terms = ref orders.Terms(slot);
                levels.Remove(slot, market.Triggers.Ladder(terms.Source, terms.FiresUpward));
                break;
            case OrderPlace.Trailing:
                Chain<ByKind>.Remove(orders, ref market.Triggers.Trailing, slot);
                break;
            case OrderPlace.AllOrNone:
                Chain<ByKind>.Remove(orders, ref market.AllOrNone(order.Side), slot);
                break;
            case OrderPlace.Waking:
                Chain<ByKind>.Remove(orders, ref market.Waking, slot);
                break;
            default:
                break;
        }

        if (sweeps.IsPointedTo(slot))
        {
            sweeps.MoveOn(slot, Chain<OffBook>.Next(orders, slot));
        }

        Chain<OffBook>.Remove(orders, ref market.OffBook, slot);
        order.Place = OrderPlace.Entering;
    }

    private static bool IsBetter(in Order order, in Order other) => order.Side == Side.Buy
        ? order.PriceTicks > other.PriceTicks
        : order.PriceTicks < other.PriceTicks;

    private void Leave(int slot, OrderPlace place)
    {
        orders[slot].Place = place;
        Chain<OffBook>.Append(orders, ref markets[orders[slot].Market].OffBook, slot);
    }
}
