using DexExtra.Engine.Markets;
using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// The order books of all markets: orders on price levels by stamp, of which icebergs show a slice. Remembers which
/// levels the current command touched and publishes each once, with its final total. Knows nothing of money, accounts
/// or why an order comes and goes.
/// </summary>
internal sealed class OrderBooks
{
    private readonly OrderPool _orders;
    private readonly LevelPool _levels;
    private readonly TouchedLevels _touched;
    private readonly SweepTable _sweeps;

    public OrderBooks(OrderPool orders, LevelPool levels, TouchedLevels touched, SweepTable sweeps)
    {
        _sweeps = sweeps;
        _orders = orders;
        _levels = levels;
        _touched = touched;
    }

    public ref PriceLevel Level(int level) => ref _levels[level];

    /// <summary>True if an order at this price may rest, and so many others anywhere before it.</summary>
    public bool HasRoom(Market market, Side side, long priceTicks, int others = 0) =>
        _levels.HasRoom(market.Ladder(side), priceTicks, others);

    /// <summary>
    /// Puts an order at the tail of its level with a new stamp and, if it is partly hidden, a new slice.
    /// </summary>
    public void Rest(int slot, Market market)
    {
        ref var order = ref _orders[slot];
        order.Stamp = _orders.NextStamp();
        order.Place = OrderPlace.Level;
        var isNew = _levels.Append(slot, market.Ladder(order.Side), order.PriceTicks);
        ref var level = ref _levels[order.Level];
        _touched.Add(ref level, market, order.Side, isNew);
        level.PeggedCount += (order.Traits & OrderTraits.Pegged) != 0 ? 1 : 0;
        order.DisplayedLots = NextSlice(slot, market);
        level.TotalLots += order.DisplayedLots;
        level.HiddenLots += ActiveLots(slot) - order.DisplayedLots;
        market.BookGainedLots = true;
    }

    /// <summary>
    /// An order at its level lost lots, which its leaves already show: displayed ones first, then reserve. A used up
    /// slice is followed by the next one at the tail of the level (I-ICE-3): then true.
    /// </summary>
    public bool Take(int slot, long lots, Market market)
    {
        ref var order = ref _orders[slot];
        ref var level = ref _levels[order.Level];
        _touched.Add(ref level, market, order.Side, false);
        var displayed = Math.Min(lots, order.DisplayedLots);
        order.DisplayedLots -= displayed;
        level.TotalLots -= displayed;
        level.HiddenLots -= lots - displayed;
        var isNewSlice = order.DisplayedLots == 0 && ActiveLots(slot) > 0;
        if (isNewSlice)
        {
            order.Stamp = _orders.NextStamp();
            order.DisplayedLots = NextSlice(slot, market);
            level.TotalLots += order.DisplayedLots;
            level.HiddenLots -= order.DisplayedLots;
            LeaveQueue(slot, market);
            _levels.MoveToTail(slot);
        }

        return isNewSlice;
    }

    /// <summary>Like <see cref="Take"/>, but reserve first: the order keeps its place.</summary>
    public void TakeReserveFirst(int slot, long lots, Market market)
    {
        ref var order = ref _orders[slot];
        ref var level = ref _levels[order.Level];
        var hidden = Math.Min(lots, ActiveLots(slot) + lots - order.DisplayedLots);
        level.HiddenLots -= hidden;
        order.DisplayedLots -= lots - hidden;
        level.TotalLots -= lots - hidden;
        _touched.AddMarket(market);
        if (lots > hidden)
        {
            _touched.Add(ref level, market, order.Side, false);
        }
    }

    /// <summary>An iceberg's leaves grew by so many lots: more reserve, same place (C1).</summary>
    public void AddReserve(int slot, long lots, Market market)
    {
        _levels[_orders[slot].Level].HiddenLots += lots;
        _touched.AddMarket(market);
        market.BookGainedLots = true;
    }

    /// <summary>Slot of the order behind one at its level: of the same price, else of the next worse; or −1.</summary>
    public int NextInPriority(int slot, Market market)
    {
        ref readonly var order = ref _orders[slot];
        if (order.Queue.Next >= 0)
        {
            return order.Queue.Next;
        }

        var level = market.Ladder(order.Side).NextWorse(order.PriceTicks);
        return level < 0 ? -1 : _levels[level].Oldest;
    }

    /// <summary>Takes an order off its level with what is left of it.</summary>
    public void Remove(int slot, Market market)
    {
        ref var order = ref _orders[slot];
        ref var level = ref _levels[order.Level];
        _touched.Add(ref level, market, order.Side, false);
        level.TotalLots -= order.DisplayedLots;
        level.HiddenLots -= ActiveLots(slot) - order.DisplayedLots;
        level.PeggedCount -= (order.Traits & OrderTraits.Pegged) != 0 ? 1 : 0;
        LeaveQueue(slot, market);
        _levels.Remove(slot, market.Ladder(order.Side));
        order.Place = OrderPlace.Entering;
    }

    /// <summary>Lots of an order that may trade now: all but what waits for a parent (T14).</summary>
    public long ActiveLots(int slot)
    {
        ref readonly var order = ref _orders[slot];
        return (order.Traits & OrderTraits.PartlyHidden) == 0
            ? order.LeavesLots
            : order.LeavesLots - _orders.Terms(slot).DormantLots;
    }

    private void LeaveQueue(int slot, Market market)
    {
        if (_sweeps.IsPointedTo(slot))
        {
            _sweeps.MoveOn(slot, NextInPriority(slot, market));
        }
    }

    private long NextSlice(int slot, Market market)
    {
        ref readonly var order = ref _orders[slot];
        if ((order.Traits & OrderTraits.PartlyHidden) == 0)
        {
            return order.LeavesLots;
        }

        ref readonly var terms = ref _orders.Terms(slot);
        return market.Slices.Next(terms.DisplayLots, terms.DisplayVariance, order.LeavesLots - terms.DormantLots);
    }
}
