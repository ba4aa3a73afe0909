using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.SessionKeys;

/// <summary>
/// Grants by id and by owner and nonce; of each owner the chain of those that are not over, at most
/// MaxSessionKeysPerOwner; the queue of revoked ones whose orders are being swept. A grant that is over is remembered
/// until its place is needed; ids are never used again.
/// </summary>
internal sealed class SessionKeyTable(int capacity, int owners, ulong hashSeed)
{
    /// <summary>Places that one command looks at for one that is free again, in a full table.</summary>
    internal const int MaxLooksPerCommand = 1_024;

    private readonly SessionKey[] _keys = new SessionKey[capacity];
    private readonly FlatMap<PairKey> _byId = new(capacity, hashSeed);
    private readonly FlatMap<PairKey> _byNonce = new(capacity, hashSeed);
    private readonly int[] _firstOfOwnerPlusOne = new int[owners];
    private readonly int[] _revoked = new int[capacity];

    /// <summary>Id of the last grant.</summary>
    public uint LastId { get; private set; }

    /// <summary>Places in use, the first ones.</summary>
    public int Count { get; private set; }

    /// <summary>Where the search for a free place goes on.</summary>
    public int Hand { get; private set; }

    /// <summary>Revoked grants whose orders are being swept.</summary>
    public int RevokedCount { get; private set; }

    public ref SessionKey this[int slot] => ref _keys[slot];

    public bool TryFind(uint id, out int slot) => _byId.TryGet(new PairKey(id, 0), out slot);

    /// <summary>An owner's nonces name his grants: no two have the same.</summary>
    public bool TryFind(int owner, ulong nonce, out int slot) =>
        _byNonce.TryGet(new PairKey((ulong)owner, nonce), out slot);

    /// <summary>Slot of a grant that passed its gate; −1 for the owner himself.</summary>
    public int SlotOf(uint id)
    {
        if (id == 0)
        {
            return -1;
        }

        Invariant.That(TryFind(id, out var slot), "an order's grant passed its gate");
        return slot;
    }

    /// <summary>First of the owner's chain, −1 = none; the others follow by NextOfOwner.</summary>
    public int FirstOf(int owner) => _firstOfOwnerPlusOne[owner] - 1;

    public int RevokedAt(int index) => _revoked[index];

    /// <summary>
    /// Takes expired grants out of the owner's chain; how many stay, and whether one of them is for the key.
    /// </summary>
    public int CountLive(int owner, in Address key, ulong nowSeconds, out bool isGranted)
    {
        var count = 0;
        isGranted = false;
        for (var slot = FirstOf(owner); slot >= 0;)
        {
            var next = _keys[slot].NextOfOwner;
            if (_keys[slot].IsOver(nowSeconds))
            {
                Unchain(slot);
            }
            else
            {
                count++;
                isGranted |= _keys[slot].Grant.Key == key;
            }

            slot = next;
        }

        return count;
    }

    /// <summary>
    /// A place for one more grant, −1 when none is found: forgets one that is over and has no orders.
    /// </summary>
    public int FindPlace(ulong nowSeconds)
    {
        if (LastId == uint.MaxValue)
        {
            return -1;
        }

        if (Count < _keys.Length)
        {
            return Count;
        }

        for (var looks = Math.Min(MaxLooksPerCommand, Count); looks > 0; looks--)
        {
            var slot = Hand;
            Hand = (Hand + 1) % _keys.Length;
            ref readonly var key = ref _keys[slot];
            if (key.IsOver(nowSeconds) && !key.IsQueued && key.Orders.Count == 0)
            {
                Forget(slot);
                return slot;
            }
        }

        return -1;
    }

    /// <summary>Puts a new grant at a place that was found for it.</summary>
    public void Add(int slot, int owner, in SetSessionKey grant)
    {
        Count = Math.Max(Count, slot + 1);
        var first = FirstOf(owner);
        _keys[slot] = new SessionKey
        {
            Grant = grant,
            Owner = owner,
            Id = ++LastId,
            IsChained = true,
            NextOfOwner = first,
            PreviousOfOwner = -1,
        };
        if (first >= 0)
        {
            _keys[first].PreviousOfOwner = slot;
        }

        _firstOfOwnerPlusOne[owner] = slot + 1;
        _byId.Add(new PairKey(LastId, 0), slot);
        _byNonce.Add(new PairKey((ulong)owner, grant.Nonce), slot);
    }

    /// <summary>Nothing signed under it is accepted from here on; its orders wait for their sweep.</summary>
    public void Revoke(int slot)
    {
        ref var key = ref _keys[slot];
        key.IsRevoked = true;
        if (key.IsChained)
        {
            Unchain(slot);
        }

        if (key.Orders.Count > 0)
        {
            key.IsQueued = true;
            _revoked[RevokedCount++] = slot;
        }
    }

    /// <summary>The sweep of a revoked grant is done.</summary>
    public void EndSweep(int index)
    {
        _keys[_revoked[index]].IsQueued = false;
        RevokedCount--;
        _revoked.AsSpan(index + 1, RevokedCount - index).CopyTo(_revoked.AsSpan(index));
    }

    private void Forget(int slot)
    {
        ref readonly var key = ref _keys[slot];
        if (key.IsChained)
        {
            Unchain(slot);
        }

        _byId.Remove(new PairKey(key.Id, 0));
        _byNonce.Remove(new PairKey((ulong)key.Owner, key.Grant.Nonce));
    }

    private void Unchain(int slot)
    {
        ref var key = ref _keys[slot];
        if (key.PreviousOfOwner >= 0)
        {
            _keys[key.PreviousOfOwner].NextOfOwner = key.NextOfOwner;
        }
        else
        {
            _firstOfOwnerPlusOne[key.Owner] = key.NextOfOwner + 1;
        }

        if (key.NextOfOwner >= 0)
        {
            _keys[key.NextOfOwner].PreviousOfOwner = key.PreviousOfOwner;
        }

        key.IsChained = false;
    }
}
