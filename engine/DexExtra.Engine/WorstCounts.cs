using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// The most events of each kind that one command can write, from the limits of its parts (docs/money.md §18).
/// <see cref="WorstFrame"/> adds up the parts in bytes; here each kind stands alone, with all parts that bring it.
/// </summary>
internal static class WorstCounts
{
    /// <summary>
    /// Times a market may change its state in one command: a call ends, trading ends or a fallback begins, and what
    /// follows at once: another call, or the end of a payout.
    /// </summary>
    public const int StatesPerMarket = 3;

    /// <summary>Marks of a market: one by time or uncrossing, and the final one.</summary>
    public const int MarksPerMarket = 2;

    /// <summary>What the command itself says of one thing, beside what it sets off.</summary>
    private const int Own = 4;

    /// <summary>Most events of a kind in one frame.</summary>
    public static long Of(EventType type, EngineOptions options) => type switch
    {
        EventType.Traded or EventType.PreventedMatch or EventType.OrderActivated => Meets(options),
        EventType.FeeTierChanged => 2 * Meets(options),
        EventType.PositionClosed => (2 * Meets(options)) + Paid(options),
        EventType.OrderCancelled or EventType.OrderReduced => Ends(options) + Own,
        EventType.LevelChanged => 2 * (Ends(options) + Meets(options) + Limits.MaxFillsPerCommand),
        EventType.OrderTriggered or EventType.OrderRepriced => Limits.MaxFillsPerCommand,
        EventType.OrderShown => (2 * (Meets(options) + Limits.MaxFillsPerCommand)) + Own,
        EventType.MarketStateChanged => (StatesPerMarket * (long)options.MaxMarkets) + Own,
        EventType.MarkPriceChanged => (MarksPerMarket * (long)options.MaxMarkets) + Own,
        EventType.AuctionUncrossed or EventType.AuctionIndicated or EventType.MarketSettled => options.MaxMarkets + Own,
        EventType.QuoteProtectionChanged => Frozen(options) + Own,
        _ => OfMoney(type, options),
    };

    private static long OfMoney(EventType type, EngineOptions options) => type switch
    {
        EventType.MarginCalled =>
            2 * (Meets(options) + Visits(options) + options.MaxLiquidationSteps + Paid(options)),
        EventType.PositionDebtChanged =>
            (2 * Meets(options)) + Visits(options) + options.MaxLiquidationSteps + Paid(options),
        EventType.PositionRanked => Visits(options),
        EventType.LiquidationChanged => 4L * options.MaxLiquidationSteps,
        EventType.PositionSettled => options.MaxPaidPositions,
        EventType.ForcedExitChanged => (Limits.MaxMassCancels * (long)options.MaxAssets) + Own,
        EventType.WithdrawalChanged => Custody.WithdrawalHandler.MaxTriesPerCommand + 1,
        EventType.BalanceChanged => Payments(options) + (2 * Visits(options)),
        EventType.FundChanged => Payments(options) + (2L * options.MaxMarkets),
        _ => Own,
    };

    /// <summary>
    /// C12: quote sets that one command freezes: that of the command, those of the orders it meets, both of a pair that
    /// an uncrossing trades, those that liquidations meet.
    /// </summary>
    public static long Frozen(EngineOptions options) => Math.Min(
        options.MaxQuoteSets, 1L + (3L * Limits.MaxFillsPerCommand) + Limits.MaxLiquidationMeets);

    /// <summary>Units of the budgets of meets: the command's own, an uncrossing's, those of liquidations.</summary>
    private static long Meets(EngineOptions options) => (2L * Limits.MaxFillsPerCommand)
        + Limits.MaxLiquidationMeets + ((long)options.MaxLiquidationSteps * Limits.MaxDeleveragingCandidates);

    /// <summary>Orders that end: swept, due and cancelled ones with a sibling, stops, those a meet ends.</summary>
    private static long Ends(EngineOptions options) => Meets(options) + Limits.MaxFillsPerCommand
        + (2L * (options.MaxExpiriesPerCommand + Limits.MaxSweptPerCommand + options.MaxLiquidationCancels));

    private static long Visits(EngineOptions options) => options.MaxPositionVisitsPerCommand;

    private static long Paid(EngineOptions options) => (long)options.MaxPaidPositions + options.MaxAssets;

    /// <summary>Payments of liquidations and payouts, and sales of collateral.</summary>
    private static long Payments(EngineOptions options) =>
        (options.MaxLiquidationSteps * (6 + (2L * options.MaxAssets))) + (2 * Paid(options)) + Own;
}
