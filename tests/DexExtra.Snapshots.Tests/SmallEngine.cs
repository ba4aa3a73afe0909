using DexExtra.Engine;

namespace DexExtra.Snapshots.Tests;

/// <summary>An engine whose image is small enough to be broken a thousand times.</summary>
internal static class SmallEngine
{
    public static EngineOptions Options { get; } = new()
    {
        MaxAccounts = 16,
        MaxAssets = 2,
        MaxMarkets = 2,
        MaxBalances = 32,
        MaxPositions = 32,
        MaxOpenOrders = 64,
        MaxLadderNodes = 64,
        MaxClientOrderIds = 128,
        MaxUnsettledMatches = 128,
        MaxChains = 2,
        MaxWithdrawals = 16,
        MaxExpiriesPerCommand = 16,
        MaxPaidPositions = 16,
        MaxBustableMatches = 16,
        MaxAllottedPerCommand = 64,
    };
}
