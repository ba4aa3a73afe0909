using DexExtra.Engine;
using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Bench.Core;

/// <summary>
/// The engine's own book classes, driven directly: order pool, price levels, ladders, order id index, touched levels.
/// Nothing but matching: no accounts, no money, no events.
/// </summary>
internal sealed class BookDriver
{
    private readonly OrderPool _orders;
    private readonly TouchedLevels _touched;
    private readonly OrderBooks _books;
    private readonly FlatMap<OrderKey> _ids;
    private readonly Market _market;
    private long _sequence;

    /// <summary>A book for prices inside the range, with room for so many open orders.</summary>
    public BookDriver(long floorTicks, long capTicks, int maxOpenOrders)
    {
        var options = new EngineOptions { MaxOpenOrders = maxOpenOrders };
        var nodes = new LadderNodes(options.MaxLadderNodes);
        _orders = new OrderPool(maxOpenOrders);
        var levels = new LevelPool(_orders, nodes, maxOpenOrders + 1);
        _touched = new TouchedLevels(levels, options.MaxTouchedLevels, 1);
        _books = new OrderBooks(_orders, levels, _touched, new SweepTable(_orders, 1));
        _ids = new FlatMap<OrderKey>(maxOpenOrders, options.HashSeed);
        _market = new Market(0, nodes);
        _market.Bids.Open(floorTicks, capTicks);
        _market.Asks.Open(floorTicks, capTicks);
    }

    public int Count => _orders.Count;

    /// <summary>Brings near where the order of a coming record is found.</summary>
    public void FetchId(in WorkloadRecord record) => _ids.Fetch(new OrderKey(record.Id));

    /// <summary>Brings near the order that a coming record names, and its neighbours' places.</summary>
    public void FetchOrder(in WorkloadRecord record)
    {
        if (record.Op is WorkloadOp.Cancel or WorkloadOp.Replace && _ids.TryGet(new OrderKey(record.Id), out var slot))
        {
            CacheLines.Fetch(ref _orders[slot]);
        }
    }

    /// <summary>Brings near the orders beside it in its queue.</summary>
    public void FetchNeighbours(in WorkloadRecord record)
    {
        if (record.Op is not (WorkloadOp.Cancel or WorkloadOp.Replace)
            || !_ids.TryGet(new OrderKey(record.Id), out var slot))
        {
            return;
        }

        var queue = _orders[slot].Queue;
        CacheLines.Fetch(ref _books.Level(_orders[slot].Level));
        if (queue.Previous >= 0)
        {
            CacheLines.Fetch(ref _orders[queue.Previous]);
        }

        if (queue.Next >= 0)
        {
            CacheLines.Fetch(ref _orders[queue.Next]);
        }
    }

    /// <exception cref="BenchException">The record names an order that is not open.</exception>
    public void Apply<TTrades>(in WorkloadRecord record, ref TTrades trades)
        where TTrades : struct, ITradeSink
    {
        _touched.Begin(++_sequence);
        switch (record.Op)
        {
            case WorkloadOp.New:
                Enter(in record, record.Side, ref trades);
                break;
            case WorkloadOp.Immediate:
                Match(in record, record.Side, ref trades);
                break;
            case WorkloadOp.Cancel:
                Cancel(record.Id);
                break;
            default:
                Enter(in record, Cancel(record.Id), ref trades);
                break;
        }

        _touched.Forget();
    }

    private void Enter<TTrades>(in WorkloadRecord record, Side side, ref TTrades trades)
        where TTrades : struct, ITradeSink
    {
        var lots = Match(in record, side, ref trades);
        if (lots == 0)
        {
            return;
        }

        var slot = _orders.Rent();
        ref var order = ref _orders[slot];
        order.OrderId = record.Id;
        order.PriceTicks = record.PriceTicks;
        order.LeavesLots = lots;
        order.Side = side;
        order.Traits = OrderTraits.None;
        _ids.Add(new OrderKey(record.Id), slot);
        _books.Rest(slot, _market);
    }

    /// <summary>Lots that found no order to trade with.</summary>
    private long Match<TTrades>(in WorkloadRecord record, Side side, ref TTrades trades)
        where TTrades : struct, ITradeSink
    {
        var ladder = _market.Opposite(side);
        var left = record.QuantityLots;
        while (left > 0 && ladder.Best is var best and >= 0)
        {
            ref var level = ref _books.Level(best);
            if (side == Side.Buy ? level.PriceTicks > record.PriceTicks : level.PriceTicks < record.PriceTicks)
            {
                break;
            }

            var slot = level.Oldest;
            ref var maker = ref _orders[slot];
            var lots = Math.Min(left, maker.DisplayedLots);
            trades.Add(maker.OrderId, record.Id, level.PriceTicks, lots);
            left -= lots;
            maker.LeavesLots -= lots;
            _books.Take(slot, lots, _market);
            if (maker.LeavesLots == 0)
            {
                _ids.Remove(new OrderKey(maker.OrderId));
                Close(slot);
            }
        }

        return left;
    }

    /// <summary>Side of the order that ended.</summary>
    private Side Cancel(long id)
    {
        if (!_ids.TryRemove(new OrderKey(id), out var slot))
        {
            throw new BenchException($"order {id} is not open");
        }

        Close(slot);
        return _orders[slot].Side;
    }

    private void Close(int slot)
    {
        _books.Remove(slot, _market);
        _orders.Return(slot);
    }
}
