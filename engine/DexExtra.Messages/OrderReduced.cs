using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: the venue took lots out of an order without a trade; the order stays live, at its place if it rests.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderReduced
{
    public const int SizeBytes = 152;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public uint MarketId;
    public uint AssetId;
    public CancelReason Reason;
    private readonly ushort _padding2;
    private readonly uint _padding4;
    public long CumulativeLots;
    public long ReducedLots;

    /// <summary>Still open afterwards, never 0.</summary>
    public long LeavesLots;

    /// <summary>Ledger units moved from held to available.</summary>
    public Int128 Released;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive: debt of a cross account (docs/money.md §1).</summary>
    public Int128 Owed;
}
