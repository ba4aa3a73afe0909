using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: an open order changed at its owner's request; all its terms as they are now (C1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderAmended
{
    public const int SizeBytes = 216;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;

    /// <summary>The amend request's own client order id; 0 for the other leg of an OCO (T12).</summary>
    public ulong RequestClientOrderId;
    public ulong AccountSequence;
    public uint MarketId;
    public uint AssetId;

    /// <summary>Digest of the signed order that stands behind it now.</summary>
    public Hash32 OrderHash;
    public long PriceTicks;
    public long QuantityLots;

    /// <summary>Lots shown per slice; 0 = all.</summary>
    public long DisplayLots;
    public long LeavesLots;
    public long CumulativeLots;
    public ulong ExpirySeconds;
    public uint Version;

    /// <summary>1: it kept its place in the queue.</summary>
    public byte KeepsPriority;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>Ledger units held for the order now.</summary>
    public Int128 Hold;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive: debt of a cross account (docs/money.md §1).</summary>
    public Int128 Owed;
}
