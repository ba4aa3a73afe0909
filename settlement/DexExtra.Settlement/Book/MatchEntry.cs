using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// One match that is not final yet: what the chain must be told, how far the engine knows its settlement
/// (<see cref="Confirmed"/>), and what was told to the engine but not seen back (<see cref="Reported"/>).
/// </summary>
internal sealed class MatchEntry
{
    public required ulong MatchId { get; init; }

    public required uint MarketId { get; init; }

    /// <summary>Of the event log's record that showed it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Unix nanoseconds of engine time; in an auction that of its uncrossing.</summary>
    public required long TimeNs { get; init; }

    /// <summary>1e-8.</summary>
    public required Int128 Price { get; init; }

    /// <summary>1e-8.</summary>
    public required Int128 Quantity { get; init; }

    /// <summary>
    /// X4: it takes a failed match back in the engine; the chain has nothing to undo and is told a trade that cannot
    /// settle, so that the numbers stay without a gap.
    /// </summary>
    public bool IsVoid { get; init; }

    /// <summary>False: the per-trade contract must never see it, nor any match after it (docs/money.md §2).</summary>
    public required bool SettlesByTrade { get; init; }

    /// <summary>Null for a side without a signed order.</summary>
    public required OrderRecord? Buy { get; init; }

    /// <inheritdoc cref="Buy"/>
    public required OrderRecord? Sell { get; init; }

    /// <summary>Ledger units.</summary>
    public required Int128 BuyFee { get; init; }

    /// <summary>Ledger units.</summary>
    public required Int128 SellFee { get; init; }

    /// <summary>What the buyer's balance got.</summary>
    public CashFlow BuyCash { get; init; }

    /// <summary>What the seller's balance got.</summary>
    public CashFlow SellCash { get; init; }

    /// <summary>When this process first saw the match, monotonic milliseconds.</summary>
    public required long SeenAtMs { get; init; }

    /// <summary>As the event log says.</summary>
    public SettlementState Confirmed { get; set; } = SettlementState.Matched;

    /// <summary>The furthest state sent to the engine and not confirmed yet; null when nothing is under way.</summary>
    public SettlementState? Reported { get; set; }

    /// <summary>Attempt that was sent with <see cref="Reported"/>.</summary>
    public uint ReportedAttempt { get; set; }

    /// <summary>When <see cref="Reported"/> was sent, monotonic milliseconds.</summary>
    public long ReportedAtMs { get; set; }

    /// <summary>Number of the newest transaction that carried the match, as the event log says; 0 before the
    /// first.</summary>
    public uint Attempt { get; set; }

    /// <summary>Block of the newest confirmed state; 0 before it was mined.</summary>
    public ulong BlockNumber { get; set; }

    public bool IsTerminal => Confirmed is SettlementState.Final or SettlementState.Failed;
}
