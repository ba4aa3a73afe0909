using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a withdrawal is asked for, or moved on (K2).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct WithdrawalReport : IWireMessage
{
    public const int SizeBytes = 184;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 61;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Venue-wide number.</summary>
    public ulong WithdrawalId;

    /// <summary>Of the request.</summary>
    public ulong Nonce;

    /// <summary>Block; 0 until it is mined.</summary>
    public ulong BlockNumber;

    /// <summary>Chain; 0 until it is sent.</summary>
    public ulong ChainId;
    public uint AssetId;

    /// <summary>Where it is.</summary>
    public WithdrawalState State;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;

    /// <summary>With FAILED, else 0.</summary>
    public ushort FailureCode;

    /// <summary>Amount asked for. Ledger units.</summary>
    public Int128 Amount;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Available;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Held;

    /// <summary>Debt afterwards, not positive. Ledger units.</summary>
    public Int128 Owed;

    /// <summary>Transaction; all zero until it is sent.</summary>
    public Hash32 TransactionHash;

    /// <summary>Who receives it on chain.</summary>
    public Address Recipient;
    private readonly uint _reserved4;

    public static Template Template => Template.WithdrawalReport;
}
