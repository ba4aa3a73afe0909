using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// Capacities of the engine. Everything is allocated once from these numbers; a full table is answered with
/// LIMIT_REACHED, never by growing. They are part of the engine's definition: replay needs the same values.
/// </summary>
public sealed record EngineOptions
{
    private const int MaxCapacity = 1 << 28;

    public int MaxAccounts { get; init; } = 65_536;

    public int MaxAssets { get; init; } = 64;

    public int MaxMarkets { get; init; } = 1_024;

    /// <summary>Pairs of account and asset.</summary>
    public int MaxBalances { get; init; } = 131_072;

    /// <summary>Pairs of account and market that ever had an accepted order.</summary>
    public int MaxPositions { get; init; } = 262_144;

    /// <summary>Resting orders of all markets.</summary>
    public int MaxOpenOrders { get; init; } = 262_144;

    /// <summary>Nodes of 64 prices or 64 nodes each, shared by all price ladders.</summary>
    public int MaxLadderNodes { get; init; } = 131_072;

    /// <summary>
    /// C9: client order ids remembered. Live orders are always remembered; terminal ones for 24 h, or until this many
    /// newer ones need the space. The nonce window (C10) still refuses a repeat of a forgotten one.
    /// </summary>
    public int MaxClientOrderIds { get; init; } = 1_048_576;

    /// <summary>
    /// Matches whose settlement is not terminal; a full window refuses new orders (SETTLEMENT_BACKLOG).
    /// </summary>
    public int MaxUnsettledMatches { get; init; } = 1_048_576;

    /// <summary>Chains that deposits come from.</summary>
    public int MaxChains { get; init; } = 16;

    /// <summary>K2: withdrawals that are not over; those that are over are remembered in what is left.</summary>
    public int MaxWithdrawals { get; init; } = 65_536;

    /// <summary>M11: fund transfers whose repeat is recognised, the newest ones.</summary>
    public int MaxFundReferences { get; init; } = 65_536;

    /// <summary>Grants of session keys, with those that are over and remembered (docs/money.md §17).</summary>
    public int MaxSessionKeys { get; init; } = 65_536;

    /// <summary>C12: quote sets of all accounts.</summary>
    public int MaxQuoteSets { get; init; } = 65_536;

    /// <summary>
    /// Resting orders that one command may expire, so that a frame and a stall stay bounded. While more are due, new
    /// orders are refused with LIMIT_REACHED: an expired order never trades (O-GTDX b).
    /// </summary>
    public int MaxExpiriesPerCommand { get; init; } = 4_096;

    /// <summary>L1: positions that all passes together visit per command.</summary>
    public int MaxPositionVisitsPerCommand { get; init; } = Limits.MaxPositionVisitsPerCommand;

    /// <summary>L2: units whose liquidation makes a step in one command.</summary>
    public int MaxLiquidationSteps { get; init; } = Limits.MaxLiquidationSteps;

    /// <summary>L2: orders that liquidations cancel in one command.</summary>
    public int MaxLiquidationCancels { get; init; } = Limits.MaxLiquidationCancels;

    /// <summary>M9: positions of settling markets that one command visits.</summary>
    public int MaxPaidPositions { get; init; } = 1_024;

    /// <summary>F11: matches that may still be taken back, where that is possible at all.</summary>
    public int MaxBustableMatches { get; init; } = 1_048_576;

    /// <summary>
    /// True when the chain settles net balances: only then margin markets, rebates, liquidations and everything else
    /// that single on-chain trades cannot mirror are allowed (docs/money.md §2).
    /// </summary>
    public bool NettedSettlement { get; init; }

    /// <summary>
    /// Orders that one command may visit to find who trades how much in an uncrossing, so that a stall stays bounded
    /// (A6). Until all have been visited, no order of that market falls due.
    /// </summary>
    public int MaxAllottedPerCommand { get; init; } = 16_384;

    /// <summary>
    /// Per-process secret of the hash tables, so that nobody can choose colliding client order ids. Neither events
    /// nor the state hash depend on it.
    /// </summary>
    public ulong HashSeed { get; init; }

    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public void Validate()
    {
        Check(MaxAccounts, EngineLimits.MaxAccounts, nameof(MaxAccounts));
        Check(MaxAssets, MaxCapacity, nameof(MaxAssets));
        Check(MaxMarkets, MaxCapacity, nameof(MaxMarkets));
        Check(MaxBalances, MaxCapacity, nameof(MaxBalances));
        Check(MaxPositions, MaxCapacity, nameof(MaxPositions));
        Check(MaxOpenOrders, MaxCapacity, nameof(MaxOpenOrders));
        Check(MaxLadderNodes, MaxCapacity / 64, nameof(MaxLadderNodes));
        Check(MaxClientOrderIds, MaxCapacity, nameof(MaxClientOrderIds));
        Check(MaxUnsettledMatches, MaxCapacity, nameof(MaxUnsettledMatches));
        Check(MaxChains, MaxCapacity, nameof(MaxChains));
        Check(MaxPaidPositions, MaxPaymentsInFrame, nameof(MaxPaidPositions));
        Check(MaxBustableMatches, MaxCapacity, nameof(MaxBustableMatches));
        Check(MaxWithdrawals, MaxCapacity, nameof(MaxWithdrawals));
        Check(MaxFundReferences, MaxCapacity, nameof(MaxFundReferences));
        Check(MaxSessionKeys, MaxCapacity, nameof(MaxSessionKeys));
        Check(MaxQuoteSets, MaxCapacity, nameof(MaxQuoteSets));
        Check(MaxExpiriesPerCommand, MaxExpiriesInFrame, nameof(MaxExpiriesPerCommand));
        Check(MaxPositionVisitsPerCommand, Limits.MaxPositionVisitsPerCommand, nameof(MaxPositionVisitsPerCommand));
        Check(MaxLiquidationSteps, Limits.MaxLiquidationSteps, nameof(MaxLiquidationSteps));
        Check(MaxLiquidationCancels, Limits.MaxLiquidationCancels, nameof(MaxLiquidationCancels));
        Check(MaxAllottedPerCommand, MaxCapacity, nameof(MaxAllottedPerCommand));
        CheckFrame();
    }

    /// <summary>Levels that one command can touch: due, swept, met, released and repriced orders, each twice.</summary>
    internal int MaxTouchedLevels => 2 * (MaxExpiriesPerCommand + (8 * Limits.MaxFillsPerCommand));

    /// <summary>What fits into one event frame beside the largest match of a single order.</summary>
    internal const int MaxExpiriesInFrame = 12_288;

    /// <summary>What fits into one event frame, by the same reckoning.</summary>
    private const int MaxPaymentsInFrame = 4_096;

    /// <summary>Each value may be in its range, and all of them together still ask for too large a frame.</summary>
    private void CheckFrame()
    {
        var worst = WorstFrame.Bytes(this);
        if (worst > Limits.MaxEventFrameBytes)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"one command could write {worst} bytes of events, more than {Limits.MaxEventFrameBytes}: less markets,"
                    + $" expiries or payments per command"));
        }
    }

    private static void Check(int value, int maximum, string name)
    {
        if (value < 1 || value > maximum)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{name} must be 1 to {maximum}, not {value}");
            throw new ArgumentException(range, name);
        }
    }
}
