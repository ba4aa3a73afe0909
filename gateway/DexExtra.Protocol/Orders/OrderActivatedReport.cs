using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: fills of its parent woke a child order, or made it larger (T14).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderActivatedReport : IWireMessage
{
    public const int SizeBytes = 72;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 53;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;
    public long OrderId;
    public ulong ClientOrderId;
    public long ParentOrderId;
    public uint MarketId;

    /// <summary>New or PendingTrigger.</summary>
    public OrderStatus OrderStatus;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;

    /// <summary>Lots that this event added.</summary>
    public long ActivatedLots;

    /// <summary>Open afterwards.</summary>
    public long LeavesLots;

    public static Template Template => Template.OrderActivatedReport;
}
