using Prometheus;

namespace DexExtra.Settlement;

/// <summary>Prometheus gauges of the process, set from its status. The library counts in floating point; money does
/// not.</summary>
internal static class SettlementMetrics
{
    private const ulong WeiPerGwei = 1_000_000_000;

    private static readonly Gauge Connected = Create("connected", "1 while the node answers and is the right one");
    private static readonly Gauge Blocked = Create("blocked", "1 while an operator must act");
    private static readonly Gauge Sequence = Create("event_sequence", "Last event log record applied");
    private static readonly Gauge Unsettled = Create("unsettled_matches", "Matches that are neither final nor failed");
    private static readonly Gauge OldestAge = Create("oldest_unsettled_age_ms", "Age of the oldest of them");
    private static readonly Gauge LastDeposit = Create("last_deposit_id", "Newest credited deposit");
    private static readonly Gauge DepositsWaiting = Create("deposits_waiting", "Final deposits not credited yet");
    private static readonly Gauge Withdrawals = Create("withdrawals_open", "Neither paid for good nor failed");
    private static readonly Gauge Outbox = Create("outbox_entries", "Transactions whose fate is not final");
    private static readonly Gauge Balance = Create("operator_balance_gwei", "Coins left for gas");
    private static readonly Gauge Latest = Create("latest_block", "Newest block");
    private static readonly Gauge Finalized = Create("finalized_block", "Newest final block");

    public static void Publish(SettlementStatus status)
    {
        Connected.Set(status.IsConnected ? 1 : 0);
        Blocked.Set(status.Problem is null ? 0 : 1);
        Sequence.Set(status.Sequence);
        Unsettled.Set(status.UnsettledMatches);
        OldestAge.Set(status.OldestUnsettledAgeMs);
        LastDeposit.Set(status.LastDepositId);
        DepositsWaiting.Set(status.DepositsWaiting);
        Withdrawals.Set(status.WithdrawalsOpen);
        Outbox.Set(status.OutboxEntries);
        Balance.Set((ulong)UInt128.Min(status.OperatorBalanceWei / WeiPerGwei, ulong.MaxValue));
        Latest.Set(status.LatestBlock);
        Finalized.Set(status.FinalizedBlock);
    }

    private static Gauge Create(string name, string help) =>
        Prometheus.Metrics.CreateGauge($"dexextra_settlement_{name}", help);
}
