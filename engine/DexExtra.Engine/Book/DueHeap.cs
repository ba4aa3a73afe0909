using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Book;

/// <summary>
/// Open orders by (second, order id): the order in which time acts on them (O-GTDX c), by their ends or by their next
/// slices. A heap of four children per entry in a preallocated array; beside it the index of each order, so that
/// removal needs no search.
/// </summary>
internal sealed class DueHeap
{
    private const int Children = 4;

    private readonly Entry[] _entries;
    private readonly int[] _indexes;
    private int _count;

    /// <summary>For the slots of a pool with so many orders.</summary>
    public DueHeap(int capacity)
    {
        _entries = new Entry[capacity];
        _indexes = new int[capacity];
        Array.Fill(_indexes, -1);
    }

    public int Count => _count;

    /// <summary>Slot of the order that is due first; the heap must not be empty.</summary>
    public int First => _entries[0].Order;

    public bool IsDue(ulong nowSeconds) => _count > 0 && _entries[0].DueSeconds <= nowSeconds;

    /// <summary>The order has an entry.</summary>
    public bool Contains(int slot) => _indexes[slot] >= 0;

    /// <summary>Brings near what the removal of an order looks at first.</summary>
    public void Fetch(int slot)
    {
        var index = _indexes[slot];
        if (index >= 0)
        {
            CacheLines.Fetch(ref _entries[index]);
            CacheLines.Fetch(ref _entries[Parent(Math.Max(index, 1))]);
        }
    }

    public void Add(int slot, ulong dueSeconds, OrderPool orders)
    {
        Invariant.That(!Contains(slot), "an order is once in a due heap");
        var entry = new Entry { DueSeconds = dueSeconds, OrderId = orders[slot].OrderId, Order = slot };
        Rise(_count++, in entry);
    }

    /// <summary>Another second for an order of the heap.</summary>
    public void Move(int slot, ulong dueSeconds, OrderPool orders)
    {
        if (_entries[_indexes[slot]].DueSeconds != dueSeconds)
        {
            Remove(slot);
            Add(slot, dueSeconds, orders);
        }
    }

    public void Remove(int slot)
    {
        var index = _indexes[slot];
        Invariant.That(_entries[index].Order == slot, "the heap knows the place of each order");
        _indexes[slot] = -1;
        var last = _entries[--_count];
        if (index == _count)
        {
            return;
        }

        if (index > 0 && last.IsBefore(in _entries[Parent(index)]))
        {
            Rise(index, in last);
        }
        else
        {
            Sink(index, in last);
        }
    }

    private static int Parent(int index) => (index - 1) / Children;

    private void Rise(int index, in Entry entry)
    {
        while (index > 0)
        {
            var parent = Parent(index);
            if (!entry.IsBefore(in _entries[parent]))
            {
                break;
            }

            Place(index, in _entries[parent]);
            index = parent;
        }

        Place(index, in entry);
    }

    private void Sink(int index, in Entry entry)
    {
        for (var first = (Children * index) + 1; first < _count; first = (Children * index) + 1)
        {
            var child = FirstDue(first);
            if (!_entries[child].IsBefore(in entry))
            {
                break;
            }

            Place(index, in _entries[child]);
            index = child;
        }

        Place(index, in entry);
    }

    /// <summary>Of the children from one index on, the one that is due first.</summary>
    private int FirstDue(int first)
    {
        var end = Math.Min(first + Children, _count);
        var best = first;
        for (var child = first + 1; child < end; child++)
        {
            best = _entries[child].IsBefore(in _entries[best]) ? child : best;
        }

        return best;
    }

    private void Place(int index, in Entry entry)
    {
        _entries[index] = entry;
        _indexes[entry.Order] = index;
    }

    private struct Entry
    {
        public ulong DueSeconds;
        public long OrderId;
        public int Order;

        public readonly bool IsBefore(in Entry other) => DueSeconds != other.DueSeconds
            ? DueSeconds < other.DueSeconds
            : OrderId < other.OrderId;
    }
}
