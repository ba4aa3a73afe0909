using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a position became isolated or cross (R5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MarginModeReport : IWireMessage
{
    public const int SizeBytes = 112;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 41;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Of the request.</summary>
    public ulong Nonce;
    public uint MarketId;
    public uint AssetId;

    /// <summary>From here on.</summary>
    public MarginMode Mode;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    /// <summary>The bucket now. Ledger units.</summary>
    public Int128 Margin;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Available;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Held;

    /// <summary>Debt afterwards, not positive. Ledger units.</summary>
    public Int128 Owed;

    public static Template Template => Template.MarginModeReport;
}
