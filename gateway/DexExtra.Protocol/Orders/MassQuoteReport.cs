using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: a mass quote took effect; the reports of the old quote's orders and of its sides came before (C12).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MassQuoteReport : IWireMessage
{
    public const int SizeBytes = 48;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 43;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The request's own id.</summary>
    public ulong QuoteId;
    public uint MarketId;
    public uint QuoteSet;

    /// <summary>Orders of the old quote that were cancelled.</summary>
    public byte CancelledSides;
    public byte AcceptedSides;
    public byte RejectedSides;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly uint _reserved4;

    public static Template Template => Template.MassQuoteReport;
}
