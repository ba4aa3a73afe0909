using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: a mass cancel has visited everything; the reports of the orders came before (C6).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MassCancelReport : IWireMessage
{
    public const int SizeBytes = 64;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 56;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The request's own id.</summary>
    public ulong ClientOrderId;
    public long CancelledOrders;

    /// <summary>Position of the command that asked.</summary>
    public long FirstSequence;

    /// <summary>Position of the command in which the last order was cancelled or looked at.</summary>
    public long LastSequence;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    public static Template Template => Template.MassCancelReport;
}
