using System.Runtime.CompilerServices;
using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// The largest event frame that one command can write, in bytes, reckoned from the limits and the sizes of the events:
/// every part of a command does as much as it may, whatever the command is. No real command comes near it; that it
/// fits is what makes running out of room impossible (docs/money.md §18).
/// </summary>
internal static class WorstFrame
{
    /// <summary>Assets that may back another one at most bring so many sales for one unit.</summary>
    private const int SaleEvents = 2;

    /// <summary>The command's own answer: the accepted legs of a list, a created market, a report.</summary>
    private const int Own = 16 * 1_024;

    /// <summary>An order that ends, with the level that it leaves.</summary>
    private static readonly int _ending = Of<OrderCancelled>() + Of<LevelChanged>();

    /// <summary>
    /// A unit of the budget of meets: a trade with what it changes on both sides, or less: a prevented match, an order
    /// that ends with it, a child that wakes (MakerFills.Cost).
    /// </summary>
    private static readonly int _meeting = Of<Traded>()
        + (2 * (Of<FeeTierChanged>() + Of<PositionClosed>() + Of<PositionDebtChanged>() + Of<MarginCalled>()
            + Of<LevelChanged>() + Of<OrderShown>()));

    /// <summary>A sale of collateral.</summary>
    private static readonly int _sale = SaleEvents * (Of<BalanceChanged>() + Of<FundChanged>());

    /// <summary>Worst frame of an engine with these options.</summary>
    public static long Bytes(EngineOptions options) =>
        EventFrameHeader.SizeBytes + Own + Orders(options) + Markets(options) + Money(options);

    /// <summary>What orders do: the command's matches, those of an uncrossing, stops, ends, sweeps, pegs.</summary>
    private static long Orders(EngineOptions options)
    {
        long matches = 2 * Limits.MaxFillsPerCommand * _meeting;
        long stops = Limits.MaxFillsPerCommand
            * (Of<OrderTriggered>() + Of<LevelChanged>() + Of<OrderShown>() + _ending);
        long pegs = Limits.MaxFillsPerCommand
            * (Of<OrderRepriced>() + Of<OrderShown>() + (2 * Of<LevelChanged>()));
        long ends = 2L * (options.MaxExpiriesPerCommand + Limits.MaxSweptPerCommand) * _ending; // each with a sibling
        return matches + stops + pegs + ends + (WorstCounts.Frozen(options) * Of<QuoteProtectionChanged>());
    }

    /// <summary>What the second brings to every market.</summary>
    private static long Markets(EngineOptions options) => (long)options.MaxMarkets
        * ((WorstCounts.StatesPerMarket * Of<MarketStateChanged>()) + Of<AuctionUncrossed>() + Of<AuctionIndicated>()
            + (WorstCounts.MarksPerMarket * Of<MarkPriceChanged>()) + Of<MarketSettled>() + (2 * Of<FundChanged>()));

    /// <summary>Liquidations, reviews, payouts, withdrawals.</summary>
    private static long Money(EngineOptions options)
    {
        var step = (4 * Of<LiquidationChanged>()) + (6 * (Of<BalanceChanged>() + Of<FundChanged>()))
            + (2 * Of<MarginCalled>()) + Of<PositionDebtChanged>() + (options.MaxAssets * _sale);
        var deleveraged = Limits.MaxDeleveragingCandidates * _meeting;
        var visit = Math.Max(
            Of<MarginCalled>() + Of<PositionRanked>(),
            (2 * (Of<BalanceChanged>() + Of<MarginCalled>())) + Of<PositionDebtChanged>());
        var payment = Of<PositionSettled>() + Of<PositionClosed>() + Of<FundChanged>() + Of<BalanceChanged>()
            + (2 * Of<MarginCalled>());
        return ((long)options.MaxLiquidationSteps * (step + deleveraged))
            + (2L * options.MaxLiquidationCancels * _ending)
            + ((long)Limits.MaxLiquidationMeets * _meeting)
            + ((long)options.MaxPositionVisitsPerCommand * visit)
            + ((long)(options.MaxPaidPositions + options.MaxAssets) * Math.Max(payment, _sale))
            + ((long)Custody.WithdrawalHandler.MaxTriesPerCommand * Of<WithdrawalChanged>())
            + ((long)Limits.MaxMassCancels * options.MaxAssets * Of<ForcedExitChanged>());
    }

    private static int Of<TEvent>()
        where TEvent : unmanaged => EventHeader.SizeBytes + Unsafe.SizeOf<TEvent>();
}
