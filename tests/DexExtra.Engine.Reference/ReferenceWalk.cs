using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>
/// §5: whom a taker meets, in order, and for how much, without changing anything. Matching does what the walk says; a
/// dry run only counts. Every state that a meeting would change is changed in copies.
/// </summary>
public sealed class ReferenceWalk(ReferenceMarket market, ReferenceOrder taker, ExecutionWindow window)
{
    private readonly Dictionary<ReferenceAccount, BigInteger> _moved = [];
    private readonly HashSet<ReferenceOrder> _ended = [];
    private ReferenceGenerator _generator = market.Generator;
    private long _left;

    public required long LimitTicks { get; init; }

    public required long Lots { get; init; }

    /// <summary>Meetings that the command still has.</summary>
    public required int Budget { get; set; }

    /// <summary>Matches that the settlement window still has room for.</summary>
    public required int Room { get; set; }

    public bool WithAllOrNone { get; init; }

    /// <summary>It ends with a pass that the budget cut short.</summary>
    public bool IsDryRun { get; init; }

    public WalkEnd End { get; private set; }

    public long EdgeTicks { get; private set; }

    public ExecutionWindow Window => window;

    public IEnumerable<WalkStep> Steps()
    {
        var book = market.Opposite(taker.Side);
        var index = 0;
        for (_left = Lots; End == WalkEnd.None && _left > 0;)
        {
            long? price = index < book.Count && Crosses(book[index].PriceTicks) ? book[index].PriceTicks : null;
            var hidden = NextAllOrNone(price);
            if (IsOver(hidden?.PriceTicks ?? price))
            {
                yield break;
            }

            var level = new List<WalkMaker>();
            while (hidden is null && index < book.Count && book[index].PriceTicks == price)
            {
                level.Add(new WalkMaker(book[index++]));
            }

            foreach (var step in Level(hidden, level))
            {
                yield return step;
            }
        }

        End = End == WalkEnd.None ? WalkEnd.Done : End;
    }

    private IEnumerable<WalkStep> Level(ReferenceOrder? hidden, List<WalkMaker> level) =>
        hidden is not null ? Meet(new WalkMaker(hidden), long.MaxValue, [])
        : market.Rules.Allocation == Allocation.ProRata ? ProRata(level)
        : PriceTime(level);

    private bool IsOver(long? price)
    {
        if (price is null)
        {
            End = WalkEnd.NoMaker;
        }
        else if (!window.Allows(price.Value))
        {
            End = WalkEnd.Edge;
            EdgeTicks = price.Value;
        }

        return End != WalkEnd.None;
    }

    private bool Crosses(long price) => taker.IsBuy ? price <= LimitTicks : price >= LimitTicks;

    /// <summary>O-AON: where the book has no maker left at its price or better.</summary>
    private ReferenceOrder? NextAllOrNone(long? bookPrice) => WithAllOrNone
        ? market.AllOrNone(taker.IsBuy ? Side.Sell : Side.Buy).FirstOrDefault(order => !_ended.Contains(order)
            && Crosses(order.PriceTicks) && window.Allows(order.PriceTicks)
            && order.LeavesLots <= _left && order.Owner != taker.Owner
            && (bookPrice is null || (taker.IsBuy ? order.PriceTicks < bookPrice : order.PriceTicks > bookPrice)))
        : null;

    private IEnumerable<WalkStep> PriceTime(List<WalkMaker> level)
    {
        while (End == WalkEnd.None && _left > 0 && level.Count > 0)
        {
            foreach (var step in Meet(level[0], long.MaxValue, level))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<WalkStep> ProRata(List<WalkMaker> level)
    {
        while (End == WalkEnd.None && _left > 0 && level.Count > 0)
        {
            var pass = level.TakeWhile(IsAffordable).ToList();
            var isCutShort = pass.Count < level.Count;
            End = pass.Count == 0 ? WalkEnd.FillLimit : WalkEnd.None;
            foreach (var own in pass.Where(IsOwn).TakeWhile(_ => End == WalkEnd.None && _left > 0))
            {
                yield return Prevent(own, level);
            }

            foreach (var (maker, lots) in Shares([.. pass.Where(maker => !IsOwn(maker))]))
            {
                if (End == WalkEnd.None && Trade(maker, lots, level) is { } step)
                {
                    yield return step;
                }
            }

            End = End == WalkEnd.None && IsDryRun && isCutShort ? WalkEnd.FillLimit : End;
        }
    }

    /// <summary>By displayed lots, rounded down; the rest in time order. Those that can close nothing get 0: they end.</summary>
    private List<(WalkMaker Maker, long Lots)> Shares(List<WalkMaker> others)
    {
        if (End != WalkEnd.None || _left == 0)
        {
            return [];
        }

        var could = others.ConvertAll(maker => (long)BigInteger.Min(maker.Shown, Closable(maker)));
        BigInteger total = 0;
        could.ForEach(lots => total += lots);
        if (_left >= total)
        {
            return others.ConvertAll(maker => (maker, long.MaxValue));
        }

        var shares = could.ConvertAll(lots => (long)((BigInteger)_left * lots / total));
        var rest = _left - shares.Sum();
        for (var index = 0; rest > 0; index++)
        {
            var more = Math.Min(rest, could[index] - shares[index]);
            shares[index] += more;
            rest -= more;
        }

        return [.. others.Zip(shares).Where(pair => pair.Second > 0 || Closable(pair.First) == 0)];
    }

    private bool IsOwn(WalkMaker maker) => maker.Order.Owner == taker.Owner;

    /// <summary>Lots that the maker may trade: all, or what its reduce-only instruction still allows.</summary>
    private BigInteger Closable(WalkMaker maker)
    {
        var order = maker.Order;
        if (!order.IsReduceOnly)
        {
            return long.MaxValue;
        }

        var lots = order.Account.Positions[market.Id].Lots + _moved.GetValueOrDefault(order.Account);
        return BigInteger.Max(0, order.IsBuy ? -lots : lots);
    }

    private IEnumerable<WalkStep> Meet(WalkMaker maker, long wanted, List<WalkMaker> level)
    {
        if (End != WalkEnd.None || _left == 0)
        {
            yield break;
        }

        if (!IsAffordable(maker))
        {
            End = WalkEnd.FillLimit;
            yield break;
        }

        if (IsOwn(maker))
        {
            yield return Prevent(maker, level);
        }
        else if (Trade(maker, wanted, level) is { } step)
        {
            yield return step;
        }
    }

    /// <summary>Counts the meeting if the command may still have it.</summary>
    private bool IsAffordable(WalkMaker maker)
    {
        var cost = Cost(maker.Order);
        var isTaken = cost <= Budget;
        Budget -= isTaken ? cost : 0;
        return isTaken;
    }

    /// <summary>§1.</summary>
    private int Cost(ReferenceOrder order)
    {
        var position = order.Account.Positions[market.Id];
        var reduceOnly = position.Buys.Concat(position.Sells).Count(open => open.IsReduceOnly && !_ended.Contains(open));
        return 1 + reduceOnly + (order.List is null ? 0 : 3);
    }

    private WalkStep? Trade(WalkMaker maker, long wanted, List<WalkMaker> level)
    {
        var closable = Closable(maker);
        var lots = (long)BigInteger.Min(closable, Math.Min(Math.Min(_left, wanted), maker.Shown));
        var isCapped = closable < maker.Shown && lots == closable;
        if (lots > 0 && Room == 0)
        {
            End = WalkEnd.FillLimit;
            return null;
        }

        Room -= lots > 0 ? 1 : 0;
        _left -= lots;
        var signed = maker.Order.IsBuy ? lots : -lots;
        _moved[maker.Order.Account] = _moved.GetValueOrDefault(maker.Order.Account) + signed;
        Take(maker, isCapped ? maker.Active : lots, isCapped, level);
        return new WalkStep(maker.Order, lots, false, isCapped);
    }

    /// <summary>S2.</summary>
    private WalkStep Prevent(WalkMaker maker, List<WalkMaker> level)
    {
        var overlap = Math.Min(_left, maker.Shown);
        switch ((SelfTradePrevention)taker.SelfTradeMode)
        {
            case SelfTradePrevention.CancelNewest:
                End = WalkEnd.SelfTrade;
                break;
            case SelfTradePrevention.CancelOldest:
                Take(maker, maker.Active, true, level);
                break;
            case SelfTradePrevention.CancelBoth:
                End = WalkEnd.SelfTrade;
                break;
            default:
                _left -= overlap;
                Take(maker, overlap, false, level);
                break;
        }

        return new WalkStep(maker.Order, overlap, true, false);
    }

    /// <summary>Dormant lots keep an order open that nothing else is left of, unless it is cancelled.</summary>
    private void Take(WalkMaker maker, long lots, bool isCancelled, List<WalkMaker> level)
    {
        maker.Active -= lots;
        maker.Shown = Math.Max(0, maker.Shown - lots);
        if (maker.Shown > 0)
        {
            return;
        }

        level.Remove(maker);
        if (maker.Active == 0)
        {
            if (isCancelled || maker.Order.LeavesLots == maker.Order.ActiveLots)
            {
                _ended.Add(maker.Order);
            }

            return;
        }

        maker.Shown = _generator.Slice(maker.Order.DisplayLots, maker.Order.VarianceLots, maker.Active);
        level.Add(maker);
    }
}
