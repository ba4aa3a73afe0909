using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a position was paid out at the result of its market (M9).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct PositionSettledReport : IWireMessage
{
    public const int SizeBytes = 168;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 48;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Signed position before.</summary>
    public long Lots;

    /// <summary>The price of the result.</summary>
    public long SettlementTicks;
    public uint MarketId;
    public uint AssetId;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    /// <summary>Of what was open, before socialised. Ledger units.</summary>
    public Int128 RealisedPnl;

    /// <summary>What the account gained or paid, fee included. Ledger units.</summary>
    public Int128 CashDelta;

    /// <summary>Gain that was kept to pay losses of others. Ledger units.</summary>
    public Int128 Socialised;

    /// <summary>Settlement fee. Ledger units.</summary>
    public Int128 Fee;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Available;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Held;

    /// <summary>Debt afterwards, not positive. Ledger units.</summary>
    public Int128 Owed;

    public static Template Template => Template.PositionSettledReport;
}
