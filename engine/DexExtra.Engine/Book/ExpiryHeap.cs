namespace DexExtra.Engine.Book;

/// <summary>
/// Resting orders by (expiry, order id): the order in which they expire (O-GTDX c). A binary heap in a preallocated
/// array; each order knows its index, so removal from the middle needs no search.
/// </summary>
internal sealed class ExpiryHeap(int capacity)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private int _count;

    public int Count => _count;

    /// <summary>Pool slot of the order that expires first; the heap must not be empty.</summary>
    public int First => _entries[0].Order;

    public bool IsDue(ulong nowSeconds) => _count > 0 && _entries[0].ExpirySeconds <= nowSeconds;

    public void Add(int slot, OrderBooks books)
    {
        ref var order = ref books[slot];
        var entry = new Entry { ExpirySeconds = order.ExpirySeconds, OrderId = order.OrderId, Order = slot };
        Rise(_count++, entry, books);
    }

    public void Remove(int slot, OrderBooks books)
    {
        var index = books[slot].HeapIndex;
        Invariant.That(_entries[index].Order == slot, "an order knows its place in the expiry heap");
        var last = _entries[--_count];
        if (index == _count)
        {
            return;
        }

        if (index > 0 && last.IsBefore(_entries[(index - 1) / 2]))
        {
            Rise(index, last, books);
        }
        else
        {
            Sink(index, last, books);
        }
    }

    private void Rise(int index, Entry entry, OrderBooks books)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (!entry.IsBefore(_entries[parent]))
            {
                break;
            }

            Place(index, _entries[parent], books);
            index = parent;
        }

        Place(index, entry, books);
    }

    private void Sink(int index, Entry entry, OrderBooks books)
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

            Place(index, _entries[child], books);
            index = child;
        }

        Place(index, entry, books);
    }

    private void Place(int index, Entry entry, OrderBooks books)
    {
        _entries[index] = entry;
        books[entry.Order].HeapIndex = index;
    }

    private struct Entry
    {
        public ulong ExpirySeconds;
        public long OrderId;
        public int Order;

        public readonly bool IsBefore(in Entry other) => ExpirySeconds != other.ExpirySeconds
            ? ExpirySeconds < other.ExpirySeconds
            : OrderId < other.OrderId;
    }
}
