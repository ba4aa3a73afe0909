using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: the answer to a repeated client order id with identical content (C9), as the order stands now.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderStatusReported
{
    public const int SizeBytes = 120;

    public AccountId Account;
    public ulong ClientOrderId;

    /// <summary>0 for a rejected order.</summary>
    public long OrderId;
    public Hash32 OrderHash;
    public ulong AccountSequence;
    public uint MarketId;
    public OrderStatus Status;
    private readonly byte _padding;

    /// <summary>Set when <see cref="Status"/> is Rejected.</summary>
    public RejectReason RejectReason;

    /// <summary>Set (non-zero) when <see cref="Status"/> is Cancelled, Stopped or Expired.</summary>
    public CancelReason CancelReason;
    private readonly ushort _padding2;
    private readonly uint _padding4;
    public long QuantityLots;
    public long CumulativeLots;
    public long LeavesLots;
}
