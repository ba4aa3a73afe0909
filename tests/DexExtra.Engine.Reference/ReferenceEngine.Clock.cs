using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§1 step 2: what time alone does.</summary>
public sealed partial class ReferenceEngine
{
    private long _previousNs;
    private bool _isNewSecond;

    private void PassTime()
    {
        _isNewSecond = _previousNs / Limits.NsPerSecond != _state.NowSecond || _previousNs == 0;
        PassLives();
        ReopenAfterOutage();
        RunDue();
        RunSweeps();
        var unfinished = Uncrossing();
        if (unfinished is not null)
        {
            RunCall(unfinished);
            EnterWoken(unfinished);
        }

        foreach (var market in _state.Markets.Values)
        {
            if (market != unfinished)
            {
                RunCall(market);
            }

            EnterWoken(market);
            StartScheduledAuction(market);
            if (_isNewSecond && market.MarkSecond != _state.NowSecond && MovesMark(market))
            {
                UpdateMark(market);
            }
        }

        PayOut();
        RunEffects();
        _previousNs = _state.NowNs;
    }

    /// <summary>B6.</summary>
    private void ReopenAfterOutage()
    {
        foreach (var market in _state.Markets.Values)
        {
            var rules = market.Rules;
            var isOver = _previousNs > 0 && rules.OutageSeconds > 0
                && _state.NowNs - _previousNs > rules.OutageSeconds * Limits.NsPerSecond;
            if (isOver && market.IsTrading)
            {
                EnterCall(
                    market, AuctionKind.Reopening, (rules.AuctionSeconds, rules.AuctionRandomSeconds), StateCause.Outage);
            }
        }
    }

    /// <summary>O-GTDX b, c; T10; O-TWAP: slices only when no order is due any more.</summary>
    private void RunDue()
    {
        var left = _state.Options.MaxExpiriesPerCommand;
        for (; left > 0 && FirstDue() is { } order; left--)
        {
            if (MarketOf(order).Call is { ToAllot: > 0 })
            {
                return;
            }

            ActOnDue(order, MarketOf(order));
        }

        for (; left > 0 && FirstDue() is null && FirstSlice() is { } order; left--)
        {
            TakeSlice(order, MarketOf(order));
        }
    }

    /// <summary>What an uncrossing still trades waits for its end.</summary>
    private ReferenceOrder? FirstDue()
    {
        foreach (var (key, order) in _state.Due)
        {
            if (key.Second > (ulong)_state.NowSecond)
            {
                break;
            }

            if (order.Place != Place.Queued && !order.WaitsForUncrossing)
            {
                return order;
            }
        }

        return null;
    }

    private ReferenceOrder? FirstSlice()
    {
        foreach (var (key, order) in _state.Slices)
        {
            return key.Second <= (ulong)_state.NowSecond ? order : null;
        }

        return null;
    }

    private void ActOnDue(ReferenceOrder order, ReferenceMarket market)
    {
        var triggers = order.Place == Place.Waiting
            && order.Request.Order.Instructions.ExpiryAction == ExpiryAction.Trigger;
        if (AllottedLots(order) > 0)
        {
            order.WaitsForUncrossing = true;
        }
        else if (triggers && market.State == MarketState.Continuous && order.ExpirySecond == (ulong)_state.NowSecond
            && order.DueReason == CancelReason.Expired)
        {
            _state.Due.Remove((order.DueSecond, order.OrderId));
            order.DueSecond = order.ExpirySecond + 1;
            _state.Due.Add((order.DueSecond, order.OrderId), order);
            Enqueue(order, market, (0, 0));
        }
        else
        {
            Cancel(order, order.DueReason);
        }
    }

    private void StartScheduledAuction(ReferenceMarket market)
    {
        var rules = market.Rules;
        var (before, now) = (_previousNs / Limits.NsPerSecond, _state.NowSecond);
        var today = now - (now % 86_400) + rules.ScheduledAuctionSecondOfDay;
        var moment = today <= now ? today : today - 86_400;
        if (market.State == MarketState.Continuous && rules.Flags.HasFlag(TradingFlags.HasScheduledAuction)
            && moment > before)
        {
            EnterCall(
                market, AuctionKind.Scheduled, (rules.AuctionSeconds, rules.AuctionRandomSeconds), StateCause.Timer);
        }
    }

    /// <summary>B7.</summary>
    private static bool MovesMark(ReferenceMarket market) => !market.IsInCall && market.State
        is >= MarketState.OpeningAuction and < MarketState.Suspended;

    private void UpdateMark(ReferenceMarket market)
    {
        var (bid, ask) = (market.Best(Side.Buy), market.Best(Side.Sell));
        MoveMark(market, MarkPrice.Next(market.Mark, new MarkInputs(
            bid,
            market.Bids.TakeWhile(order => order.PriceTicks == bid).Sum(order => order.ShownLots),
            ask,
            market.Asks.TakeWhile(order => order.PriceTicks == ask).Sum(order => order.ShownLots),
            market.Rules.MinMarkDepthLots,
            market.LastTicks,
            market.IndexTicks,
            market.Terms.FloorTicks,
            market.Terms.CapTicks)));
    }

    /// <summary>A9.</summary>
    private void SetMarkToReference(ReferenceMarket market) =>
        MoveMark(market, MarkPrice.AtReference(market.Mark, market.Reference));

    private void MoveMark(ReferenceMarket market, MarkState? next)
    {
        market.MarkSecond = _state.NowSecond;
        if (next is null)
        {
            return;
        }

        var isSame = next.MarkTicks == market.Mark.MarkTicks;
        market.Mark = next;
        market.MarkComputedNs = _state.NowNs;
        if (isSame)
        {
            return;
        }

        var ticks = next.MarkTicks!.Value;
        market.Marks.Add((_state.NowNs, ticks));
        MoveSource(market, TriggerSource.Mark, ticks, ticks);
        _state.Sink.Append(EventType.MarkPriceChanged, new MarkPriceChanged
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            PriceTicks = ticks,
        });
    }
}
