using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.SessionKeys;

/// <summary>One grant of a session key (docs/money.md §17), from its command until its place is needed.</summary>
internal struct SessionKey
{
    public SetSessionKey Grant;

    /// <summary>Slot of the owner address.</summary>
    public int Owner;
    public uint Id;
    public bool IsRevoked;

    /// <summary>Revoked, and its orders are not all swept yet.</summary>
    public bool IsQueued;

    /// <summary>In its owner's chain, which holds what is neither revoked nor known to be expired.</summary>
    public bool IsChained;
    public int NextOfOwner;
    public int PreviousOfOwner;

    /// <summary>Its open orders.</summary>
    public ChainHead Orders;

    public readonly bool IsOver(ulong nowSeconds) => IsRevoked || nowSeconds >= Grant.ExpiresAtSeconds;
}
