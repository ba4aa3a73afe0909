using System.Numerics;

namespace DexExtra.Engine.Collections;

/// <summary>
/// Finds slots by a key that the slot itself holds: 8 bytes per entry, 32 bits of the key's hash and the slot, so that
/// a large table stays small. Open addressing as in <see cref="FlatMap{TKey}"/>. Equal hashes of different keys are
/// told apart by asking the slot.
/// </summary>
internal sealed class SlotIndex
{
    private readonly Entry[] _entries;
    private readonly int _mask;
    private readonly int _capacity;
    private int _count;

    public SlotIndex(int capacity)
    {
        _capacity = capacity;
        _entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
        _mask = _entries.Length - 1;
    }

    public int Count => _count;

    /// <summary>Brings near where a key with this hash is found or will be put.</summary>
    public void Fetch(ulong hash) => CacheLines.Fetch(ref _entries[Home(Short(hash))]);

    public bool TryFind<TMatch>(ulong hash, in TMatch match, out int slot)
        where TMatch : struct, ISlotMatch
    {
        var shortHash = Short(hash);
        for (var place = Home(shortHash); ; place = (place + 1) & _mask)
        {
            ref readonly var entry = ref _entries[place];
            slot = entry.SlotPlusOne - 1;
            if (slot < 0 || (entry.Hash == shortHash && match.Holds(slot)))
            {
                return slot >= 0;
            }
        }
    }

    /// <summary>The key must be absent and the index not full.</summary>
    public void Add(ulong hash, int slot)
    {
        Invariant.That(_count < _capacity, "an index is never filled beyond its capacity");
        var place = Home(Short(hash));
        while (_entries[place].SlotPlusOne != 0)
        {
            place = (place + 1) & _mask;
        }

        _entries[place] = new Entry { Hash = Short(hash), SlotPlusOne = slot + 1 };
        _count++;
    }

    /// <summary>Removes the entry of a slot, which was added with this hash.</summary>
    public void Remove(ulong hash, int slot)
    {
        var hole = Home(Short(hash));
        while (_entries[hole].SlotPlusOne != slot + 1)
        {
            Invariant.That(_entries[hole].SlotPlusOne != 0, "a slot that is removed is in the index");
            hole = (hole + 1) & _mask;
        }

        Close(hole);
    }

    /// <summary>Shifts entries back until none stands before its home's hole.</summary>
    private void Close(int hole)
    {
        for (var next = (hole + 1) & _mask; _entries[next].SlotPlusOne != 0; next = (next + 1) & _mask)
        {
            var home = Home(_entries[next].Hash);
            if (((next - home) & _mask) >= ((next - hole) & _mask))
            {
                _entries[hole] = _entries[next];
                hole = next;
            }
        }

        _entries[hole] = default;
        _count--;
    }

    private int Home(uint hash) => (int)(hash & (uint)_mask);

    private static uint Short(ulong hash) => unchecked((uint)hash);

    private struct Entry
    {
        public uint Hash;
        public int SlotPlusOne;
    }
}
