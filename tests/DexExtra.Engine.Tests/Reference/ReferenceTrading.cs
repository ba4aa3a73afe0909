using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>New orders, cancels, expiry and matching of the reference, gate by gate as G2 lists them.</summary>
public sealed class ReferenceTrading(ReferenceState state)
{
    private static readonly BigInteger PositionLimit = BigInteger.Pow(2, 40);
    private readonly ReferenceLedger _ledger = new(state);

    public int BalanceCount => state.Accounts.Values.Sum(account => account.Available.Count);

    /// <summary>O-GTDX b, c.</summary>
    public void Expire()
    {
        foreach (var order in state.Resting().Where(state.IsDue)
            .OrderBy(order => order.Request.Order.ExpirySeconds).ThenBy(order => order.OrderId)
            .Take(state.Options.MaxExpiriesPerCommand).ToList())
        {
            CancelResting(order, CancelReason.Expired, 0);
        }
    }

    public void Apply(in CancelOrder request)
    {
        var known = state.Accounts.TryGetValue(request.Account, out var account);
        var orderId = request.OrderId;
        var clientOrderId = request.OrigClientOrderId;
        var order = account?.Orders.Values.SingleOrDefault(o => o.Status != OrderStatus.Rejected
            && (orderId != 0 ? o.OrderId == orderId : o.Request.ClientOrderId == clientOrderId));
        if (order is { LeavesLots: > 0 })
        {
            CancelResting(order, CancelReason.User, request.ClientOrderId);
            return;
        }

        state.Sink.Append(EventType.CancelRejected, new CancelRejected
        {
            Account = request.Account,
            ClientOrderId = request.ClientOrderId,
            OrigClientOrderId = request.OrigClientOrderId,
            OrderId = order?.OrderId ?? orderId,
            AccountSequence = known ? ++account!.Sequence : 0,
            Reason = order?.Status switch
            {
                null => CancelRejectReason.UnknownOrder,
                OrderStatus.Filled => CancelRejectReason.TooLateFilled,
                OrderStatus.Expired => CancelRejectReason.TooLateExpired,
                _ => CancelRejectReason.TooLateCancelled,
            },
        });
    }

    public void Apply(in NewOrder request)
    {
        if (!state.Accounts.TryGetValue(request.Order.Account, out var account))
        {
            Reject(in request, RejectReason.UnknownAccount, 0);
            return;
        }

        if (account.Orders.TryGetValue(request.ClientOrderId, out var earlier))
        {
            Repeat(in request, earlier);
            return;
        }

        var order = new ReferenceOrder(request, account);
        var reason = Admit(order);
        if (reason != RejectReason.None)
        {
            order.RejectReason = reason;
            if (Remember(order))
            {
                state.End(order, OrderStatus.Rejected);
            }

            Reject(in request, reason, ++account.Sequence);
            return;
        }

        Enter(order, state.Markets[request.Order.MarketId]);
    }

    private void Reject(in NewOrder request, RejectReason reason, ulong sequence) => state.Sink.Append(
        EventType.OrderRejected,
        new OrderRejected { Request = request, AccountSequence = sequence, Reason = reason });

    /// <summary>C9.</summary>
    private void Repeat(in NewOrder request, ReferenceOrder earlier)
    {
        var sequence = ++earlier.Account.Sequence;
        if (earlier.Request.OrderHash != request.OrderHash)
        {
            Reject(in request, RejectReason.DuplicateClientId, sequence);
            return;
        }

        state.Sink.Append(EventType.OrderStatusReported, new OrderStatusReported
        {
            Account = earlier.Account.Id,
            ClientOrderId = request.ClientOrderId,
            OrderId = earlier.OrderId,
            OrderHash = request.OrderHash,
            AccountSequence = sequence,
            MarketId = earlier.Request.Order.MarketId,
            Status = earlier.Status,
            RejectReason = earlier.RejectReason,
            CancelReason = earlier.CancelReason,
            QuantityLots = earlier.Request.QuantityLots,
            CumulativeLots = earlier.CumulativeLots,
            LeavesLots = earlier.LeavesLots,
        });
    }

    /// <summary>False when every remembered order is live and the memory is full.</summary>
    private bool Remember(ReferenceOrder order)
    {
        if (!HasMemory())
        {
            return false;
        }

        if (state.Accounts.Values.Sum(account => account.Orders.Count) == state.Options.MaxClientOrderIds)
        {
            state.Forget(state.Ended[0]);
        }

        order.Account.Orders.Add(order.Request.ClientOrderId, order);
        return true;
    }

    private bool HasMemory() => state.Ended.Count > 0
        || state.Accounts.Values.Sum(account => account.Orders.Count) < state.Options.MaxClientOrderIds;

    private RejectReason Admit(ReferenceOrder order)
    {
        var signed = order.Request.Order;
        if (state.Resting().Any(state.IsDue))
        {
            return RejectReason.LimitReached;
        }

        if (!state.Markets.TryGetValue(signed.MarketId, out var market))
        {
            return RejectReason.UnknownMarket;
        }

        var reason = UseNonce(signed.Account.Owner, signed.Nonce);
        reason = reason == RejectReason.None ? CheckFields(order, market) : reason;
        reason = reason == RejectReason.None ? CheckCapacity(order, market) : reason;
        return reason == RejectReason.None ? CheckMoneyAndLiquidity(order, market) : reason;
    }

    /// <summary>C10.</summary>
    private RejectReason UseNonce(Address owner, ulong nonce)
    {
        var highest = state.HighestNonce.GetValueOrDefault(owner);
        state.UsedNonces.TryAdd(owner, []);
        var used = state.UsedNonces[owner];
        if ((BigInteger)nonce > (BigInteger)highest + Limits.MaxNonceAdvance)
        {
            return RejectReason.NonceTooFar;
        }

        if ((BigInteger)nonce <= (BigInteger)highest - Limits.NonceWindow)
        {
            return RejectReason.NonceTooOld;
        }

        if (!used.Add(nonce))
        {
            return RejectReason.NonceReused;
        }

        state.HighestNonce[owner] = Math.Max(highest, nonce);
        return RejectReason.None;
    }

    private RejectReason CheckFields(ReferenceOrder order, ReferenceMarket market)
    {
        var request = order.Request;
        var signed = request.Order;
        var terms = market.Terms;
        var isLegal = Enum.IsDefined(signed.Side) && Enum.IsDefined(signed.OrderType)
            && Enum.IsDefined(signed.TimeInForce) && signed.Version == 1 && IsLegal(signed.Flags, in signed)
            && signed.TriggerPrice == 0
            && (signed.OrderType == OrderType.Limit || signed.TimeInForce != TimeInForce.GoodTillCancel);
        var worstFee = (BigInteger)Math.Max(terms.TakerFeePerLot, terms.MakerFeePerLot);
        return !isLegal ? RejectReason.UnsupportedCombination
            : state.IsDue(order) ? RejectReason.ExpiredOnEntry
            : (BigInteger)request.PriceTicks * (BigInteger)terms.TickSize != (BigInteger)signed.LimitPrice
                ? RejectReason.PriceOffTick
            : (BigInteger)request.QuantityLots * (BigInteger)terms.LotSize != (BigInteger)signed.Quantity
                ? RejectReason.QuantityOffLot
            : request.QuantityLots < 1 || request.QuantityLots > terms.MaxOrderLots
                ? RejectReason.QuantityOutOfRange
            : request.PriceTicks < terms.FloorTicks || request.PriceTicks > terms.CapTicks
                ? RejectReason.PriceOutOfBounds
            : worstFee * FixedPoint.One > (BigInteger)signed.MaxFeePerUnit * (BigInteger)terms.LotSize
                ? RejectReason.FeeCapTooLow
            : RejectReason.None;
    }

    /// <summary>I-PO-4, O-MKT: the lines of the combination table for each flag.</summary>
    private static bool IsLegal(OrderFlags flags, in SignedOrder signed) => (OrderFlags)((uint)flags & ~24U) switch
    {
        OrderFlags.None => true,
        OrderFlags.PostOnly or OrderFlags.PostOnlySlide =>
            signed.OrderType == OrderType.Limit && signed.TimeInForce == TimeInForce.GoodTillCancel,
        OrderFlags.ReduceOnly => signed.TimeInForce != TimeInForce.GoodTillCancel,
        OrderFlags.RestRemainder =>
            signed.OrderType == OrderType.Market && signed.TimeInForce == TimeInForce.ImmediateOrCancel,
        _ => false,
    };

    private static bool MayRest(ReferenceOrder order) =>
        order.Request.Order.TimeInForce == TimeInForce.GoodTillCancel
        || order.Request.Order.Flags.HasFlag(OrderFlags.RestRemainder);

    private RejectReason CheckCapacity(ReferenceOrder order, ReferenceMarket market)
    {
        var account = order.Account;
        var id = market.Terms.MarketId;
        var options = state.Options;
        var open = market.Book(order.Side).Where(o => o.Account == account).Sum(o => (decimal)o.LeavesLots);
        var lots = account.Positions.TryGetValue(id, out var position) ? position.Lots : 0;
        var worst = (order.Side == Side.Buy ? lots : -lots) + (BigInteger)open + EntryLots(order, market);
        var isFull = !HasMemory()
            || (MayRest(order)
                && state.Resting().Count() == options.MaxOpenOrders)
            || (!account.Positions.ContainsKey(id)
                && state.Accounts.Values.Sum(a => a.Positions.Count) == options.MaxPositions)
            || (!account.Available.ContainsKey(market.Terms.AssetId) && BalanceCount == options.MaxBalances)
            || worst > PositionLimit;
        return isFull ? RejectReason.LimitReached
            : UnsettledRoom() == 0 ? RejectReason.SettlementBacklog
            : RejectReason.None;
    }

    /// <summary>I-RO-2: all, or what a reduce-only order can close.</summary>
    private static long EntryLots(ReferenceOrder order, ReferenceMarket market)
    {
        var lots = order.Request.QuantityLots;
        if (!order.IsReduceOnly)
        {
            return lots;
        }

        order.Account.Positions.TryGetValue(market.Terms.MarketId, out var position);
        var closable = order.Side == Side.Buy ? -position.Lots : position.Lots;
        return (long)BigInteger.Max(0, BigInteger.Min(lots, closable));
    }

    private int UnsettledRoom() =>
        state.Options.MaxUnsettledMatches - (state.Matches.Count - state.FirstUnsettled);

    private RejectReason CheckMoneyAndLiquidity(ReferenceOrder order, ReferenceMarket market)
    {
        var signed = order.Request.Order;
        var terms = market.Terms;
        var opposite = market.Opposite(order.Side);
        BigInteger limit = order.Request.PriceTicks;
        if (signed.OrderType == OrderType.Market && opposite.Count > 0)
        {
            BigInteger best = opposite[0].PriceTicks;
            limit = order.Side == Side.Buy
                ? BigInteger.Min(limit, best + terms.ProtectionTicks)
                : BigInteger.Max(limit, best - terms.ProtectionTicks);
        }

        if (signed.Flags.HasFlag(OrderFlags.PostOnlySlide) && opposite.Count > 0)
        {
            limit = Slide(order, limit, opposite[0].PriceTicks, in terms);
        }

        order.PriceTicks = (long)limit;
        var lots = EntryLots(order, market);
        if (lots < order.Request.QuantityLots && (lots == 0 || signed.TimeInForce == TimeInForce.FillOrKill))
        {
            return lots == 0 ? RejectReason.NothingToReduce : RejectReason.ReduceOnlyTooLarge;
        }

        order.HoldPerLot = (order.IsReduceOnly ? 0 : market.OpeningCost(order.Side, order.PriceTicks))
            + Math.Max(terms.TakerFeePerLot, terms.MakerFeePerLot);
        var hold = order.HoldPerLot * lots;
        if (order.Account.Available.GetValueOrDefault(terms.AssetId) < hold)
        {
            return RejectReason.InsufficientFunds;
        }

        if (signed.OrderType == OrderType.Market && opposite.Count == 0)
        {
            return RejectReason.NoLiquidity;
        }

        var isPostOnly = ((uint)signed.Flags & 3) != 0;
        if (isPostOnly && opposite.Any(resting => Crosses(order, resting)))
        {
            return RejectReason.PostOnlyWouldCross;
        }

        return signed.TimeInForce == TimeInForce.FillOrKill ? DryRun(order, opposite) : RejectReason.None;
    }

    /// <summary>I-PO-2: one tick behind, unless that tick is outside the market or the order does not cross.</summary>
    private static BigInteger Slide(ReferenceOrder order, BigInteger limit, BigInteger best, in CreateMarket terms)
    {
        var isBuy = order.Side == Side.Buy;
        var crosses = isBuy ? limit >= best : limit <= best;
        var behind = isBuy ? best - 1 : best + 1;
        return !crosses ? limit
            : behind < terms.FloorTicks ? terms.FloorTicks
            : behind > terms.CapTicks ? terms.CapTicks
            : behind;
    }

    /// <summary>O-FOK, S3.</summary>
    private RejectReason DryRun(ReferenceOrder order, List<ReferenceOrder> opposite)
    {
        BigInteger missing = order.Request.QuantityLots;
        var (makers, fills) = (0, 0);
        foreach (var resting in opposite.Where(resting => Crosses(order, resting)))
        {
            if (++makers > Limits.MaxFillsPerCommand)
            {
                return RejectReason.FokNotFillable;
            }

            if (resting.Account.Id.Owner == order.Account.Id.Owner)
            {
                if (order.SelfTradeMode != 1)
                {
                    return RejectReason.SelfTrade;
                }

                continue;
            }

            if (++fills > UnsettledRoom())
            {
                return RejectReason.FokNotFillable;
            }

            missing -= resting.LeavesLots;
            if (missing <= 0)
            {
                return RejectReason.None;
            }
        }

        return RejectReason.FokNotFillable;
    }

    private static bool Crosses(ReferenceOrder order, ReferenceOrder resting) => order.Side == Side.Buy
        ? resting.PriceTicks <= order.PriceTicks
        : resting.PriceTicks >= order.PriceTicks;

    private void Enter(ReferenceOrder order, ReferenceMarket market)
    {
        Remember(order);
        order.OrderId = state.Sequence;
        order.LeavesLots = EntryLots(order, market);
        _ledger.Accept(order, market);
        var (makersLeft, fillsLeft) = (Limits.MaxFillsPerCommand, UnsettledRoom());
        CancelReason? stop = null;
        while (order.LeavesLots > 0 && stop is null)
        {
            var resting = market.Opposite(order.Side).FirstOrDefault();
            if (resting is null || !Crosses(order, resting))
            {
                stop = CancelReason.ImmediateRemainder;
            }
            else if (makersLeft-- == 0)
            {
                stop = CancelReason.FillLimit;
            }
            else if (resting.Account.Id.Owner == order.Account.Id.Owner)
            {
                stop = Prevent(order, resting, market) ? CancelReason.SelfTrade : null;
            }
            else if (fillsLeft-- == 0)
            {
                stop = CancelReason.FillLimit;
            }
            else
            {
                _ledger.Trade(order, resting, market);
            }
        }

        Finish(order, market, stop);
    }

    /// <summary>S2, S4: true if that is the end of the incoming order.</summary>
    private bool Prevent(ReferenceOrder order, ReferenceOrder resting, ReferenceMarket market)
    {
        var overlap = Math.Min(order.LeavesLots, resting.LeavesLots);
        _ledger.ReportPrevented(order, resting, market, overlap);
        var (restingLoses, incomingLoses) = order.SelfTradeMode switch
        {
            0 => (0L, order.LeavesLots),
            1 => (resting.LeavesLots, 0L),
            2 => (resting.LeavesLots, order.LeavesLots),
            _ => (overlap, overlap),
        };
        if (restingLoses == resting.LeavesLots)
        {
            CancelResting(resting, CancelReason.SelfTrade, 0);
        }
        else if (restingLoses > 0)
        {
            state.Touch(market, resting.Side, resting.PriceTicks);
            _ledger.Reduce(resting, market, restingLoses);
        }

        if (incomingLoses > 0 && incomingLoses < order.LeavesLots)
        {
            _ledger.Reduce(order, market, incomingLoses);
            return false;
        }

        return incomingLoses > 0;
    }

    private void Finish(ReferenceOrder order, ReferenceMarket market, CancelReason? stop)
    {
        if (stop is null)
        {
            state.End(order, OrderStatus.Filled);
        }
        else if (stop == CancelReason.ImmediateRemainder
            && MayRest(order))
        {
            market.Rest(order);
            state.Touch(market, order.Side, order.PriceTicks);
        }
        else
        {
            _ledger.Cancel(order, market, stop.Value, 0);
        }
    }

    private void CancelResting(ReferenceOrder order, CancelReason reason, ulong requestId)
    {
        var market = state.Markets[order.Request.Order.MarketId];
        market.Book(order.Side).Remove(order);
        state.Touch(market, order.Side, order.PriceTicks);
        _ledger.Cancel(order, market, reason, requestId);
    }
}
