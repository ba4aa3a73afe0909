using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: one stage or step of a liquidation of the account’s positions (L2).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct LiquidationReport : IWireMessage
{
    public const int SizeBytes = 128;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 62;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Signed lots closed or taken over.</summary>
    public long Lots;

    /// <summary>Worst price of the step.</summary>
    public long LimitTicks;

    /// <summary>Price at which the equity is 0.</summary>
    public long BankruptcyTicks;

    /// <summary>The settlement asset.</summary>
    public uint AssetId;

    /// <summary>Market of the step; 0 = none.</summary>
    public uint MarketId;

    /// <summary>Number of the step.</summary>
    public uint Step;

    /// <summary>How far it is.</summary>
    public LiquidationStage Stage;

    /// <summary>1: of an isolated position.</summary>
    public byte IsIsolated;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;

    /// <summary>1: the market shares the loss from here on, until a report of the liquidation says 0 (L2-6).</summary>
    public byte IsSharing;

    /// <summary>Equity of the unit. Ledger units.</summary>
    public Int128 Equity;

    /// <summary>Maintenance margin of the unit. Ledger units.</summary>
    public Int128 MaintenanceMargin;

    /// <summary>What the insurance paid. Ledger units.</summary>
    public Int128 InsurancePaid;

    /// <summary>Liquidation fee. Ledger units.</summary>
    public Int128 Fee;

    public static Template Template => Template.LiquidationReport;
}
