using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: two orders of one owner met and did not trade (S4). What became of each order follows as ExecutionReport.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct PreventedMatchReport : IWireMessage
{
    public const int SizeBytes = 80;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 62;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The incoming order, whose mode decided.</summary>
    public long TakerOrderId;
    public ulong TakerClientOrderId;

    /// <summary>The resting order.</summary>
    public long MakerOrderId;
    public ulong MakerClientOrderId;
    public uint MarketId;
    public SelfTradePrevention Mode;

    /// <summary>Side of the incoming order.</summary>
    public Side Aggressor;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;

    /// <summary>The resting order's price.</summary>
    public long PriceTicks;

    /// <summary>What would have traded.</summary>
    public long QuantityLots;

    public static Template Template => Template.PreventedMatchReport;
}
