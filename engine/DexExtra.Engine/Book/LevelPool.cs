using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Book;

/// <summary>
/// Price levels of all ladders, of books and of triggers: queues of orders by stamp. Knows nothing of events.
/// </summary>
internal sealed class LevelPool(OrderPool orders, LadderNodes nodes, int capacity)
{
    private readonly SlotPool<PriceLevel> _levels = new(capacity);

    public int Count => _levels.Count;

    public ref PriceLevel this[int level] => ref _levels[level];

    /// <summary>
    /// True if an order at this price of the ladder may queue: the nodes it needs are free even when so many others
    /// take as many as they can before it.
    /// </summary>
    public bool HasRoom(PriceLadder ladder, long priceTicks, int others = 0) =>
        ladder.NodesMissing(priceTicks) + (others * PriceLadder.MaxDepth) <= nodes.Free;

    /// <summary>Appends an order to the tail of the level at a price; returns true if the level is new.</summary>
    public bool Append(int slot, PriceLadder ladder, long priceTicks)
    {
        ref var order = ref orders[slot];
        order.Level = ladder.Find(priceTicks);
        var isNew = order.Level < 0;
        if (isNew)
        {
            order.Level = _levels.Rent();
            _levels[order.Level] = new PriceLevel { PriceTicks = priceTicks, Oldest = -1, Youngest = -1 };
            ladder.Insert(priceTicks, order.Level);
        }

        ref var level = ref _levels[order.Level];
        Link(slot, ref order, ref level);
        level.OrderCount++;
        return isNew;
    }

    /// <summary>Takes an order out of its level, and the level out of the ladder when it was the last.</summary>
    public void Remove(int slot, PriceLadder ladder)
    {
        ref var order = ref orders[slot];
        ref var level = ref _levels[order.Level];
        Unlink(in order, ref level);
        if (--level.OrderCount == 0)
        {
            Invariant.That(level.TotalLots == 0 && level.HiddenLots == 0, "an empty level has no lots");
            ladder.Remove(level.PriceTicks);
            _levels.Return(order.Level);
        }

        order.Level = -1;
    }

    /// <summary>Moves an order to the tail of its level.</summary>
    public void MoveToTail(int slot)
    {
        ref var order = ref orders[slot];
        ref var level = ref _levels[order.Level];
        Unlink(in order, ref level);
        Link(slot, ref order, ref level);
    }

    private void Link(int slot, ref Order order, ref PriceLevel level)
    {
        order.Queue.Previous = level.Youngest;
        order.Queue.Next = -1;
        if (level.Youngest >= 0)
        {
            orders[level.Youngest].Queue.Next = slot;
        }
        else
        {
            level.Oldest = slot;
        }

        level.Youngest = slot;
    }

    private void Unlink(in Order order, ref PriceLevel level)
    {
        if (order.Queue.Previous >= 0)
        {
            orders[order.Queue.Previous].Queue.Next = order.Queue.Next;
        }
        else
        {
            level.Oldest = order.Queue.Next;
        }

        if (order.Queue.Next >= 0)
        {
            orders[order.Queue.Next].Queue.Previous = order.Queue.Previous;
        }
        else
        {
            level.Youngest = order.Queue.Previous;
        }
    }
}
