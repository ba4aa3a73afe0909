using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: the level of a margin unit changed (L1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MarginCallReport : IWireMessage
{
    public const int SizeBytes = 88;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 34;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The settlement asset.</summary>
    public uint AssetId;

    /// <summary>The market of the isolated position; 0 = the account’s cross positions.</summary>
    public uint MarketId;

    /// <summary>Now.</summary>
    public MarginLevel Level;

    /// <summary>Before.</summary>
    public MarginLevel Before;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly uint _reserved4;

    /// <summary>Equity of the unit. Ledger units.</summary>
    public Int128 Equity;

    /// <summary>Of its positions and open orders. Ledger units.</summary>
    public Int128 InitialMargin;

    /// <summary>Of its positions. Ledger units.</summary>
    public Int128 MaintenanceMargin;

    public static Template Template => Template.MarginCallReport;
}
