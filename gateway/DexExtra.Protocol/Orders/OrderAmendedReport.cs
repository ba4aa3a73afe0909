using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: an open order changed at its owner's request, by an amendment or a newly signed version; all its terms as
/// they are now (C1).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderAmendedReport : IWireMessage
{
    public const int SizeBytes = 208;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 57;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;
    public long OrderId;
    public ulong ClientOrderId;

    /// <summary>The request's own id; 0 for the other leg of an OCO (T12).</summary>
    public ulong RequestClientOrderId;
    public uint MarketId;

    /// <summary>The asset of hold, available and held.</summary>
    public uint AssetId;

    /// <summary>1: it kept its place in the queue.</summary>
    public byte KeepsPriority;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;

    /// <summary>Version of the signed order that stands behind it now (C4).</summary>
    public uint Version;

    /// <summary>EIP-712 digest of that order.</summary>
    public Hash32 OrderHash;
    public long PriceTicks;

    /// <summary>Total quantity, filled part included.</summary>
    public long QuantityLots;

    /// <summary>Lots shown per slice; 0 = all.</summary>
    public long DisplayLots;
    public long LeavesLots;
    public long CumulativeLots;

    /// <summary>Unix seconds.</summary>
    public ulong ExpirySeconds;

    /// <summary>Ledger units held for the order now.</summary>
    public Int128 Hold;

    /// <summary>Ledger units, afterwards.</summary>
    public Int128 Available;

    /// <summary>Ledger units, afterwards.</summary>
    public Int128 Held;

    /// <summary>Ledger units, afterwards, not positive: what the account owes.</summary>
    public Int128 Owed;

    public static Template Template => Template.OrderAmendedReport;
}
