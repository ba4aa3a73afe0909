using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Book;

/// <summary>
/// Open orders by (second, order id): the order in which time acts on them (O-GTDX c), by their ends or by their next
/// slices. A binary heap in a preallocated array; each order knows its index, so removal needs no search.
/// </summary>
internal sealed class DueHeap(int capacity, bool isOfSlices)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private int _count;

    public int Count => _count;

    /// <summary>Slot of the order that is due first; the heap must not be empty.</summary>
    public int First => _entries[0].Order;

    public bool IsDue(ulong nowSeconds) => _count > 0 && _entries[0].DueSeconds <= nowSeconds;

    /// <summary>Brings near an entry, by the index that its order knows; −1 = it has none.</summary>
    public void Fetch(int index)
    {
        if (index >= 0)
        {
            CacheLines.Fetch(ref _entries[index]);
        }
    }

    public void Add(int slot, ulong dueSeconds, OrderPool orders)
    {
        var entry = new Entry { DueSeconds = dueSeconds, OrderId = orders[slot].OrderId, Order = slot };
        Rise(_count++, entry, orders);
    }

    /// <summary>Another second for an order of the heap.</summary>
    public void Move(int slot, ulong dueSeconds, OrderPool orders)
    {
        if (_entries[Index(slot, orders)].DueSeconds != dueSeconds)
        {
            Remove(slot, orders);
            Add(slot, dueSeconds, orders);
        }
    }

    public void Remove(int slot, OrderPool orders)
    {
        var index = Index(slot, orders);
        Invariant.That(_entries[index].Order == slot, "an order knows its place in the due heap");
        var last = _entries[--_count];
        if (index == _count)
        {
            return;
        }

        if (index > 0 && last.IsBefore(_entries[(index - 1) / 2]))
        {
            Rise(index, last, orders);
        }
        else
        {
            Sink(index, last, orders);
        }
    }

    private void Rise(int index, Entry entry, OrderPool orders)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (!entry.IsBefore(_entries[parent]))
            {
                break;
            }

            Place(index, _entries[parent], orders);
            index = parent;
        }

        Place(index, entry, orders);
    }

    private void Sink(int index, Entry entry, OrderPool orders)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _entries[child + 1].IsBefore(_entries[child]))
            {
                child++;
            }

            if (!_entries[child].IsBefore(entry))
            {
                break;
            }

            Place(index, _entries[child], orders);
            index = child;
        }

        Place(index, entry, orders);
    }

    private void Place(int index, Entry entry, OrderPool orders)
    {
        _entries[index] = entry;
        Index(entry.Order, orders) = index;
    }

    private ref int Index(int slot, OrderPool orders) =>
        ref isOfSlices ? ref orders.Terms(slot).SliceIndex : ref orders[slot].HeapIndex;

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
