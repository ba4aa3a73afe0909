using DexExtra.Messages;

namespace DexExtra.Engine.Oracle;

/// <summary>What is known of a market's result (M5–M7). Ticks are inside floor and cap.</summary>
internal struct MarketResult
{
    /// <summary>The active assertion in RESULT_PROPOSED and DISPUTED, later the last one.</summary>
    public Hash32 AssertionId;

    /// <summary>The last one that was rejected: never taken again.</summary>
    public Hash32 RejectedId;

    /// <summary>Proposed; from SETTLING on final.</summary>
    public long SettlementTicks;

    /// <summary>M5: of the active assertion; without a dispute it is confirmed from then on.</summary>
    public ulong LivenessEndSeconds;

    /// <summary>M7: when the present dispute began, and how long earlier ones took.</summary>
    public long DisputedSinceNs;
    public long DisputedNs;

    /// <summary>When the payout was complete (M12).</summary>
    public long SettledNs;

    /// <summary>M7: paid out without an answer.</summary>
    public bool IsFallback;

    /// <summary>M7: the mean entry price for everybody, and fees are returned.</summary>
    public bool IsVoid;
}
