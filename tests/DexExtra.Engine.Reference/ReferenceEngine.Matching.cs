using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§5: takers, dry runs, and what becomes of the rest.</summary>
public sealed partial class ReferenceEngine
{
    private static bool Matches(ReferenceMarket market) =>
        market.State is MarketState.Continuous or MarketState.ReduceOnly;

    private ReferenceWalk Walk(ReferenceOrder taker, ReferenceMarket market, long limit, long lots, bool isDryRun)
    {
        var window = new ExecutionWindow(in market.Rules, market.Reference, market.History, _state.NowSecond);
        return new ReferenceWalk(market, taker, window)
        {
            LimitTicks = limit,
            Lots = lots,
            Budget = _budget,
            Room = _state.UnsettledRoom,
            WithAllOrNone = !isDryRun && !taker.IsPostOnly && !taker.IsAllOrNone && taker.WalkHold is null,
            IsDryRun = isDryRun,
        };
    }

    /// <summary>O-FOK, O-MINQ, S3: whether so many lots would trade now.</summary>
    private RejectReason DryRun(ReferenceOrder order, ReferenceMarket market, long lots, long needed)
    {
        BigInteger filled = 0;
        foreach (var step in Walk(order, market, order.PriceTicks, lots, true).Steps())
        {
            if (step.IsPrevented && order.SelfTradeMode != (int)SelfTradePrevention.CancelOldest)
            {
                return RejectReason.SelfTrade;
            }

            filled += step.IsPrevented ? 0 : step.Lots;
            if (filled >= needed)
            {
                return RejectReason.None;
            }
        }

        return RejectReason.FokNotFillable;
    }

    /// <summary>The order takes up to its effective price; what is left follows its time in force.</summary>
    private void Take(ReferenceOrder order, ReferenceMarket market)
    {
        market.Leave(market.Off, order);
        order.Place = Place.Taking;
        if (!Matches(market))
        {
            Rest(order, market);
            return;
        }

        var lots = order.IsReduceOnly
            ? (long)BigInteger.Min(order.ActiveLots, order.Account.Closable(market.Id, order.Side))
            : order.ActiveLots;
        if (lots == 0) // a child without position: the resize that follows judges it
        {
            Rest(order, market);
            return;
        }

        var walk = Match(order, market, order.PriceTicks, lots);
        if (order.Place == Place.Taking)
        {
            Finish(order, market, walk);
        }
    }

    private ReferenceWalk Match(ReferenceOrder taker, ReferenceMarket market, long limit, long lots)
    {
        var walk = Walk(taker, market, limit, lots, false);
        var steps = walk.Steps().ToList();
        var before = market.LastTicks;
        _budget = walk.Budget;
        foreach (var step in steps)
        {
            Execute(step, taker, market);
        }

        var prints = steps.Where(step => !step.IsPrevented && step.Lots > 0).ToList();
        if (prints.Count > 0)
        {
            market.LastAtBegin = market.HasTraded ? market.LastAtBegin : before;
            market.HasTraded = true;
            MoveSource(market, TriggerSource.Last, prints[0].Maker.PriceTicks, prints[^1].Maker.PriceTicks);
        }

        return walk;
    }

    private void Execute(WalkStep step, ReferenceOrder taker, ReferenceMarket market)
    {
        if (step.IsPrevented)
        {
            Prevent(step, taker, market);
            return;
        }

        if (step.Lots > 0)
        {
            Trade(taker, step.Maker, market, step.Lots);
        }

        if (step.IsCapped && step.Maker.IsOpen)
        {
            Cancel(step.Maker, CancelReason.ReduceOnlyCap);
        }
    }

    /// <summary>S2, S4.</summary>
    private void Prevent(WalkStep step, ReferenceOrder taker, ReferenceMarket market)
    {
        var mode = (SelfTradePrevention)taker.SelfTradeMode;
        var maker = step.Maker;
        ReportPrevented(taker, maker, market, step.Lots, (taker.SelfTradeMode, maker.PriceTicks));
        if (mode is SelfTradePrevention.CancelOldest or SelfTradePrevention.CancelBoth)
        {
            Cancel(maker, CancelReason.SelfTrade);
        }
        else if (mode == SelfTradePrevention.Decrement)
        {
            LoseToSelf(maker, step.Lots);
            LoseToSelf(taker, step.Lots);
        }
    }

    /// <summary>S2, I-ICE-7, S6: like a fill without money.</summary>
    private void LoseToSelf(ReferenceOrder order, long lots)
    {
        if (lots == order.LeavesLots)
        {
            Cancel(order, CancelReason.SelfTrade);
            return;
        }

        var market = MarketOf(order);
        if (order.Place == Place.Book)
        {
            _state.Touch(market, order.Side, order.PriceTicks);
        }

        TakeOut(order, lots, CancelReason.SelfTrade, isDormant: false, () => { });
        TakeFromSlice(order, market, lots);
        LeaveBookIfEmpty(order);
    }

    private void Finish(ReferenceOrder order, ReferenceMarket market, ReferenceWalk walk)
    {
        var mayRest = order.MayRest;
        switch (walk.End)
        {
            case WalkEnd.NoMaker when mayRest:
                Rest(order, market);
                break;
            case WalkEnd.NoMaker:
                Cancel(order, CancelReason.ImmediateRemainder);
                break;
            case WalkEnd.Edge when mayRest && order.IsLasting:
                Rest(order, market);
                EnterVolatilityAuction(market, walk);
                break;
            case WalkEnd.Edge:
                Cancel(order, CancelReason.ExecutionBand);
                break;
            case WalkEnd.SelfTrade:
                Cancel(order, CancelReason.SelfTrade);
                break;
            case WalkEnd.FillLimit:
                Cancel(order, CancelReason.FillLimit);
                break;
            default: // the position has nothing left to close
                Cancel(order, CancelReason.ReduceOnlyCap);
                break;
        }
    }

    private void EnterVolatilityAuction(ReferenceMarket market, ReferenceWalk walk)
    {
        var (seconds, cause) = walk.Window.Breach(walk.EdgeTicks);
        EnterCall(market, AuctionKind.Volatility, (seconds, market.Rules.AuctionRandomSeconds), cause);
    }

    /// <summary>To the tail of its level, with a new slice if it is an iceberg.</summary>
    private void Rest(ReferenceOrder order, ReferenceMarket market)
    {
        ShowNextSlice(order, market);
        PutOnBook(order, market);
        ReportShown(order, market);
    }

    /// <summary>I-ICE-5, T14: where an order stands now of which a part may be hidden, and what of it is seen.</summary>
    private void ReportShown(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.IsIceberg || order.IsChild)
        {
            _state.Sink.Append(EventType.OrderShown, new OrderShown
            {
                OrderId = order.OrderId,
                MarketId = market.Id,
                Side = order.Side,
                PriceTicks = order.PriceTicks,
                ShownLots = order.ShownLots,
            });
        }
    }

    private void PutOnBook(ReferenceOrder order, ReferenceMarket market)
    {
        order.Place = Place.Book;
        order.Stamp = ++_state.LastStamp;
        ReferenceMarket.Insert(market.Book(order.Side), order);
        _state.Touch(market, order.Side, order.PriceTicks);
        market.HasGainedLots = true;
        if (order.IsReduceOnly)
        {
            MarkChanged(Position(order.Account, market));
        }
    }

    /// <summary>O-AON: all at once, or beside the book.</summary>
    private void EnterAllOrNone(ReferenceOrder order, ReferenceMarket market)
    {
        if (Matches(market) && DryRun(order, market, order.LeavesLots, order.LeavesLots) == RejectReason.None)
        {
            Take(order, market);
            return;
        }

        market.PutOff(order, Place.AllOrNone);
        order.Stamp = ++_state.LastStamp;
        ReferenceMarket.Insert(market.AllOrNone(order.Side), order);
    }
}
