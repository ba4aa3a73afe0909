namespace DexExtra.Engine.Auctions;

/// <summary>Some allotments of an uncrossing, the newest stamp on top: a binary heap in a preallocated array.</summary>
internal sealed class NewestAllotments(int capacity)
{
    private readonly (long Stamp, int Allotment)[] _entries = new (long Stamp, int Allotment)[capacity];

    public int Count { get; private set; }

    /// <summary>Index of the newest allotment; there must be one.</summary>
    public int Newest => _entries[0].Allotment;

    public void Clear() => Count = 0;

    public void Add(long stamp, int allotment)
    {
        var index = Count++;
        for (; index > 0 && _entries[(index - 1) / 2].Stamp < stamp; index = (index - 1) / 2)
        {
            _entries[index] = _entries[(index - 1) / 2];
        }

        _entries[index] = (stamp, allotment);
    }

    /// <summary>Takes the newest one away; there must be one.</summary>
    public void RemoveNewest()
    {
        var last = _entries[--Count];
        var index = 0;
        for (var child = 1; child < Count; child = (2 * index) + 1)
        {
            child += child + 1 < Count && _entries[child + 1].Stamp > _entries[child].Stamp ? 1 : 0;
            if (_entries[child].Stamp <= last.Stamp)
            {
                break;
            }

            _entries[index] = _entries[child];
            index = child;
        }

        _entries[index] = last;
    }
}
