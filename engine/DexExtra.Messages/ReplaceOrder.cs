using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: a newly signed version of an open order, same nonce and version + 1 (C4), for changes outside the old
/// signature. Its client order id is the id of this request; the order keeps its own.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct ReplaceOrder
{
    public const int SizeBytes = 416;

    public NewOrder Order;

    /// <summary>Client order id of the order; used when <see cref="OrderId"/> is 0.</summary>
    public ulong OrigClientOrderId;

    /// <summary>0 = unknown to the requester.</summary>
    public long OrderId;
}
