using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// L5: closes what the book did not take of a bankrupt position against opposite positions, the most profitable and
/// leveraged first (docs/money.md §9). One unit at a time per market.
/// </summary>
internal sealed class Deleveraging(
    EngineState state, MarginUnits units, TradePosting trades, UnitTaker taker, LiquidationEvents events)
{
    /// <summary>Goes on as far as the command may.</summary>
    public void Step<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        var market = units.MarketOf(work.Position);
        if (!MarginUnits.CanTrade(market) || !state.Liquidations.TryClaim(job, market))
        {
            work.NextNs = state.TimestampNs + Limits.LiquidationRetryNs;
            return;
        }

        if (work.Phase == LiquidationPhase.None)
        {
            state.Candidates.Clear(market);
            state.Passes.Start(market, PassKind.Candidates);
            work.Phase = LiquidationPhase.Collecting;
            work.CollectedSince = state.Sequence;
        }

        if (work.Phase == LiquidationPhase.Collecting && !TryCollect(ref work, market))
        {
            return;
        }

        Trade(ref work, market, ref sink);
    }

    /// <summary>False while the pass is not over, or when it found nobody.</summary>
    private bool TryCollect(ref LiquidationJob work, Market market)
    {
        var isLong = state.Positions[work.Position].Lots > 0;
        var ticks = PriceOf(in work, market);
        while (state.Passes.TryVisit(market, PassKind.Candidates, out var position))
        {
            if (MayTrade(position, isLong, ticks, work.IsAtMark))
            {
                state.Candidates.Add(market, ScoreOf(position));
            }
        }

        if (state.Passes.IsRunning(market, PassKind.Candidates))
        {
            return false;
        }

        // nobody profits at the bankruptcy price: the next pass takes in everybody, at the mark
        var isEmpty = state.Candidates.Of(market).IsEmpty;
        work.IsAtMark |= isEmpty;
        work.Phase = isEmpty ? LiquidationPhase.None : LiquidationPhase.Trading;
        if (!isEmpty)
        {
            RankAgain(market);
        }

        return !isEmpty;
    }

    /// <summary>The pass took some commands: the best ones are put in order by what they are now.</summary>
    private void RankAgain(Market market)
    {
        Span<int> positions = stackalloc int[Limits.MaxDeleveragingCandidates];
        var count = 0;
        foreach (ref readonly var score in state.Candidates.Of(market))
        {
            positions[count++] = score.Position;
        }

        state.Candidates.Clear(market);
        foreach (var position in positions[..count])
        {
            state.Candidates.Add(market, ScoreOf(position));
        }
    }

    private void Trade<TSink>(ref LiquidationJob work, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var lotsBefore = state.Positions[work.Position].Lots;
        var ticks = PriceOf(in work, market);
        while (state.Positions[work.Position].Lots != 0 && !state.Candidates.Of(market).IsEmpty)
        {
            if (state.Settlement.Free == 0)
            {
                break;
            }

            var position = state.Candidates.TakeFirst(market);
            if (MayTrade(position, lotsBefore > 0, ticks, work.IsAtMark))
            {
                state.Effects.Budget.Fill();
                Execute(in work, position, ticks, market, ref sink);
            }
        }

        var isOver = state.Candidates.Of(market).IsEmpty || state.Positions[work.Position].Lots == 0;
        work.Phase = isOver ? LiquidationPhase.None : LiquidationPhase.Trading;
        if (state.Positions[work.Position].Lots != lotsBefore)
        {
            var changed = new LiquidationChanged
            {
                Stage = LiquidationStage.Deleveraging,
                Lots = lotsBefore - state.Positions[work.Position].Lots,
                LimitTicks = ticks,
                BankruptcyTicks = ticks,
                IsSliced = work.CollectedSince == state.Sequence ? (byte)0 : (byte)1,
            };
            events.Report(in work, market, changed, ref sink);
        }
    }

    /// <summary>A whole position of the other side, or what is needed of it.</summary>
    private void Execute<TSink>(in LiquidationJob work, int other, long ticks, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var liquidated = work.Position;
        var isLong = state.Positions[liquidated].Lots > 0;
        var sells = isLong ? liquidated : other;
        var buys = isLong ? other : liquidated;
        var trade = new DirectTrade
        {
            Buy = SideOf(buys, Side.Buy, !isLong),
            Sell = SideOf(sells, Side.Sell, isLong),
            Lots = Math.Min(Math.Abs(state.Positions[liquidated].Lots), Math.Abs(state.Positions[other].Lots)),
            PriceTicks = ticks,
            Flags = TradeFlags.Deleveraging,
        };
        if (work.IsAtMark)
        {
            state.Liquidations.Share(units.Liquidation(in work.Unit) - 1, market);
        }

        trades.ExecuteDirect(in trade, market, ref sink);
    }

    private FillSide SideOf(int position, Side side, bool isLiquidated) => isLiquidated
        ? trades.SideOf(position, side, taker.OrderId, PositionEnd.Liquidation)
        : trades.SideOf(position, side, 0, PositionEnd.Deleveraging);

    private long PriceOf(in LiquidationJob work, Market market) => work.IsAtMark
        ? market.Prices.MarkTicks
        : units.BankruptcyTicks(in work.Unit, work.Position);

    /// <summary>On the other side, with a profit both now and at the price; at the mark with anybody.</summary>
    private bool MayTrade(int slot, bool isLong, long ticks, bool isAtMark)
    {
        ref readonly var position = ref state.Positions[slot];
        if (position.Lots == 0 || position.Lots > 0 == isLong)
        {
            return false;
        }

        var value = (Int128)position.Lots * ticks * state.Markets[position.Market].TickValue;
        return isAtMark || (value > position.Cost && units.Unrealised(slot) > 0);
    }

    private Score ScoreOf(int slot)
    {
        var unit = units.Of(slot);
        return new Score(slot, state.Positions[slot].Lots, units.Unrealised(slot), units.Reckon(in unit).Equity);
    }
}
