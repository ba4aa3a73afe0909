using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a deposit that is final on chain may be traded with.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct DepositReport : IWireMessage
{
    public const int SizeBytes = 136;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 36;

    /// <summary>
    /// Position in the account's numbered flow (C8); 0 = outside it, when the venue knows no such account.
    /// </summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The vault's number of the deposit.</summary>
    public ulong DepositId;
    public uint AssetId;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;

    /// <summary>Ledger units.</summary>
    public Int128 Amount;

    /// <summary>Ledger units, afterwards.</summary>
    public Int128 Available;

    /// <summary>Ledger units, afterwards.</summary>
    public Int128 Held;
    public Hash32 TransactionHash;

    /// <summary>Ledger units, afterwards, not positive: what the account owes.</summary>
    public Int128 Owed;

    public static Template Template => Template.DepositReport;
}
