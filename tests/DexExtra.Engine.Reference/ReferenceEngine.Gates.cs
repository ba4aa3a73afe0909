using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§3: the gates of a new order, one after the other; the first failure wins.</summary>
public sealed partial class ReferenceEngine
{
    private static readonly BigInteger PositionLimit = BigInteger.Pow(2, 40);

    /// <summary>The earlier orders are the legs of the same list that already passed.</summary>
    private RejectReason Admit(ReferenceOrder order, List<ReferenceOrder> earlier)
    {
        var signed = order.Request.Order;
        if (IsAnyDue())
        {
            return RejectReason.LimitReached;
        }

        if (!_state.Markets.TryGetValue(signed.MarketId, out var market))
        {
            return RejectReason.UnknownMarket;
        }

        var reason = NonceRefusal(signed.Account.Owner, signed.Nonce);
        reason = Then(reason, () => signed.Nonce < order.Account.MinNonce ? RejectReason.NonceCancelled : RejectReason.None);
        reason = Then(reason, () => UseNonce(signed.Account.Owner, signed.Nonce));
        reason = Then(reason, () => TradingRefusal(order.Account));
        reason = Then(reason, () => StateRefusal(order.Request.Order, market));
        reason = Then(reason, () => CheckFields(order, market));
        reason = Then(reason, () => CheckBounds(order, market));
        if (reason == RejectReason.None)
        {
            Prepare(order, market);
        }

        reason = Then(reason, () => CheckCapacity(order, market, earlier));
        reason = Then(reason, () => CheckReduceOnly(order, market));
        reason = Then(reason, () => CheckMoney(order, market, earlier));
        return order.IsChild || order.IsBlock ? reason : Then(reason, () => CheckEntry(order, market));
    }

    private static RejectReason Then(RejectReason reason, Func<RejectReason> next) =>
        reason == RejectReason.None ? next() : reason;

    private RejectReason TradingRefusal(ReferenceAccount account) =>
        account.IsLocked || _state.LockedOwners.Contains(account.Id.Owner) ? RejectReason.AccountLocked
            : account.IsShort ? RejectReason.ForcedExitPending
            : RejectReason.None;

    /// <summary>O-GTDX b.</summary>
    private bool IsAnyDue() => FirstDue() is not null;

    /// <summary>C10.</summary>
    private RejectReason UseNonce(Address owner, ulong nonce)
    {
        var reason = NonceRefusal(owner, nonce);
        if (reason == RejectReason.None)
        {
            _state.UsedNonces[owner].Add(nonce);
            _state.HighestNonce[owner] = Math.Max(_state.HighestNonce.GetValueOrDefault(owner), nonce);
        }

        return reason;
    }

    private RejectReason NonceRefusal(Address owner, ulong nonce)
    {
        var highest = _state.HighestNonce.GetValueOrDefault(owner);
        _state.UsedNonces.TryAdd(owner, []);
        if ((BigInteger)nonce <= (BigInteger)highest - Limits.NonceWindow)
        {
            return RejectReason.NonceTooOld;
        }

        if ((BigInteger)nonce > (BigInteger)highest + Limits.MaxNonceAdvance)
        {
            return RejectReason.NonceTooFar;
        }

        if (nonce > highest && _state.NonceCeilings.TryGetValue(owner, out var ceiling) && nonce >= ceiling)
        {
            return RejectReason.NonceCancelled;
        }

        return _state.UsedNonces[owner].Contains(nonce) ? RejectReason.NonceReused : RejectReason.None;
    }

    /// <summary>Gate 3d, the table of §4.</summary>
    private static RejectReason StateRefusal(in SignedOrder signed, ReferenceMarket market)
    {
        if (market.IsUncrossing || market.IsTimeUp)
        {
            return RejectReason.MarketStateForbids;
        }

        if (market.IsInCall)
        {
            return IsCallOrder(in signed, market.State) ? RejectReason.None : RejectReason.NotInAuction;
        }

        if (signed.TimeInForce == TimeInForce.GoodForAuction)
        {
            return RejectReason.OnlyInAuction;
        }

        var isAccepted = market.State switch
        {
            MarketState.Continuous => true,
            MarketState.PostOnly => (signed.Flags & OrderCombinations.AnyPostOnly) != 0,
            MarketState.ReduceOnly => signed.Flags.HasFlag(OrderFlags.ReduceOnly),
            _ => false,
        };
        return isAccepted ? RejectReason.None : RejectReason.MarketStateForbids;
    }

    private static bool IsCallOrder(in SignedOrder signed, MarketState state)
    {
        if (OrderCombinations.IsTriggered(signed.OrderType))
        {
            return state != MarketState.OpeningAuction;
        }

        return signed.OrderType is OrderType.Pegged or OrderType.Twap
            || (signed.OrderType == OrderType.Limit
                && signed.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate
                    or TimeInForce.Day or TimeInForce.GoodForAuction
                && signed.Instructions.MinQuantity == 0
                && !signed.Flags.HasFlag(OrderFlags.AllOrNone));
    }

    /// <summary>Gate 5: B1, B2, F5.</summary>
    private static RejectReason CheckBounds(ReferenceOrder order, ReferenceMarket market)
    {
        var terms = market.Terms;
        var price = order.Request.PriceTicks;
        if (!market.IsInside(price))
        {
            return RejectReason.PriceOutOfBounds;
        }

        if (order.Type == OrderType.Limit && IsOutsideBand(order.Side, price, market))
        {
            return RejectReason.PriceOutsideBand;
        }

        var cap = (BigInteger)order.Request.Order.MaxFeePerUnit * (BigInteger)terms.LotSize;
        return (BigInteger)market.WorstFee * FixedPoint.One > cap ? RejectReason.FeeCapTooLow : RejectReason.None;
    }

    private static bool IsOutsideBand(Side side, long price, ReferenceMarket market) => EntryBand.Excludes(
        side, price, in market.Rules, market.Mark.MarkTicks, market.Reference, market.Mark.Volatility);

    /// <summary>What the later gates look at: lots that enter, effective price, hold, the second it is due.</summary>
    private void Prepare(ReferenceOrder order, ReferenceMarket market)
    {
        ReadInstructions(order, market);
        order.PriceTicks = EffectivePrice(order, market);
        order.LeavesLots = order.QuantityLots;
        if (IsClipped(order))
        {
            order.LeavesLots = (long)BigInteger.Min(order.QuantityLots, order.Account.Closable(market.Id, order.Side));
        }

        order.DormantLots = order.IsChild ? order.LeavesLots : 0;
        order.HoldPerLot = (Int128)HoldPerLot(order, market);
        SetEnd(order, market);
        if (order.Request.Order.Instructions.Budget != 0)
        {
            WalkBudget(order, market);
        }
    }

    /// <summary>I-RO-2.</summary>
    private static bool IsClipped(ReferenceOrder order) => order is { IsReduceOnly: true, IsChild: false, IsTriggered: false };

    private static BigInteger HoldPerLot(ReferenceOrder order, ReferenceMarket market)
    {
        var price = order.IsPegged || order.IsTwap ? order.LimitTicks : order.PriceTicks;
        return (order.IsReduceOnly ? 0 : market.OpeningCost(order.Side, price)) + market.WorstFee;
    }

    private static long EffectivePrice(ReferenceOrder order, ReferenceMarket market) => order switch
    {
        { IsTriggered: true } => WorstPrice(order, market),
        { IsPegged: true } => PegPrice(order, market) ?? order.LimitTicks,
        { Type: OrderType.Market, IsChild: false } => Protected(order.Side, order.LimitTicks, market),
        { IsSliding: true, IsChild: false } => Slide(order, order.LimitTicks, market) ?? order.LimitTicks,
        _ => order.LimitTicks,
    };

    /// <summary>O-MKT: best opposite ± protection, inside floor and cap, no worse than the limit.</summary>
    private static long Protected(Side side, long limit, ReferenceMarket market)
    {
        if (market.BestOpposite(side) is not { } best)
        {
            return limit;
        }

        return side == Side.Buy
            ? (long)BigInteger.Min(limit, market.Passive(side, (BigInteger)best + market.Terms.ProtectionTicks))
            : (long)BigInteger.Max(limit, market.Passive(side, (BigInteger)best - market.Terms.ProtectionTicks));
    }

    /// <summary>I-PO-2: null where the market has no such price.</summary>
    private static long? Slide(ReferenceOrder order, long limit, ReferenceMarket market)
    {
        if (market.IsInCall || !WouldCross(order.Side, limit, market))
        {
            return limit;
        }

        var behind = Behind(order.Side, market);
        return market.IsInside(behind) ? (long)behind : null;
    }

    /// <summary>The nearest grid price behind the best opposite price.</summary>
    private static BigInteger Behind(Side side, ReferenceMarket market) =>
        market.Passive(side, (BigInteger)market.BestOpposite(side)!.Value + (side == Side.Buy ? -1 : 1));

    private static bool WouldCross(Side side, long price, ReferenceMarket market) =>
        market.BestOpposite(side) is { } best && (side == Side.Buy ? price >= best : price <= best);

    /// <summary>Gate 6.</summary>
    private RejectReason CheckCapacity(ReferenceOrder order, ReferenceMarket market, List<ReferenceOrder> earlier)
    {
        var account = order.Account;
        var options = _state.Options;
        var isFull = _state.FreeRecords <= earlier.Count
            || (order.MayStayOpen
                && _state.OpenOrders + earlier.Count(leg => leg.MayStayOpen) >= options.MaxOpenOrders)
            || (!account.Positions.ContainsKey(market.Id)
                && _state.Accounts.Values.Sum(a => a.Positions.Count) == options.MaxPositions)
            || (!account.Available.ContainsKey(market.Terms.AssetId) && _state.BalanceCount == options.MaxBalances)
            || IsPositionFull(order, market, order.LeavesLots, earlier)
            || IsKindFull(order, market, earlier);
        return isFull ? RejectReason.LimitReached
            : _state.UnsettledRoom <= 0 ? RejectReason.SettlementBacklog
            : RejectReason.None;
    }

    private static bool IsPositionFull(
        ReferenceOrder order, ReferenceMarket market, long lots, List<ReferenceOrder> earlier)
    {
        order.Account.Positions.TryGetValue(market.Id, out var position);
        var held = position?.Lots ?? 0;
        var worst = (order.IsBuy ? held : -held) + lots;
        return worst + LotsOf(position?.Orders(order.Side) ?? [], order.Side) + LotsOf(earlier, order.Side) > PositionLimit;
    }

    private static Int128 LotsOf(List<ReferenceOrder> orders, Side side)
    {
        Int128 lots = 0;
        foreach (var order in orders)
        {
            lots += order.Side == side ? order.LeavesLots : 0;
        }

        return lots;
    }

    private static bool IsKindFull(ReferenceOrder order, ReferenceMarket market, List<ReferenceOrder> earlier)
    {
        return (order is { IsReduceOnly: true, MayStayOpen: true } && IsReduceOnlyFull(order, market, earlier))
            || (order.IsPegged && market.Pegs.Count >= Limits.MaxPeggedOrders)
            || (order.IsTrailing
                && market.Open.Concat(earlier).Count(open => open.IsTrailing) >= Limits.MaxTrailingStops)
            || (order.IsAllOrNone && market.AllOrNone(order.Side).Count >= Limits.MaxAllOrNoneOrders);
    }

    private static bool IsReduceOnlyFull(ReferenceOrder order, ReferenceMarket market, List<ReferenceOrder> earlier)
    {
        order.Account.Positions.TryGetValue(market.Id, out var position);
        var same = earlier.Where(leg => leg.Side == order.Side);
        return (position?.Orders(order.Side) ?? []).Concat(same).Count(open => open.IsReduceOnly)
            >= Limits.MaxReduceOnlyOrders;
    }

    /// <summary>Gate 7.</summary>
    private static RejectReason CheckReduceOnly(ReferenceOrder order, ReferenceMarket market)
    {
        if (!order.IsReduceOnly || order.IsChild)
        {
            return RejectReason.None;
        }

        if (order.Account.Closable(market.Id, order.Side) == 0)
        {
            return RejectReason.NothingToReduce;
        }

        return order.LeavesLots < order.QuantityLots && order.TimeInForce == TimeInForce.FillOrKill
            ? RejectReason.ReduceOnlyTooLarge
            : RejectReason.None;
    }

    /// <summary>Gate 8.</summary>
    private static RejectReason CheckMoney(ReferenceOrder order, ReferenceMarket market, List<ReferenceOrder> earlier)
    {
        var available = BigInteger.Max(0, order.Account.Available.GetValueOrDefault(market.Terms.AssetId));
        earlier.FindAll(leg => leg.Account == order.Account).ForEach(leg => available -= leg.Hold);
        return order.Hold > available ? RejectReason.InsufficientFunds
            : order.Type == OrderType.Market && market.BestOpposite(order.Side) is null ? RejectReason.NoLiquidity
            : order.WalkHold is not null && order.LeavesLots == 0 ? RejectReason.BudgetTooSmall
            : RejectReason.None;
    }

    /// <summary>Gates 9 to 11.</summary>
    private RejectReason CheckEntry(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.IsTriggered)
        {
            var isAllowed = order.Request.Order.Flags.HasFlag(OrderFlags.AllowImmediate);
            return !isAllowed && IsTriggerTrue(order, market)
                ? RejectReason.WouldTriggerImmediately
                : RejectReason.None;
        }

        return order.IsPegged || order.IsTwap ? RejectReason.None : CheckLiveEntry(order, market);
    }

    /// <summary>Gates 10 and 11, at the effective price.</summary>
    private RejectReason CheckLiveEntry(ReferenceOrder order, ReferenceMarket market)
    {
        if (market.IsInCall)
        {
            return RejectReason.None;
        }

        if (order.IsPostOnly && WouldCross(order.Side, order.PriceTicks, market))
        {
            return RejectReason.PostOnlyWouldCross;
        }

        if (order.TimeInForce == TimeInForce.FillOrKill)
        {
            return DryRun(order, market, order.ActiveLots, order.ActiveLots);
        }

        var minimum = order.Request.Order.Instructions.MinQuantity;
        if (minimum == 0)
        {
            return RejectReason.None;
        }

        var needed = (long)((BigInteger)minimum / (BigInteger)market.Terms.LotSize);
        var reason = order.ActiveLots < needed
            ? RejectReason.MinQuantityNotMet
            : DryRun(order, market, order.ActiveLots, needed);
        return reason == RejectReason.FokNotFillable ? RejectReason.MinQuantityNotMet : reason;
    }

    /// <summary>O-BUDGET: the lots that the budget buys, and what they cost.</summary>
    private void WalkBudget(ReferenceOrder order, ReferenceMarket market)
    {
        BigInteger budget = order.Request.Order.Instructions.Budget;
        BigInteger spent = 0;
        long lots = 0;
        foreach (var step in Walk(order, market, order.PriceTicks, order.LeavesLots, true).Steps())
        {
            if (step.IsPrevented && order.SelfTradeMode != (int)SelfTradePrevention.CancelOldest)
            {
                break;
            }

            var perLot = market.OpeningCost(order.Side, step.Maker.PriceTicks) + market.Terms.TakerFeePerLot;
            var most = perLot == 0 ? step.Lots : BigInteger.Min(step.Lots, (budget - spent) / perLot);
            var bought = step.IsPrevented ? 0 : (long)most;
            lots += bought;
            spent += bought * perLot;
            if (!step.IsPrevented && bought < step.Lots)
            {
                break;
            }
        }

        order.LeavesLots = lots;
        order.WalkHold = (Int128)spent;
    }
}
