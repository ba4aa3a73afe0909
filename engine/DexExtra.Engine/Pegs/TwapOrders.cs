using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Pegs;

/// <summary>O-TWAP: slices of an order by time. Each takes what it can; the rest of it is carried forward.</summary>
internal sealed class TwapOrders(
    EngineState state, Matcher matcher, TradePosting trades, OrderCancellation cancellation, OpenOrders openOrders)
{
    /// <summary>An accepted TWAP: takes its first slice and waits for the others.</summary>
    public void Enter<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        openOrders.SetDue(slot, Math.Min(EndSeconds(in terms), terms.ExpirySeconds));
        openOrders.Keep(slot);
        state.Placement.Park(slot, OrderPlace.Twap);
        TakeSlice(slot, ref sink);
    }

    /// <summary>Its last slice is over, or it expires before.</summary>
    public void End<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        var isExpired = terms.ExpirySeconds < EndSeconds(in terms);
        cancellation.Cancel(slot, isExpired ? CancelReason.Expired : CancelReason.TwapEnded, ref sink);
    }

    /// <summary>After a pause only the newest slice that is due runs; what was missed is carried forward.</summary>
    public void TakeSlice<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var terms = ref state.Orders.Terms(slot);
        var passed = (long)(state.NowSeconds - terms.EntrySeconds) / terms.IntervalSeconds;
        terms.SlicesDone = Math.Max(terms.SlicesDone, Math.Min(passed, Slices(in terms) - 1));
        var isOver = TryTakeSlice(slot, ref sink);
        if (!isOver)
        {
            terms.SlicesDone++;
            openOrders.SetSlice(slot, terms.SlicesDone < Slices(in terms)
                ? terms.EntrySeconds + ((ulong)terms.SlicesDone * terms.IntervalSeconds)
                : null);
        }
    }

    private static ulong EndSeconds(in OrderTerms terms) => terms.EntrySeconds + terms.DurationSeconds;

    private static long Slices(in OrderTerms terms) => terms.DurationSeconds / terms.IntervalSeconds;

    /// <summary>True if the order ended with it.</summary>
    private bool TryTakeSlice<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        var market = state.Markets[order.Market];
        var lots = SliceLots(slot);
        var maxAge = market.Rules.MarkMaxAgeSeconds;
        if (!state.IsOpen(market) || !market.Prices.IsMarkFresh(state.TimestampNs, maxAge) || lots <= 0)
        {
            return false;
        }

        var leavesBefore = order.LeavesLots;
        var taker = TakerOf(slot, lots, market);
        var end = matcher.Match(ref taker, market, ref sink);
        if (order.LeavesLots == 0)
        {
            state.Placement.TakeOff(slot);
            trades.Finish(slot);
            return true;
        }

        // S2: a decrement that would have left nothing of the order was not applied to it
        var isUsedUp = end == MatchEnd.SelfTrade && order.LeavesLots != leavesBefore - (lots - taker.Lots);
        if (isUsedUp)
        {
            cancellation.Cancel(slot, CancelReason.SelfTrade, ref sink);
        }

        return isUsedUp;
    }

    /// <summary>What should have traded by now, at most so many shares at once.</summary>
    private long SliceLots(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        ref readonly var record = ref state.Records[order.Record];
        var slices = Slices(in terms);
        var share = (record.QuantityLots + slices - 1) / slices;
        var scheduled = Math.Min(record.QuantityLots, share * (terms.SlicesDone + 1));
        var missing = scheduled - record.CumulativeLots - record.ReducedLots;
        return Math.Min(Math.Min(missing, Limits.TwapCatchUp * share), order.LeavesLots);
    }

    private Taker TakerOf(int slot, long lots, Market market)
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        var mark = market.Prices.MarkTicks;
        return new Taker
        {
            Slot = slot,
            Owner = order.Owner,
            Side = order.Side,
            SelfTrade = order.SelfTrade,
            Lots = lots,
            LimitTicks = order.Side == Side.Buy
                ? Math.Min(terms.LimitTicks, mark + terms.OffsetTicks)
                : Math.Max(terms.LimitTicks, mark - terms.OffsetTicks),
            Window = ExecutionWindow.Of(market, state.NowSeconds),
        };
    }
}
