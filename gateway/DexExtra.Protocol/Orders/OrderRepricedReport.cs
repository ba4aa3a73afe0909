using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: a pegged order followed its reference, or was parked (O-PEG).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderRepricedReport : IWireMessage
{
    public const int SizeBytes = 56;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 45;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;
    public long OrderId;
    public ulong ClientOrderId;
    public uint MarketId;

    /// <summary>1: off the book until its reference is back.</summary>
    public byte IsParked;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;

    /// <summary>Null while parked.</summary>
    public long PriceTicks;

    public static Template Template => Template.OrderRepricedReport;
}
