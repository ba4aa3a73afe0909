using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the order, or what was left of it, is gone and its hold released.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderCancelled
{
    public const int SizeBytes = 152;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;

    /// <summary>The cancel request's own client order id; 0 when the venue cancelled.</summary>
    public ulong RequestClientOrderId;
    public ulong AccountSequence;
    public uint MarketId;
    public uint AssetId;
    public CancelReason Reason;

    /// <summary>Final status of the order: Cancelled, Stopped or Expired (G7).</summary>
    public OrderStatus Status;
    private readonly byte _padding1;

    /// <summary>With TRIGGER_FAILED: why the triggered order could not enter.</summary>
    public RejectReason Detail;
    private readonly ushort _padding2;
    public long CumulativeLots;

    /// <summary>What was still open.</summary>
    public long CancelledLots;

    /// <summary>Ledger units moved from held to available.</summary>
    public Int128 Released;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive: debt of a cross account (docs/money.md §1).</summary>
    public Int128 Owed;
}
