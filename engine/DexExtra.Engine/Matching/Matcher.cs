using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Price-time matching of one incoming order at the resting orders' prices (O-LIMIT), and the read-only walk that
/// decides fill-or-kill beforehand (O-FOK). Stops at the first order of its own owner (S2); earlier fills stand.
/// </summary>
internal sealed class Matcher(EngineState state, TradePosting trades)
{
    /// <summary>
    /// Trades until the order is filled or something stops it; its slots must be set and its hold placed.
    /// </summary>
    public MatchEnd Match<TSink>(ref Order incoming, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var ladder = market.Opposite(incoming.Side);
        var fillsLeft = MaxFills();
        while (incoming.LeavesLots > 0)
        {
            var best = ladder.Best;
            if (best < 0 || !Crosses(in incoming, state.Books.Level(best).PriceTicks))
            {
                return MatchEnd.NothingCrosses;
            }

            var slot = state.Books.Level(best).Oldest;
            if (state.Books[slot].Owner == incoming.Owner)
            {
                return MatchEnd.SelfTrade;
            }

            if (fillsLeft-- == 0)
            {
                return MatchEnd.FillLimit;
            }

            trades.Execute(ref incoming, slot, market, ref sink);
        }

        return MatchEnd.Filled;
    }

    /// <summary>
    /// None when the whole order would fill now. Counts exactly what <see cref="Match"/> would take: within the limit,
    /// up to the fill limit, and only up to the first order of the same owner (S3).
    /// </summary>
    public RejectReason DryRun(in Order incoming, Market market)
    {
        var ladder = market.Opposite(incoming.Side);
        var missing = incoming.LeavesLots;
        var fillsLeft = MaxFills();
        for (var level = ladder.Best; level >= 0; level = ladder.NextWorse(state.Books.Level(level).PriceTicks))
        {
            if (!Crosses(in incoming, state.Books.Level(level).PriceTicks))
            {
                break;
            }

            var reason = CountLevel(level, incoming.Owner, ref missing, ref fillsLeft);
            if (missing <= 0 || reason != RejectReason.None)
            {
                return reason;
            }
        }

        return RejectReason.FokNotFillable;
    }

    private static bool Crosses(in Order incoming, long priceTicks) => incoming.Side == Side.Buy
        ? priceTicks <= incoming.PriceTicks
        : priceTicks >= incoming.PriceTicks;

    /// <summary>Matches one command may make: each needs room in the settlement window.</summary>
    private int MaxFills() => Math.Min(Limits.MaxFillsPerCommand, state.Settlement.Free);

    private RejectReason CountLevel(int level, int owner, ref long missing, ref int fillsLeft)
    {
        for (var slot = state.Books.Level(level).Oldest; slot >= 0 && missing > 0; slot = state.Books[slot].Next)
        {
            ref readonly var resting = ref state.Books[slot];
            if (resting.Owner == owner)
            {
                return RejectReason.SelfTrade;
            }

            if (fillsLeft-- == 0)
            {
                return RejectReason.FokNotFillable;
            }

            missing -= resting.LeavesLots;
        }

        return RejectReason.None;
    }
}
