using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Book;

/// <summary>
/// A grant of a session key (docs/money.md §17): what the chain must know before it settles what the key signed. Kept
/// by the book while orders may come under it, and by the orders and matches that did.
/// </summary>
internal sealed class SessionKeyEntry(uint grantId, in SetSessionKey grant)
{
    public uint GrantId { get; } = grantId;

    public SetSessionKey Grant { get; } = grant;

    /// <summary>EIP-712 struct hash: by this the contract knows the grant.</summary>
    public Hash32 Hash { get; } = SessionKeyHash.Struct(in grant);

    /// <summary>Orders under the grant that can still trade.</summary>
    public int OpenOrders { get; set; }

    /// <summary>A match refers to it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The chain knows it, or never will: then its trades fail alone.</summary>
    public bool IsReady { get; set; }

    /// <summary>What revoked it; null while it is not revoked.</summary>
    public SetSessionKey? Revocation { get; set; }

    /// <summary>Engine time at which the last order under the revoked grant was gone; 0 before.</summary>
    public long EndedNs { get; set; }
}
