using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Identity;

/// <summary>
/// Accounts and owner addresses in order of creation, found by value. Both only ever grow, up to MaxAccounts, so a
/// slot number stays valid for ever and a walk over slots is the canonical order of the state hash.
/// </summary>
internal sealed class AccountTable(int capacity, ulong hashSeed)
{
    private readonly Account[] _accounts = new Account[capacity];
    private readonly FlatMap<AccountKey> _slots = new(capacity, hashSeed);
    private readonly FlatMap<AccountKey> _ownerSlots = new(capacity, hashSeed);

    public int Count => _slots.Count;

    public int OwnerCount => _ownerSlots.Count;

    public bool IsFull => Count == _accounts.Length;

    public ref Account this[int slot] => ref _accounts[slot];

    public bool TryFind(in AccountId id, out int slot) => _slots.TryGet(new AccountKey(id), out slot);

    /// <summary>The account must be absent and the table not full.</summary>
    public int Add(in AccountId id)
    {
        var owner = new AccountKey(new AccountId(id.Owner, 0));
        if (!_ownerSlots.TryGet(in owner, out var ownerSlot))
        {
            ownerSlot = OwnerCount;
            _ownerSlots.Add(in owner, ownerSlot);
        }

        var slot = Count;
        _slots.Add(new AccountKey(id), slot);
        _accounts[slot] = new Account { Id = id, Owner = ownerSlot };
        return slot;
    }

    /// <summary>Number of the next private event of the account.</summary>
    public ulong NextSequence(int slot) => ++_accounts[slot].Sequence;
}
