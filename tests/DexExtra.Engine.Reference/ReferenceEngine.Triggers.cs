using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§10: stops wait, fire and are released one by one.</summary>
public sealed partial class ReferenceEngine
{
    private const int MaxQueuedReleases = 4_096;

    /// <summary>T6, T11.</summary>
    private static long WorstPrice(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.Type is not (OrderType.Stop or OrderType.TakeProfit))
        {
            return order.LimitTicks;
        }

        var protection = market.Terms.ProtectionTicks;
        return order.IsBuy
            ? (long)BigInteger.Min(order.LimitTicks, market.Passive(Side.Buy, order.TriggerTicks + (BigInteger)protection))
            : (long)BigInteger.Max(order.LimitTicks, market.Passive(Side.Sell, order.TriggerTicks - (BigInteger)protection));
    }

    /// <summary>T2: buy stop and sell take-profit fire where the source is at the trigger or above.</summary>
    private static bool FiresUp(ReferenceOrder order) =>
        order.IsBuy != order.Type is OrderType.TakeProfit or OrderType.TakeProfitLimit;

    private static bool IsTriggerTrue(ReferenceOrder order, ReferenceMarket market) =>
        IsTriggerTrue(order, order.TriggerTicks, market);

    private static bool IsTriggerTrue(ReferenceOrder order, long ticks, ReferenceMarket market) =>
        order is { IsTriggered: true, IsTrailing: false }
        && market.Value(order.Request.Order.Instructions.TriggerSource) is { } value
        && (FiresUp(order) ? value >= ticks : value <= ticks);

    private void Park(ReferenceOrder order, ReferenceMarket market)
    {
        market.PutOff(order, Place.Waiting);
        order.Stamp = ++_state.LastStamp;
        market.Waiting.Add(order);
        if (market.Value(Source(order)) is not { } value)
        {
            return;
        }

        var hasActivation = order.Request.Order.Flags.HasFlag(OrderFlags.HasActivationPrice);
        if (order.IsTrailing && !hasActivation && order.Watermark is null)
        {
            MoveWatermark(order, value);
        }

        if (market.State == MarketState.Continuous && IsTriggerTrue(order, market))
        {
            AddStep(market, Source(order), (value, value));
        }
    }

    /// <summary>T3: tested in the effects.</summary>
    private void AddStep(ReferenceMarket market, TriggerSource source, (long First, long Last) step)
    {
        market.Steps[source].Add(step);
        if (!_stepped.Contains(market))
        {
            _stepped.Add(market);
        }
    }

    /// <summary>T1, T11: a source went from one value to another; watermarks follow in every state.</summary>
    private void MoveSource(ReferenceMarket market, TriggerSource source, long first, long last)
    {
        var queued = _releases.Where(order => MarketOf(order) == market);
        foreach (var order in market.Waiting.Concat(queued).Where(order => order.IsTrailing && Source(order) == source))
        {
            FollowPrint(order, first, market.State == MarketState.Continuous);
            FollowPrint(order, last, market.State == MarketState.Continuous);
        }

        if (market.State == MarketState.Continuous)
        {
            AddStep(market, source, (first, last));
        }
    }

    /// <summary>T8: on entering continuous trading.</summary>
    private void TestAllStops(ReferenceMarket market)
    {
        foreach (var source in market.Steps.Keys)
        {
            market.Steps[source].Clear();
            if (market.Value(source) is { } value)
            {
                MoveSource(market, source, value, value);
            }
        }
    }

    private static TriggerSource Source(ReferenceOrder order) => order.Request.Order.Instructions.TriggerSource;

    /// <summary>T11: only in the order's favour.</summary>
    private static void MoveWatermark(ReferenceOrder order, long value)
    {
        var mark = order.Watermark is not { } old ? value
            : order.IsBuy ? Math.Min(old, value)
            : Math.Max(old, value);
        order.Watermark = mark;
        if (!order.HasFired)
        {
            order.TriggerTicks = (long)BigInteger.Clamp(TrailingTrigger(order, mark), long.MinValue, long.MaxValue);
        }
    }

    private static BigInteger TrailingTrigger(ReferenceOrder order, long mark)
    {
        var points = order.Request.Order.Instructions.TrailingBasisPoints;
        var distance = points == 0
            ? order.TrailingTicks
            : -FixedMath.Floor(-(BigInteger)Math.Max(mark, 0) * points, Limits.BasisPoints);
        return order.IsBuy ? mark + distance : mark - distance;
    }

    /// <summary>§2 D: markets in order of first change.</summary>
    private void CollectTriggers()
    {
        foreach (var market in _stepped.ToList())
        {
            foreach (var (source, steps) in market.Steps)
            {
                if (market.State == MarketState.Continuous && steps.Count > 0)
                {
                    Collect(market, source, steps);
                }

                steps.Clear();
            }

            market.Waiting.Where(order => order.HasFired).ToList().ForEach(WaitAgain);
        }

        _stepped.Clear();
    }

    /// <summary>T3, T4: one source of one market.</summary>
    private void Collect(ReferenceMarket market, TriggerSource source, List<(long First, long Last)> steps)
    {
        var before = market.LastTested.TryGetValue(source, out var last) ? last : steps[0].First;
        var low = steps.Min(step => Math.Min(step.First, step.Last));
        var high = steps.Max(step => Math.Max(step.First, step.Last));
        var fired = market.Waiting
            .Where(order => Source(order) == source && IsFired(order, low, high))
            .OrderBy(order => BigInteger.Abs((BigInteger)order.TriggerTicks - before))
            .ThenBy(order => order.Stamp)
            .ToList();
        fired.ForEach(order => Enqueue(order, market, (source, FiresUp(order) ? high : low)));
        market.LastTested[source] = steps[^1].Last;
    }

    /// <summary>T3: the high for triggers above, the low for triggers below; trailing ones were tested as it moved.</summary>
    private static bool IsFired(ReferenceOrder order, long low, long high) =>
        order.IsTrailing ? order.HasFired
        : FiresUp(order) ? order.TriggerTicks <= high
        : order.TriggerTicks >= low;

    /// <summary>T11: test, then move.</summary>
    private static void FollowPrint(ReferenceOrder order, long print, bool isTested)
    {
        if (order.Watermark is not { } mark)
        {
            StartWatermark(order, print);
            return;
        }

        var trigger = TrailingTrigger(order, mark);
        order.HasFired |= isTested && (order.IsBuy ? print >= trigger : print <= trigger);
        MoveWatermark(order, print);
    }

    private static void StartWatermark(ReferenceOrder order, long print)
    {
        var isActive = !order.Request.Order.Flags.HasFlag(OrderFlags.HasActivationPrice)
            || (order.IsBuy ? print <= order.ActivationTicks : print >= order.ActivationTicks);
        if (isActive)
        {
            MoveWatermark(order, print);
        }
    }

    /// <summary>It fired and was not released: its trigger follows its watermark again.</summary>
    private static void WaitAgain(ReferenceOrder order)
    {
        order.HasFired = false;
        if (order.IsTrailing && order.Watermark is { } mark)
        {
            MoveWatermark(order, mark);
        }
    }

    /// <summary>More than fit is a cascade.</summary>
    private void Enqueue(ReferenceOrder order, ReferenceMarket market, (TriggerSource Source, long Ticks) by)
    {
        if (_releases.Count == MaxQueuedReleases)
        {
            EnterCascadeAuction(market);
            return;
        }

        market.Waiting.Remove(order);
        order.Place = Place.Queued;
        order.HasFired = true;
        (order.FiredBy, order.FiredTicks) = by;
        _releases.Add(order);
    }

    private void EnterCascadeAuction(ReferenceMarket market)
    {
        if (market.State == MarketState.Continuous)
        {
            var rules = market.Rules;
            EnterCall(
                market, AuctionKind.Volatility, (rules.AuctionSeconds, rules.AuctionRandomSeconds), StateCause.Cascade);
        }
    }

    /// <summary>T5.</summary>
    private bool IsCascade(ReferenceMarket market) => _released >= market.Rules.MaxCascade
        || (market.Rules.CascadeTicks > 0 && market.LastAtBegin is { } begin && market.LastTicks is { } last
            && BigInteger.Abs((BigInteger)last - begin) > market.Rules.CascadeTicks);

    private void ReleaseFirst()
    {
        var order = _releases[0];
        var market = MarketOf(order);
        if (IsCascade(market))
        {
            EnterCascadeAuction(market);
        }

        _releases.RemoveAt(0);
        var joinsCall = market.IsInCall && !order.IsMarketLike && order.IsLasting;
        if (market.State != MarketState.Continuous && !joinsCall)
        {
            order.Place = Place.Waiting;
            market.Waiting.Add(order);
            WaitAgain(order);
            return;
        }

        Release(order, market);
    }

    private void Release(ReferenceOrder order, ReferenceMarket market)
    {
        _released++;
        market.Leave(market.Off, order);
        order.Stamp = ++_state.LastStamp;
        order.Place = Place.Taking;
        order.Status = OrderStatus.New;
        order.PriceTicks = ReleasePrice(order, market);
        _state.Sink.Append(EventType.OrderTriggered, new OrderTriggered
        {
            Account = order.Account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.ClientOrderId,
            AccountSequence = ++order.Account.Sequence,
            MarketId = market.Id,
            Source = order.FiredBy,
            TriggerTicks = order.TriggerTicks,
            SourceTicks = order.FiredTicks,
            EffectivePriceTicks = order.PriceTicks,
            LeavesLots = order.LeavesLots,
        });
        LinkTrigger(order);
        if (!order.IsOpen)
        {
            return;
        }

        if (CheckRelease(order, market) is var reason and not RejectReason.None)
        {
            Cancel(order, CancelReason.TriggerFailed, detail: reason);
            return;
        }

        Take(order, market);
    }

    private static long ReleasePrice(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.IsMarketLike)
        {
            return Protected(order.Side, order.PriceTicks, market);
        }

        var limit = order.LimitTicks;
        if (order.Type == OrderType.TrailingStopLimit && order.Watermark is not null)
        {
            BigInteger wish = order.TriggerTicks + ((BigInteger)order.OffsetTicks * (order.IsBuy ? 1 : -1));
            wish = BigInteger.Clamp(wish, market.Terms.FloorTicks, market.Terms.CapTicks);
            var price = market.Passive(order.Side, wish);
            price = market.IsInside(price) ? price : market.Passive(order.IsBuy ? Side.Sell : Side.Buy, wish);
            return (long)(order.IsBuy ? BigInteger.Min(limit, price) : BigInteger.Max(limit, price));
        }

        return order.IsSliding ? Slide(order, limit, market) ?? limit : limit;
    }

    /// <summary>T9, I-RO, then gates 8, 10 and 11.</summary>
    private RejectReason CheckRelease(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.IsReduceOnly)
        {
            var most = order.Account.Closable(market.Id, order.Side);
            var fraction = order.Request.Order.Instructions.PositionFraction;
            most = fraction == 0 ? most : BigInteger.Min(most, most * fraction / Limits.BasisPoints);
            if (most == 0)
            {
                return RejectReason.NothingToReduce;
            }

            if (most < order.ActiveLots)
            {
                Reduce(order, order.ActiveLots - (long)most, CancelReason.ReduceOnlyCap);
            }
        }

        return order.IsMarketLike && market.BestOpposite(order.Side) is null
            ? RejectReason.NoLiquidity
            : CheckLiveEntry(order, market);
    }
}
