using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: change an open order inside what its owner signed (C4): no larger, no worse priced, no longer.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct AmendOrder
{
    public const int SizeBytes = 112;

    public AccountId Account;

    /// <summary>The requester's own id of this request, echoed; not checked for uniqueness.</summary>
    public ulong ClientOrderId;

    /// <summary>Client order id of the order; used when <see cref="OrderId"/> is 0.</summary>
    public ulong OrigClientOrderId;

    /// <summary>0 = unknown to the requester.</summary>
    public long OrderId;

    /// <summary>C2: new total quantity of the order, filled part included; 1e-8.</summary>
    public UInt128 Quantity;

    /// <summary>1e-8.</summary>
    public Int128 LimitPrice;

    /// <summary>1e-8; takes effect at the next slice.</summary>
    public UInt128 DisplayQuantity;

    /// <summary>Unix seconds.</summary>
    public ulong ExpirySeconds;
    public AmendFields Fields;

    /// <summary>Grant of the session key that asks; 0 = the owner.</summary>
    public uint GrantId;
}
