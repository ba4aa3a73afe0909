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
    private readonly bool[] _isOwnerLocked = new bool[capacity];
    private readonly int[] _firstOfOwner = new int[capacity];
    private readonly int[] _lastOfOwner = new int[capacity];
    private readonly FlatMap<AccountKey> _ownerSlots = new(capacity, hashSeed);

    public int Count => _slots.Count;

    public int OwnerCount => _ownerSlots.Count;

    public bool IsFull => Count == _accounts.Length;

    public ref Account this[int slot] => ref _accounts[slot];

    public bool TryFind(in AccountId id, out int slot) => _slots.TryGet(new AccountKey(id), out slot);

    public bool TryFindOwner(in Address owner, out int slot) => _ownerSlots.TryGet(OwnerKey(in owner), out slot);

    /// <summary>Brings near where an account is found.</summary>
    public void Fetch(in AccountId id) => _slots.Fetch(new AccountKey(id));

    /// <summary>The account must be absent and the table not full.</summary>
    public int Add(in AccountId id)
    {
        var owner = OwnerKey(in id.Owner);
        var slot = Count;
        if (_ownerSlots.TryGet(in owner, out var ownerSlot))
        {
            _accounts[_lastOfOwner[ownerSlot]].NextOfOwner = slot;
        }
        else
        {
            ownerSlot = OwnerCount;
            _ownerSlots.Add(in owner, ownerSlot);
            _firstOfOwner[ownerSlot] = slot;
        }

        _lastOfOwner[ownerSlot] = slot;
        _slots.Add(new AccountKey(id), slot);
        _accounts[slot] = new Account
        {
            Id = id,
            Owner = ownerSlot,
            FirstPosition = -1,
            LastPosition = -1,
            NextOfOwner = -1,
        };
        return slot;
    }

    /// <summary>The owner's first account; the others follow by NextOfOwner.</summary>
    public int FirstOf(int owner) => _firstOfOwner[owner];

    /// <summary>C6: neither the account nor its owner is locked.</summary>
    public bool MayTrade(int slot) => !_accounts[slot].IsLocked && !_isOwnerLocked[_accounts[slot].Owner];

    /// <summary>C6: new orders of all accounts of the owner are refused.</summary>
    public ref bool IsOwnerLocked(int owner) => ref _isOwnerLocked[owner];

    /// <summary>Number of the next private event of the account.</summary>
    public ulong NextSequence(int slot) => ++_accounts[slot].Sequence;

    private static AccountKey OwnerKey(in Address owner) => new(new AccountId(owner, 0));
}
