namespace DexExtra.Engine.Collections;

/// <summary>
/// Preallocated structs addressed by slot number, with a free stack. Slots are handed out in a deterministic order.
/// Returned slots keep their old content: the next owner overwrites all of it.
/// </summary>
internal sealed class SlotPool<T>(int capacity)
    where T : unmanaged
{
    private readonly T[] _items = new T[capacity];
    private readonly int[] _free = new int[capacity];
    private int _freeCount;
    private int _neverUsed;

    /// <summary>Slots in use.</summary>
    public int Count => _neverUsed - _freeCount;

    public int Free => _items.Length - Count;

    public ref T this[int slot] => ref _items[slot];

    public int Rent()
    {
        if (_freeCount > 0)
        {
            return _free[--_freeCount];
        }

        Invariant.That(_neverUsed < _items.Length, "a slot is rented only after its capacity was checked");
        return _neverUsed++;
    }

    /// <summary>Brings near the slot that is handed out next.</summary>
    public void FetchNext()
    {
        var next = _freeCount > 0 ? _free[_freeCount - 1] : _neverUsed;
        if (next < _items.Length)
        {
            CacheLines.Fetch(ref _items[next]);
        }
    }

    public void Return(int slot) => _free[_freeCount++] = slot;
}
