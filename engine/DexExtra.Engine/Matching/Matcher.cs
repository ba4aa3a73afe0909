using DexExtra.Engine.Markets;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Continuous matching of one taker at the resting orders' prices (O-LIMIT), best price first; within a price as the
/// market's allocation says. Orders of its own owner are the guard's business (S2); earlier fills stand.
/// </summary>
internal sealed class Matcher(
    EngineState state, MakerFills fills, SelfTradeGuard guard, ProRataLevel proRata, AllOrNoneBook allOrNone,
    TriggerTracker tracker)
{
    /// <summary>Trades until the taker is satisfied or something stops it.</summary>
    public MatchEnd Match<TSink>(ref Taker taker, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var lotsBefore = taker.Lots;
        var prints = new Prints(state.Settlement.Next);
        var end = MatchEnd.Filled;
        while (taker.Lots > 0 && end == MatchEnd.Filled)
        {
            end = Step(ref taker, market, ref sink);
            prints.Observe(state.Settlement.Next, market.Prices.LastTicks);
        }

        if (prints.Any && (taker.Flags & Fees.TradeFees.OffMarket) == 0)
        {
            market.Prices.History.Record(state.NowSeconds, market.Prices.LastTicks);
            tracker.OnTrades(market, prints.FirstTicks, market.Prices.LastTicks);
        }

        Invariant.That(taker.Lots <= lotsBefore, "a taker takes");
        return end;
    }

    /// <summary>True if any of the order would meet an opposite order now, whoever owns it (I-PO-1).</summary>
    public bool WouldTrade(Side side, long limitTicks, Market market)
    {
        var best = market.Opposite(side).Best;
        if (best < 0)
        {
            return false;
        }

        var bestTicks = state.Books.Level(best).PriceTicks;
        return side == Side.Buy ? bestTicks <= limitTicks : bestTicks >= limitTicks;
    }

    /// <summary>One resting order, or one pass over a pro-rata level; Filled means go on.</summary>
    private MatchEnd Step<TSink>(ref Taker taker, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var best = market.Opposite(taker.Side).Best;
        var crosses = best >= 0 && taker.Crosses(state.Books.Level(best).PriceTicks);
        long? bestTicks = crosses ? state.Books.Level(best).PriceTicks : null;
        if (allOrNone.Find(in taker, market, bestTicks) is var hidden and >= 0)
        {
            return MeetAllOrNone(ref taker, hidden, market, ref sink);
        }

        if (!crosses)
        {
            return MatchEnd.NothingCrosses;
        }

        if (!taker.Window.Contains(bestTicks!.Value))
        {
            return MatchEnd.WindowEdge;
        }

        return market.Rules.Allocation == Allocation.ProRata
            ? proRata.Pass(ref taker, best, market, ref sink)
            : MeetOldest(ref taker, state.Books.Level(best).Oldest, market, ref sink);
    }

    private MatchEnd MeetOldest<TSink>(ref Taker taker, int maker, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Effects.Budget.Meet(fills.Cost(maker)))
        {
            return MatchEnd.FillLimit;
        }

        if (state.Orders[maker].Owner == taker.Owner)
        {
            return guard.Prevent(ref taker, maker, market, ref sink) ? MatchEnd.Filled : MatchEnd.SelfTrade;
        }

        return fills.Fill(ref taker, maker, taker.Lots, market, ref sink) ? MatchEnd.Filled : MatchEnd.FillLimit;
    }

    private MatchEnd MeetAllOrNone<TSink>(ref Taker taker, int maker, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Effects.Budget.Meet(fills.Cost(maker)))
        {
            return MatchEnd.FillLimit;
        }

        return fills.Fill(ref taker, maker, state.Orders[maker].LeavesLots, market, ref sink)
            ? MatchEnd.Filled
            : MatchEnd.FillLimit;
    }

    /// <summary>First price of one taker's trades; they only rise or only fall.</summary>
    private struct Prints(ulong nextMatch)
    {
        private readonly ulong _before = nextMatch;

        public bool Any { get; private set; }

        public long FirstTicks { get; private set; }

        public void Observe(ulong next, long lastTicks)
        {
            if (!Any && next != _before)
            {
                Any = true;
                FirstTicks = lastTicks;
            }
        }
    }
}
