namespace DexExtra.Engine.Triggers;

/// <summary>
/// The first so many stops of one step in T4 order, whatever order they are offered in: a heap with the last of them
/// on top.
/// </summary>
internal sealed class FiredStops(int capacity)
{
    private readonly FiredStop[] _heap = new FiredStop[capacity];
    private int _room;

    public int Count { get; private set; }

    /// <summary>True if some of those that were offered did not fit.</summary>
    public bool HasOverflow { get; private set; }

    /// <summary>Empties it, for at most so many.</summary>
    public void Begin(int room)
    {
        _room = Math.Min(room, _heap.Length);
        Count = 0;
        HasOverflow = false;
    }

    /// <summary>False if all that fit come before this one.</summary>
    public bool Offer(in FiredStop stop)
    {
        if (Count < _room)
        {
            Rise(Count++, stop);
            return true;
        }

        HasOverflow = true;
        if (_room == 0 || !stop.IsBefore(in _heap[0]))
        {
            return false;
        }

        Sink(stop);
        return true;
    }

    /// <summary>Those that fit, in order; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<FiredStop> Sort()
    {
        var all = Count;
        while (Count > 0)
        {
            var last = _heap[0];
            var moved = _heap[--Count];
            if (Count > 0)
            {
                Sink(moved);
            }

            _heap[Count] = last;
        }

        return _heap.AsSpan(0, all);
    }

    private void Rise(int index, FiredStop stop)
    {
        while (index > 0 && _heap[(index - 1) / 2].IsBefore(in stop))
        {
            _heap[index] = _heap[(index - 1) / 2];
            index = (index - 1) / 2;
        }

        _heap[index] = stop;
    }

    /// <summary>Replaces the top.</summary>
    private void Sink(FiredStop stop)
    {
        var index = 0;
        while ((2 * index) + 1 < Count)
        {
            var child = (2 * index) + 1;
            if (child + 1 < Count && _heap[child].IsBefore(in _heap[child + 1]))
            {
                child++;
            }

            if (!stop.IsBefore(in _heap[child]))
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = stop;
    }
}
