using DexExtra.Engine.Fees;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// G3: what a taker would take now, without changing anything: within limit, window, budget and settlement room. Counts
/// exactly what <see cref="Matcher"/> takes, all-or-none orders left out.
/// </summary>
internal sealed class DryRun(EngineState state, LevelWalk levelWalk)
{
    /// <summary>
    /// None if so many lots would trade now; otherwise SELF_TRADE when an own order is met before (S3), or
    /// FOK_NOT_FILLABLE.
    /// </summary>
    public RejectReason Check(in Taker taker, Market market, long requiredLots)
    {
        var end = Walk(in taker, market, requiredLots, null, out var lots, out _);
        return lots >= requiredLots ? RejectReason.None
            : end == MatchEnd.SelfTrade ? RejectReason.SelfTrade
            : RejectReason.FokNotFillable;
    }

    /// <summary>O-BUDGET: lots that the money buys now, and their exact cost with fees.</summary>
    public long Affordable(in Taker taker, Market market, Int128 money, out Int128 cost)
    {
        Walk(in taker, market, taker.Lots, money, out var lots, out cost);
        return lots;
    }

    private MatchEnd Walk(
        in Taker taker, Market market, long requiredLots, Int128? money, out long lots, out Int128 cost)
    {
        levelWalk.Begin(in taker, market);
        lots = 0;
        cost = 0;
        var ladder = market.Opposite(taker.Side);
        for (var level = ladder.Best; level >= 0; level = ladder.NextWorse(state.Books.Level(level).PriceTicks))
        {
            var priceTicks = state.Books.Level(level).PriceTicks;
            if (!taker.Crosses(priceTicks) || !taker.Window.Contains(priceTicks))
            {
                return MatchEnd.NothingCrosses;
            }

            var perLot = market.OpeningCostPerLot(taker.Side, priceTicks) + FeeRates.TakerPerLot(market, priceTicks);
            Int128 needed = requiredLots - lots;
            needed = money is { } all && perLot > 0 ? Int128.Min(needed, (all - cost) / perLot) : needed;
            var end = levelWalk.Take(level, taker.Lots - lots, (long)needed, out var taken);
            lots += taken;
            cost += Math.BigMul(taken, perLot);
            if (end != MatchEnd.Filled || taken == needed)
            {
                return end;
            }
        }

        return MatchEnd.NothingCrosses;
    }
}
