using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Ledger;

/// <summary>
/// K4: the last deposit, or action of an owner, taken from each chain. They arrive in order 1, 2, 3, … or not at all.
/// </summary>
internal sealed class DepositCounters(int capacity, ulong hashSeed)
{
    private readonly FlatMap<PairKey> _slots = new(capacity, hashSeed);
    private readonly ulong[] _chainIds = new ulong[capacity];
    private readonly ulong[] _last = new ulong[capacity];

    public int Count => _slots.Count;

    /// <summary>Chain and last deposit id of a slot, in order of first deposit.</summary>
    public (ulong ChainId, ulong Last) this[int slot] => (_chainIds[slot], _last[slot]);

    public ulong Last(ulong chainId) => _slots.TryGet(new PairKey(chainId, 0), out var slot) ? _last[slot] : 0;

    public bool CanCount(ulong chainId) => Count < _last.Length || _slots.TryGet(new PairKey(chainId, 0), out _);

    /// <summary>Takes the next deposit of the chain; <see cref="CanCount"/> must be true.</summary>
    public void Advance(ulong chainId)
    {
        var key = new PairKey(chainId, 0);
        if (!_slots.TryGet(in key, out var slot))
        {
            slot = Count;
            _slots.Add(in key, slot);
            _chainIds[slot] = chainId;
        }

        _last[slot]++;
    }
}
