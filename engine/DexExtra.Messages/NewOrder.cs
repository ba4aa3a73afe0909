using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: a verified signed order with its conversion to ticks and lots, which the engine checks again.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct NewOrder
{
    public const int SizeBytes = 400;

    public SignedOrder Order;
    public Signature Signature;

    /// <summary>EIP-712 digest of <see cref="Order"/>: the order's identity (SIG-01).</summary>
    public Hash32 OrderHash;

    /// <summary>C9 idempotency key, unique per account while live and 24 h after.</summary>
    public ulong ClientOrderId;

    /// <summary>LimitPrice in ticks of the market.</summary>
    public long PriceTicks;

    /// <summary>Quantity in lots of the market.</summary>
    public long QuantityLots;

    /// <summary>Session that sent it, for mass cancel (C6); 0 = none. Not signed.</summary>
    public ulong SessionId;

    /// <summary>The trader's own group of orders, for mass cancel (C6); 0 = none. Not signed.</summary>
    public uint Tag;

    /// <summary>Grant of the session key that signed it; 0 = the owner. Not signed.</summary>
    public uint GrantId;
}
