using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>What trading rules may be, and when they may change (docs/matching.md §16).</summary>
internal static class TradingRulesCheck
{
    private const uint SecondsPerDay = 86_400;
    private const uint MsPerDay = 86_400_000;
    private const uint MaxExtensions = 1_000;

    private const TradingFlags KnownFlags = TradingFlags.AllowAllOrNone | TradingFlags.OpeningAuctionFree
        | TradingFlags.HasScheduledAuction | TradingFlags.HasInitialReference;

    /// <summary>INVALID_PARAMETERS if false.</summary>
    public static bool IsValid(Market market, in TradingRules rules) =>
        HasValidPrices(market, in rules)
        && HasValidSizes(in rules, market.Terms.MaxOrderLots)
        && HasValidTimes(in rules)
        && IsValid(in rules.FirstTrigger)
        && IsValid(in rules.SecondTrigger)
        && IsValid(in rules.ThirdTrigger);

    /// <summary>ILLEGAL_TRANSITION if false.</summary>
    public static bool MayChange(Market market, in TradingRules rules)
    {
        ref readonly var old = ref market.Rules;
        var isHalted = market.State == MarketState.Halted;
        var isQuiet = market.State is MarketState.Draft or MarketState.Pending or MarketState.Halted;
        return !market.IsUncrossing
            && (isHalted || old.PriceIncrementTicks % rules.PriceIncrementTicks == 0)
            && (isQuiet || old.BatchIntervalMs == rules.BatchIntervalMs);
    }

    private static bool HasValidPrices(Market market, in TradingRules rules) =>
        rules.EntryBandTicks >= 0
        && rules.ExecutionBandTicks >= 0
        && rules.CascadeTicks >= 0
        && rules.CollarTicks >= 0
        && rules.CollarWidenTicks >= 0
        && rules.PriceIncrementTicks >= 1
        && rules.Allocation is Allocation.PriceTime or Allocation.ProRata
        && (rules.Flags & ~KnownFlags) == 0
        && ((rules.Flags & TradingFlags.HasInitialReference) == 0 || market.Allows(rules.InitialReferenceTicks));

    private static bool HasValidSizes(in TradingRules rules, long maxOrderLots) =>
        rules.MinDisplayLots >= 1
        && rules.MinOrderLots >= 1
        && rules.MinOrderLots <= maxOrderLots
        && rules.MinMarkDepthLots >= 1
        && rules.MaxIcebergParts >= 1
        && rules.MaxCascade is >= 1 and <= Limits.MaxFillsPerCommand
        && rules.MaxExtensions <= MaxExtensions;

    private static bool HasValidTimes(in TradingRules rules) =>
        rules.AuctionSeconds is >= 1 and <= SecondsPerDay
        && rules.AuctionRandomSeconds <= Limits.MaxAuctionRandomSeconds
        && rules.BatchIntervalMs <= MsPerDay
        && rules.SessionEndSecondOfDay < SecondsPerDay
        && rules.ScheduledAuctionSecondOfDay < SecondsPerDay;

    private static bool IsValid(in VolatilityTrigger trigger) =>
        trigger.Ticks == 0
        || (trigger.Ticks > 0
            && trigger.HorizonSeconds is >= 1 and <= Limits.MaxVolatilityHorizonSeconds
            && trigger.AuctionSeconds is >= 1 and <= SecondsPerDay);
}
