using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: an amendment or replacement that changed nothing; the order stays as it was, with its place (C3).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderAmendReject : IWireMessage
{
    public const int SizeBytes = 56;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 50;

    /// <summary>
    /// Position in the account's numbered flow (C8); 0 = outside it, when the venue knows no such account.
    /// </summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The request's own id.</summary>
    public ulong ClientOrderId;
    public ulong OrigClientOrderId;

    /// <summary>0 when the order is unknown.</summary>
    public long OrderId;
    public RejectReason Reason;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly uint _reserved4;

    public static Template Template => Template.OrderAmendReject;
}
