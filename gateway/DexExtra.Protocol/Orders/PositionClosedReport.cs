using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a position became flat or turned round: its whole life (F10).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct PositionClosedReport : IWireMessage
{
    public const int SizeBytes = 128;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 58;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long OpenedNs;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long ClosedNs;

    /// <summary>Signed: all that was opened in its life, long positive.</summary>
    public long Lots;
    public uint MarketId;

    /// <summary>The asset of realisedPnl and fees.</summary>
    public uint AssetId;

    /// <summary>What ended it.</summary>
    public PositionEnd End;

    /// <summary>Realised PnL less fees.</summary>
    public Outcome Outcome;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly uint _reserved4;

    /// <summary>Sum of price ticks × lots of what opened.</summary>
    public Int128 EntryTickLots;

    /// <summary>Sum of price ticks × lots of what closed.</summary>
    public Int128 ExitTickLots;

    /// <summary>Before fees. Ledger units.</summary>
    public Int128 RealisedPnl;

    /// <summary>Less rebates. Ledger units.</summary>
    public Int128 Fees;

    public static Template Template => Template.PositionClosedReport;
}
