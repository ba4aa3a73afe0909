using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// One side of a trade with the complete state after it, so that no follower computes anything again.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct TradeSide
{
    public const int SizeBytes = 216;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public long CumulativeLots;
    public long LeavesLots;

    /// <summary>Σ price ticks × lots of all fills of the order: average price = this / CumulativeLots.</summary>
    public Int128 CumulativeTickLots;

    /// <summary>Ledger units; negative is a rebate (F2), or a fee that is returned (F11).</summary>
    public Int128 Fee;

    /// <summary>
    /// Ledger units that the trade itself moved, fee excluded: negative paid into the pool, positive received. What an
    /// isolated position could not pay is not in it (docs/money.md §6).
    /// </summary>
    public Int128 CashDelta;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive: debt of a cross account (docs/money.md §1).</summary>
    public Int128 Owed;

    /// <summary>Bucket of the isolated position, else 0.</summary>
    public Int128 Margin;

    /// <summary>F7: signed lots after the trade.</summary>
    public long PositionLots;

    /// <summary>F7: Σ price × lots × tick value of the open lots, signed like the position; ledger units.</summary>
    public Int128 PositionCost;

    /// <summary>F7: realised by this fill, before fees; ledger units.</summary>
    public Int128 RealisedPnl;
}
