using DexExtra.Engine.Collections;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// Resting orders of all markets in shared preallocated pools: orders linked into price levels by time, levels found
/// through the market's two ladders, expiries in one heap. Remembers which levels the current command touched and
/// publishes each once, with its final total. Knows nothing of money or accounts.
/// </summary>
internal sealed class OrderBooks
{
    private readonly SlotPool<Order> _orders;
    private readonly SlotPool<PriceLevel> _levels;
    private readonly ExpiryHeap _expiries;
    private readonly LadderNodes _nodes;
    private readonly TouchedLevel[] _touched;
    private int _touchedCount;

    public OrderBooks(LadderNodes nodes, EngineOptions options)
    {
        _nodes = nodes;
        _orders = new SlotPool<Order>(options.MaxOpenOrders);
        _levels = new SlotPool<PriceLevel>(options.MaxOpenOrders);
        _expiries = new ExpiryHeap(options.MaxOpenOrders);
        _touched = new TouchedLevel[options.MaxExpiriesPerCommand + Limits.MaxFillsPerCommand + 1];
    }

    public int OpenOrders => _orders.Count;

    public int LevelCount => _levels.Count;

    public int NodeCount => _nodes.Count;

    public ExpiryHeap Expiries => _expiries;

    public ref Order this[int slot] => ref _orders[slot];

    public ref PriceLevel Level(int slot) => ref _levels[slot];

    /// <summary>
    /// True if an order at this price may rest: one order, one level and the ladder's nodes are free.
    /// </summary>
    public bool HasRoom(Market market, Side side, long priceTicks) =>
        _orders.Free > 0 && market.Ladder(side).NodesMissing(priceTicks) <= _nodes.Free;

    /// <summary>Appends an order to the tail of its level (price-time); <see cref="HasRoom"/> must be true.</summary>
    public int Rest(in Order incoming, Market market, long sequence)
    {
        var slot = _orders.Rent();
        ref var order = ref _orders[slot];
        order = incoming;
        var ladder = market.Ladder(order.Side);
        order.Level = ladder.Find(order.PriceTicks);
        if (order.Level < 0)
        {
            order.Level = AddLevel(in order, ladder, sequence);
        }
        else
        {
            Touch(order.Level, in order, sequence);
        }

        ref var level = ref _levels[order.Level];
        order.Previous = level.Youngest;
        order.Next = -1;
        if (level.Youngest >= 0)
        {
            _orders[level.Youngest].Next = slot;
        }
        else
        {
            level.Oldest = slot;
        }

        level.Youngest = slot;
        level.TotalLots += order.LeavesLots;
        level.OrderCount++;
        _expiries.Add(slot, this);
        return slot;
    }

    /// <summary>The order's leaves fell by a fill; it stays where it is.</summary>
    public void Reduce(int slot, long lots, long sequence)
    {
        ref var order = ref _orders[slot];
        Touch(order.Level, in order, sequence);
        _levels[order.Level].TotalLots -= lots;
    }

    /// <summary>Takes an order out of its level with what is left of it.</summary>
    public void Remove(int slot, Market market, long sequence)
    {
        ref var order = ref _orders[slot];
        Touch(order.Level, in order, sequence);
        ref var level = ref _levels[order.Level];
        level.TotalLots -= order.LeavesLots;
        level.OrderCount--;
        Unlink(in order, ref level);
        _expiries.Remove(slot, this);
        if (level.OrderCount == 0)
        {
            Invariant.That(level.TotalLots == 0, "an empty level has no lots");
            market.Ladder(order.Side).Remove(order.PriceTicks);
            _levels.Return(order.Level);
        }

        _orders.Return(slot);
    }

    /// <summary>One LevelChanged per touched level, in order of first touch, with its totals now.</summary>
    public void PublishTouched<TSink>(MarketTable markets, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var index = 0; index < _touchedCount; index++)
        {
            ref readonly var touched = ref _touched[index];
            var market = markets[touched.Market];
            var changed = new LevelChanged
            {
                MarketSequence = market.NextSequence(),
                MarketId = market.Terms.MarketId,
                Side = touched.Side,
                PriceTicks = touched.PriceTicks,
            };
            var slot = market.Ladder(touched.Side).Find(touched.PriceTicks);
            if (slot >= 0)
            {
                changed.QuantityLots = _levels[slot].TotalLots;
                changed.OrderCount = _levels[slot].OrderCount;
            }

            sink.Append(EventType.LevelChanged, in changed);
        }

        _touchedCount = 0;
    }

    private int AddLevel(in Order order, PriceLadder ladder, long sequence)
    {
        var slot = _levels.Rent();
        _levels[slot] = new PriceLevel
        {
            PriceTicks = order.PriceTicks,
            Oldest = -1,
            Youngest = -1,
            TouchedAt = sequence,
        };
        ladder.Insert(order.PriceTicks, slot);

        // the same command may have emptied this price by expiry before: it still counts as one touched level
        var touched = new TouchedLevel(order.Market, order.Side, order.PriceTicks);
        if (!_touched.AsSpan(0, _touchedCount).Contains(touched))
        {
            _touched[_touchedCount++] = touched;
        }

        return slot;
    }

    private void Touch(int levelSlot, in Order order, long sequence)
    {
        ref var level = ref _levels[levelSlot];
        if (level.TouchedAt != sequence)
        {
            level.TouchedAt = sequence;
            _touched[_touchedCount++] = new TouchedLevel(order.Market, order.Side, level.PriceTicks);
        }
    }

    private void Unlink(in Order order, ref PriceLevel level)
    {
        if (order.Previous >= 0)
        {
            _orders[order.Previous].Next = order.Next;
        }
        else
        {
            level.Oldest = order.Next;
        }

        if (order.Next >= 0)
        {
            _orders[order.Next].Previous = order.Previous;
        }
        else
        {
            level.Youngest = order.Previous;
        }
    }
}
