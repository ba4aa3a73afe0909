using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§14: calls end, uncross in slices, and clean up.</summary>
public sealed partial class ReferenceEngine
{
    private void RunCall(ReferenceMarket market)
    {
        if (market.Call is not { } call)
        {
            return;
        }

        if (call.IsUncrossing)
        {
            ContinueUncrossing(market, call);
            return;
        }

        if (call.EndNs is null && _state.NowNs < call.EarliestEndNs)
        {
            return;
        }

        var most = (call.RandomSeconds * (ulong)Limits.NsPerSecond) + 1;
        call.EndNs ??= call.EarliestEndNs + (long)(_state.Entropy % most);
        if (_state.NowNs >= call.EndNs && !IsSwept(market) && !_pegBacklog.Contains(market) && !IsAnyDue()
            && (!call.IsStuck || _state.NowSecond > call.TestedSecond))
        {
            SettleEffects();
            Uncross(market, call);
        }
    }

    private static List<AuctionOrder> AuctionOrders(ReferenceMarket market)
    {
        var owners = new Dictionary<Address, int>();
        var orders = new List<AuctionOrder>();
        foreach (var order in market.Bids.Concat(market.Asks))
        {
            if (!owners.TryGetValue(order.Owner, out var owner))
            {
                owner = owners.Count;
                owners.Add(order.Owner, owner);
            }

            orders.Add(new AuctionOrder(
                order.OrderId,
                order.Side,
                order.PriceTicks,
                order.ShownLots,
                order.ActiveLots - order.ShownLots,
                order.Stamp,
                owner,
                order.IsReduceOnly));
        }

        return orders;
    }

    private void Uncross(ReferenceMarket market, ReferenceCall call)
    {
        var orders = AuctionOrders(market);
        var result = AuctionPrice.Find(orders, market.Reference, market.Rules.PriceIncrementTicks);
        if (result is not null && IsHeldByCollar(market, call, result.PriceTicks))
        {
            if (!market.IsTimeUp)
            {
                return;
            }

            result = null;
        }

        if (result is not null && (Uncrossing() is not null || _slice == 0 || _state.UnsettledRoom < RoomFor(2)))
        {
            return; // a fill has two orders at least
        }

        var allotments = result is null ? [] : AuctionAllocation.Allocate(orders, result.PriceTicks, result.VolumeLots);
        var room = RoomFor(OrdersThatTakePart(market, allotments));
        if (result is not null && _state.UnsettledRoom < room)
        {
            return;
        }

        var (prevented, left) = AuctionSelfTrade.Remove(allotments);
        AuctionPairing.Pair(left).ToList().ForEach(call.Fills.Enqueue);
        prevented.ToList().ForEach(call.Prevented.Enqueue);
        _state.Reserved = allotments.Count > 0 ? room : _state.Reserved;
        market.Bids.Concat(market.Asks).ToList().ForEach(order => call.Orders.Add(order.OrderId, order));
        prevented.SelectMany(pair => new[] { (pair.Buy, pair.Lots), (pair.Sell, pair.Lots) })
            .Concat(call.Fills.SelectMany(fill => new[] { (fill.Buy, fill.Lots), (fill.Sell, fill.Lots) }))
            .ToList().ForEach(part => call.Allot(part.Item1, part.Lots));
        call.ToAllot = allotments.Count;
        call.ToCollect = prevented.Count == 0
            ? 0
            : allotments.Count(allotment => allotment.Order.Owner == prevented[0].Buy.Owner);
        call.IsUncrossing = true;
        call.MatchedNs = _state.NowNs;
        call.PriceTicks = result?.PriceTicks ?? 0;
        call.HasTraded = call.Fills.Count > 0;
        call.HasPrice = result is not null;
        if (result is null)
        {
            ReportUncrossed(market, call);
        }

        ContinueUncrossing(market, call);
    }

    /// <summary>Orders on the levels that take part.</summary>
    private static int OrdersThatTakePart(ReferenceMarket market, IReadOnlyList<Allotment> allotments)
    {
        var bids = allotments.LastOrDefault(allotment => allotment.Order.Side == Side.Buy)?.Order.LimitTicks;
        var asks = allotments.LastOrDefault(allotment => allotment.Order.Side == Side.Sell)?.Order.LimitTicks;
        return market.Bids.Count(order => order.PriceTicks >= bids) + market.Asks.Count(order => order.PriceTicks <= asks);
    }

    /// <summary>A6, S6: who trades how much is found in slices; what this command may, and true when it is known.</summary>
    private bool IsAllotted(ReferenceMarket market, ReferenceCall call)
    {
        var isNew = call.ToAllot > 0;
        var visits = Math.Min(call.ToAllot, _allotments);
        (call.ToAllot, _allotments) = (call.ToAllot - visits, _allotments - visits);
        if (call.ToAllot > 0)
        {
            return false;
        }

        if (isNew)
        {
            ReportUncrossed(market, call);
        }

        visits = Math.Min(call.ToCollect, _allotments);
        (call.ToCollect, _allotments) = (call.ToCollect - visits, _allotments - visits);
        return call.ToCollect == 0;
    }

    private void ReportUncrossed(ReferenceMarket market, ReferenceCall call)
    {
        _state.Sink.Append(EventType.AuctionUncrossed, new AuctionUncrossed
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            HasPrice = (byte)(call.HasPrice ? 1 : 0),
            AuctionId = call.Id,
            PriceTicks = call.PriceTicks,
            VolumeLots = call.Fills.Sum(fill => fill.Lots),
            PreventedLots = call.Prevented.Sum(pair => pair.Lots),
        });
        if (call.HasTraded)
        {
            market.LastTicks = call.PriceTicks;
            MoveSource(market, TriggerSource.Last, call.PriceTicks, call.PriceTicks);
            market.History.Restart(call.MatchedNs / Limits.NsPerSecond, call.PriceTicks);
        }
    }

    /// <summary>Of the settlement window, for the fills between so many orders.</summary>
    private static int RoomFor(int orders) => (2 * orders) + 16;

    /// <summary>A5.</summary>
    private bool IsHeldByCollar(ReferenceMarket market, ReferenceCall call, long price)
    {
        var rules = market.Rules;
        if (!AuctionPrice.IsOutsideCollar(
            price, market.Reference, rules.CollarTicks, rules.CollarWidenTicks, call.Extensions))
        {
            call.IsStuck = false;
            return false;
        }

        call.IsStuck = call.Extensions >= rules.MaxExtensions;
        call.TestedSecond = _state.NowSecond;
        if (!call.IsStuck && !market.IsTimeUp)
        {
            call.Extensions++;
            call.EarliestEndNs = _state.NowNs + (rules.AuctionSeconds * Limits.NsPerSecond);
            call.RandomSeconds = 0;
            call.EndNs = null;
            ReportState(market, StateCause.Collar);
        }

        return true;
    }

    /// <summary>Prevented pairs first, then fills, so many per command; then effects, sweep, mark and the next state.</summary>
    private void ContinueUncrossing(ReferenceMarket market, ReferenceCall call)
    {
        var isAllotted = IsAllotted(market, call);
        while (isAllotted && call.Prevented.TryPeek(out var pair) && TryCount(call, pair.Buy.OrderId, pair.Sell.OrderId))
        {
            PreventInAuction(market, call, call.Prevented.Dequeue());
        }

        while (isAllotted && call.Prevented.Count == 0 && call.Fills.TryPeek(out var fill)
            && TryCount(call, fill.Buy.OrderId, fill.Sell.OrderId))
        {
            call.Fills.Dequeue();
            call.Allot(fill.Buy, -fill.Lots);
            call.Allot(fill.Sell, -fill.Lots);
            _state.Reserved--;
            TradeInAuction(call.Orders[fill.Buy.OrderId], call.Orders[fill.Sell.OrderId], market, fill.Lots);
        }

        SettleEffects();
        if (call.HasWork)
        {
            return;
        }

        if (!call.IsCleaning)
        {
            _state.Reserved = call.Allotted.Count > 0 ? 0 : _state.Reserved;
            call.IsCleaning = true;
            Sweep(market, CancelReason.AuctionEnd, order => order.TimeInForce == TimeInForce.GoodForAuction);
        }

        if (!IsSwept(market) && !IsAnyDue())
        {
            Conclude(market, call);
        }
    }

    /// <summary>§2 A and B.</summary>
    private void SettleEffects()
    {
        while (_links.Count > 0 || _changed.Count > 0)
        {
            RunLinks();
            ResizeReduceOnly();
        }
    }

    /// <summary>Each pair or fill counts like a met order, and once.</summary>
    private bool TryCount(ReferenceCall call, long buyId, long sellId)
    {
        var cost = 1 + ExtraCost(call.Orders[buyId]) + ExtraCost(call.Orders[sellId]);
        var isTaken = cost <= _slice;
        _slice -= isTaken ? cost : 0;
        return isTaken;
    }

    private int ExtraCost(ReferenceOrder order)
    {
        var position = Position(order.Account, MarketOf(order));
        return position.Buys.Concat(position.Sells).Count(open => open.IsReduceOnly) + (order.List is null ? 0 : 3);
    }

    /// <summary>S6: the newer order is called the taker; the buy order's end comes before the sell order's.</summary>
    private void PreventInAuction(ReferenceMarket market, ReferenceCall call, PreventedPair pair)
    {
        var (buy, sell) = (call.Orders[pair.Buy.OrderId], call.Orders[pair.Sell.OrderId]);
        var (taker, maker) = pair.Newer == pair.Buy ? (buy, sell) : (sell, buy);
        ReportPrevented(taker, maker, market, pair.Lots, ((int)SelfTradePrevention.Decrement, call.PriceTicks));
        call.Allot(pair.Buy, -pair.Lots);
        call.Allot(pair.Sell, -pair.Lots);
        LoseToSelf(buy, pair.Lots);
        LoseToSelf(sell, pair.Lots);
    }

    private void Conclude(ReferenceMarket market, ReferenceCall call)
    {
        if (call.HasTraded)
        {
            UpdateMark(market);
        }
        else
        {
            SetMarkToReference(market);
        }

        var ends = market.IsTimeUp || call.Kind == AuctionKind.Closing;
        EnterState(
            market, ends ? MarketState.TradingTerminated : MarketState.Continuous,
            market.IsTimeUp ? StateCause.Termination : StateCause.Uncrossed);
    }

    /// <summary>The one market whose uncrossing has fills or pairs to come.</summary>
    private ReferenceMarket? Uncrossing()
    {
        foreach (var market in _state.Markets.Values)
        {
            if (market.Call is { HasWork: true })
            {
                return market;
            }
        }

        return null;
    }

    private long AllottedLots(ReferenceOrder order) => MarketOf(order).Call?.AllottedLots(order) ?? 0;

    /// <summary>A11: what an uncrossing woke enters after it; each counts like a fill of the next slice.</summary>
    private void EnterWoken(ReferenceMarket market)
    {
        while (market.Waking.Count > 0 && !market.IsUncrossing && (market.IsInCall || Matches(market)) && _slice > 0)
        {
            _slice--;
            var child = market.Waking[0];
            LeavePlace(child, market);
            EnterLimitChild(child, market);
        }
    }

    /// <summary>A10.</summary>
    private void PublishIndicatives()
    {
        foreach (var market in _state.Changed)
        {
            PublishIfDue(market);
        }

        foreach (var market in _state.Markets.Values)
        {
            if (!_state.Changed.Contains(market))
            {
                PublishIfDue(market);
            }
        }

        _state.Changed.Clear();
    }

    private void PublishIfDue(ReferenceMarket market)
    {
        market.IsIndicativeDue &= market.IsInCall && !market.IsUncrossing;
        var isTooEarly = market.IndicativeNs is { } last && _state.NowNs - last < Limits.IndicativeIntervalNs;
        if (market.IsIndicativeDue && !isTooEarly)
        {
            market.IsIndicativeDue = false;
            PublishIndicative(market, market.Call!.Id);
        }
    }

    private void PublishIndicative(ReferenceMarket market, ulong auctionId)
    {
        var result = AuctionPrice.Find(AuctionOrders(market), market.Reference, market.Rules.PriceIncrementTicks);
        var isSameCall = market.LastIndicative is { } last && last.AuctionId == auctionId;
        if (result == (isSameCall ? market.LastIndicative!.Value.Result : null))
        {
            return;
        }

        market.LastIndicative = (auctionId, result);
        market.IndicativeNs = _state.NowNs;
        _state.Sink.Append(EventType.AuctionIndicated, new AuctionIndicated
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            SurplusSide = result?.SurplusLots switch { > 0 => Side.Buy, < 0 => Side.Sell, _ => 0 },
            HasPrice = (byte)(result is null ? 0 : 1),
            AuctionId = auctionId,
            PriceTicks = result?.PriceTicks ?? 0,
            VolumeLots = result?.VolumeLots ?? 0,
            SurplusLots = Math.Abs(result?.SurplusLots ?? 0),
        });
    }
}
