using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: the position’s place in the queue of deleveraging changed (L5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct PositionRankReport : IWireMessage
{
    public const int SizeBytes = 32;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 29;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;
    public uint MarketId;

    /// <summary>1 = last to 5 = first; 0 = not in it.</summary>
    public byte Quantile;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;

    public static Template Template => Template.PositionRankReport;
}
