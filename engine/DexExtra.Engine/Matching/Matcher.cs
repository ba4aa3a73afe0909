using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Price-time matching of one incoming order at the resting orders' prices (O-LIMIT), and the read-only walk that
/// decides fill-or-kill beforehand (O-FOK). Orders of its own owner are the guard's business (S2); earlier fills stand.
/// </summary>
internal sealed class Matcher(EngineState state, TradePosting trades, SelfTradeGuard guard)
{
    /// <summary>
    /// Trades until the order is filled or something stops it; its slots must be set and its hold placed.
    /// </summary>
    public MatchEnd Match<TSink>(ref Order incoming, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var ladder = market.Opposite(incoming.Side);
        var budget = new MatchBudget(state.Settlement.Free);
        while (incoming.LeavesLots > 0)
        {
            var best = ladder.Best;
            if (best < 0 || !Crosses(in incoming, state.Books.Level(best).PriceTicks))
            {
                return MatchEnd.NothingCrosses;
            }

            if (!budget.Meet())
            {
                return MatchEnd.FillLimit;
            }

            var slot = state.Books.Level(best).Oldest;
            if (state.Books[slot].Owner == incoming.Owner)
            {
                if (!guard.Prevent(ref incoming, slot, market, ref sink))
                {
                    return MatchEnd.SelfTrade;
                }
            }
            else if (budget.Fill())
            {
                trades.Execute(ref incoming, slot, market, ref sink);
            }
            else
            {
                return MatchEnd.FillLimit;
            }
        }

        return MatchEnd.Filled;
    }

    /// <summary>
    /// None when the whole order would fill now. Counts exactly what <see cref="Match"/> would take: within the limit,
    /// within the budget; an order of the same owner kills, or with CANCEL_OLDEST is passed over (S3).
    /// </summary>
    public RejectReason DryRun(in Order incoming, Market market)
    {
        var ladder = market.Opposite(incoming.Side);
        var missing = incoming.LeavesLots;
        var budget = new MatchBudget(state.Settlement.Free);
        for (var level = ladder.Best; level >= 0; level = ladder.NextWorse(state.Books.Level(level).PriceTicks))
        {
            if (!Crosses(in incoming, state.Books.Level(level).PriceTicks))
            {
                break;
            }

            var reason = CountLevel(level, in incoming, ref missing, ref budget);
            if (missing <= 0 || reason != RejectReason.None)
            {
                return reason;
            }
        }

        return RejectReason.FokNotFillable;
    }

    /// <summary>True if any of the order would meet an opposite order now, whoever owns it (I-PO-1).</summary>
    public bool WouldTrade(in Order incoming, Market market)
    {
        var best = market.Opposite(incoming.Side).Best;
        return best >= 0 && Crosses(in incoming, state.Books.Level(best).PriceTicks);
    }

    private static bool Crosses(in Order incoming, long priceTicks) => incoming.Side == Side.Buy
        ? priceTicks <= incoming.PriceTicks
        : priceTicks >= incoming.PriceTicks;

    private RejectReason CountLevel(int level, in Order incoming, ref long missing, ref MatchBudget budget)
    {
        for (var slot = state.Books.Level(level).Oldest; slot >= 0 && missing > 0; slot = state.Books[slot].Next)
        {
            ref readonly var resting = ref state.Books[slot];
            if (!budget.Meet())
            {
                return RejectReason.FokNotFillable;
            }

            if (resting.Owner != incoming.Owner)
            {
                if (!budget.Fill())
                {
                    return RejectReason.FokNotFillable;
                }

                missing -= resting.LeavesLots;
            }
            else if (incoming.SelfTrade != SelfTradePrevention.CancelOldest)
            {
                return RejectReason.SelfTrade;
            }
        }

        return RejectReason.None;
    }
}
