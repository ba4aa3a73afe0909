using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a balance changed without an order or trade (docs/money.md).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct BalanceReport : IWireMessage
{
    public const int SizeBytes = 152;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 41;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Nonce, case or match that caused it; 0 = none.</summary>
    public ulong Reference;
    public uint AssetId;

    /// <summary>The market; 0 = none.</summary>
    public uint MarketId;

    /// <summary>Why.</summary>
    public BalanceChange Kind;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    /// <summary>What the account gained, signed. Ledger units.</summary>
    public Int128 Amount;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Available;

    /// <summary>Afterwards. Ledger units.</summary>
    public Int128 Held;

    /// <summary>Debt afterwards, not positive. Ledger units.</summary>
    public Int128 Owed;

    /// <summary>Bucket of the isolated position in the market afterwards; 0 without. Ledger units.</summary>
    public Int128 Margin;

    /// <summary>The other account; all zero = a fund.</summary>
    public AccountId Counterparty;

    public static Template Template => Template.BalanceReport;
}
