using System.Numerics;

namespace DexExtra.Engine.Collections;

/// <summary>
/// Fixed-capacity hash map from a key to a slot number: open addressing with linear probing, at most half full.
/// Deletion shifts the following entries back instead of leaving tombstones, so no operation slows down with age.
/// Never enumerated: nothing may depend on the order of entries.
/// </summary>
internal sealed class FlatMap<TKey>
    where TKey : unmanaged, IFlatKey<TKey>
{
    private readonly Entry[] _entries;
    private readonly int _mask;
    private readonly int _capacity;
    private readonly ulong _seed;
    private int _count;

    public FlatMap(int capacity, ulong seed)
    {
        _capacity = capacity;
        _entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
        _mask = _entries.Length - 1;
        _seed = seed;
    }

    public int Count => _count;

    public bool TryGet(in TKey key, out int slot)
    {
        for (var index = Home(in key); ; index = (index + 1) & _mask)
        {
            ref var entry = ref _entries[index];
            if (entry.SlotPlusOne == 0)
            {
                slot = -1;
                return false;
            }

            if (entry.Key.Equals(key))
            {
                slot = entry.SlotPlusOne - 1;
                return true;
            }
        }
    }

    /// <summary>Brings near where a key is, or would be.</summary>
    public void Fetch(in TKey key) => CacheLines.Fetch(ref _entries[Home(in key)]);

    /// <summary>The key must be absent and the map not full.</summary>
    public void Add(in TKey key, int slot)
    {
        Invariant.That(_count < _capacity, "a hash map is never filled beyond its capacity");
        var index = Home(in key);
        while (_entries[index].SlotPlusOne != 0)
        {
            index = (index + 1) & _mask;
        }

        _entries[index] = new Entry { Key = key, SlotPlusOne = slot + 1 };
        _count++;
    }

    /// <summary>The key must be present.</summary>
    public void Remove(in TKey key) =>
        Invariant.That(TryRemove(in key, out _), "a removed key is present");

    /// <summary>Removes a key and says which slot it had; false if it is absent.</summary>
    public bool TryRemove(in TKey key, out int slot)
    {
        var hole = Home(in key);
        while (!_entries[hole].Key.Equals(key) || _entries[hole].SlotPlusOne == 0)
        {
            if (_entries[hole].SlotPlusOne == 0)
            {
                slot = -1;
                return false;
            }

            hole = (hole + 1) & _mask;
        }

        slot = _entries[hole].SlotPlusOne - 1;
        Close(hole);
        return true;
    }

    /// <summary>Shifts entries back until none stands before its home's hole.</summary>
    private void Close(int hole)
    {
        for (var next = (hole + 1) & _mask; _entries[next].SlotPlusOne != 0; next = (next + 1) & _mask)
        {
            var home = Home(in _entries[next].Key);
            if (((next - home) & _mask) >= ((next - hole) & _mask))
            {
                _entries[hole] = _entries[next];
                hole = next;
            }
        }

        _entries[hole] = default;
        _count--;
    }

    private int Home(in TKey key) => (int)(key.Hash(_seed) & (uint)_mask);

    private struct Entry
    {
        public TKey Key;
        public int SlotPlusOne;
    }
}
