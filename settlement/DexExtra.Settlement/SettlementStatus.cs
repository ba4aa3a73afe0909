using DexExtra.Hosting;

namespace DexExtra.Settlement;

/// <summary>What the process says about itself, replaced as a whole after every look; read by any thread.</summary>
internal sealed record SettlementStatus
{
    public bool IsConnected { get; init; }

    /// <summary>Last event log record applied.</summary>
    public long Sequence { get; init; }

    public int UnsettledMatches { get; init; }

    public long OldestUnsettledAgeMs { get; init; }

    public ulong LastMatchId { get; init; }

    public ulong LastDepositId { get; init; }

    public int DepositsWaiting { get; init; }

    /// <summary>Final actions of owners on chain that the engine has not taken (X5, X9).</summary>
    public int OwnerActionsWaiting { get; init; }

    public int WithdrawalsOpen { get; init; }

    public int OutboxEntries { get; init; }

    public int MarketsRegistered { get; init; }

    public UInt128 OperatorBalanceWei { get; init; }

    public ulong LatestBlock { get; init; }

    public ulong FinalizedBlock { get; init; }

    /// <summary>Why the event log cannot be read on, or null; the engine's start puts it right.</summary>
    public string? LogDamage { get; init; }

    /// <summary>What an operator must act on, or null.</summary>
    public string? Problem { get; init; }

    public HealthReport ToHealth() => new(IsConnected && LogDamage is null, new Dictionary<string, object?>
    {
        ["rpcOk"] = IsConnected,
        ["sequence"] = Sequence,
        ["unsettledMatches"] = UnsettledMatches,
        ["oldestUnsettledAgeMs"] = OldestUnsettledAgeMs,
        ["lastMatchId"] = LastMatchId,
        ["lastDepositId"] = LastDepositId,
        ["depositsWaiting"] = DepositsWaiting,
        ["ownerActionsWaiting"] = OwnerActionsWaiting,
        ["withdrawalsOpen"] = WithdrawalsOpen,
        ["outboxEntries"] = OutboxEntries,
        ["marketsRegistered"] = MarketsRegistered,
        ["operatorBalanceWei"] = OperatorBalanceWei.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["latestBlock"] = LatestBlock,
        ["finalizedBlock"] = FinalizedBlock,
        ["problem"] = LogDamage ?? Problem,
    });
}
