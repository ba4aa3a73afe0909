using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Lives of orders.</summary>
internal sealed partial class VenueScript
{
    private static readonly Int128 Money = 500 * (Int128)FixedPoint.One;

    private bool _refused;

    /// <summary>A frame answers one command: one order or one list.</summary>
    private bool IsAnswered => _refused || _orders.Any(order => order.OrderId == _sequence);

    private NewOrder RandomOrder()
    {
        var lots = random.Next(2, 50);
        var ticks = random.Next(400, 600);
        var request = new NewOrder
        {
            Order = new SignedOrder
            {
                Account = _accounts[random.Next(_accounts.Length)],
                MarketId = MarketId,
                Side = random.Next(2) == 0 ? Side.Buy : Side.Sell,
                OrderType = OrderType.Limit,
                TimeInForce = TimeInForce.GoodTillCancel,
                Version = 1,
                LimitPrice = ticks * (Int128)10_000,
                Quantity = (UInt128)(lots * Lot),
                ExpirySeconds = 4_000_000_000,
                Nonce = ++_nonce,
            },
            Signature = new Signature { R = RandomHash(), S = RandomHash(), V = 28 },
            OrderHash = RandomHash(),
            ClientOrderId = ++_clientOrderId,
            PriceTicks = ticks,
            QuantityLots = lots,
            SessionId = random.Next(3) == 0 ? ulong.MaxValue : 0,
            Tag = random.Next(3) == 0 ? uint.MaxValue : 0,
            GrantId = lots % 3 == 0 ? uint.MaxValue : 0,
        };
        Instruct(ref request.Order, random.Next(6));
        return request;
    }

    private static void Instruct(ref SignedOrder order, int kind)
    {
        ref var fields = ref order.Instructions;
        switch (kind)
        {
            case 0:
                fields.DisplayQuantity = (UInt128)(2 * Lot);
                fields.DisplayVariance = (UInt128)Lot;
                order.TimeInForce = TimeInForce.Day;
                break;
            case 1:
                order.OrderType = OrderType.TrailingStopLimit;
                order.Flags = OrderFlags.HasActivationPrice | OrderFlags.AllowImmediate;
                fields.TriggerSource = TriggerSource.Mark;
                fields.ExpiryAction = ExpiryAction.Trigger;
                fields.TrailingDistance = 70_000;
                fields.PriceOffset = 20_000;
                fields.ActivationPrice = -3_000_000;
                fields.PositionFraction = 10_000;
                break;
            case 2:
                order.OrderType = OrderType.Stop;
                order.TriggerPrice = 5_000_000;
                fields.TriggerSource = TriggerSource.Index;
                break;
            case 3:
                order.OrderType = OrderType.Pegged;
                fields.PegReference = PegReference.BestAsk;
                fields.PriceOffset = 10_000;
                break;
            case 4:
                order.OrderType = OrderType.Twap;
                fields.DurationSeconds = 300;
                fields.IntervalSeconds = 30;
                break;
            default:
                fields.MinQuantity = (UInt128)Lot;
                fields.Budget = UInt128.One << 126;
                break;
        }
    }

    private void AcceptOne()
    {
        if (!IsAnswered)
        {
            Accept(RandomOrder(), 0, ListKind.None, 0, 0, 0);
        }
    }

    private ScriptOrder Accept(in NewOrder request, int leg, ListKind kind, byte legs, long listId, long parentId)
    {
        var id = _sequence + (leg * Limits.LegOrderIdStep);
        var isPegged = request.Order.OrderType == OrderType.Pegged;
        var waits = request.Order.Instructions.TriggerSource != 0 || (isPegged && random.Next(2) == 0);
        var order = new ScriptOrder
        {
            Request = request,
            OrderId = id,
            Quantity = request.QuantityLots,
            Leaves = request.QuantityLots,
            Asleep = parentId != 0 ? request.QuantityLots : 0,
            Price = request.PriceTicks,
            Display = (long)(request.Order.Instructions.DisplayQuantity / (UInt128)Lot),
            ParentId = parentId,
            Status = parentId != 0 ? OrderStatus.Dormant : waits ? OrderStatus.PendingTrigger : OrderStatus.New,
        };
        _orders.Add(order);
        Emit(EventType.OrderAccepted, new OrderAccepted
        {
            Request = request,
            OrderId = id,
            EffectivePriceTicks = isPegged && order.Status == OrderStatus.PendingTrigger ? 0 : request.PriceTicks,
            AccountSequence = Next(order.Account),
            AssetId = 1,
            Status = order.Status,
            ListKind = kind,
            LegIndex = (byte)leg,
            LegCount = legs,
            ListId = listId,
            Hold = 40,
            Available = Money,
            Held = 40,
        });
        return order;
    }

    private void AcceptBracket()
    {
        if (IsAnswered)
        {
            return;
        }

        var parent = Accept(RandomOrder(), 0, ListKind.BracketOco, 3, _sequence, 0);
        for (var leg = 1; leg < 3; leg++)
        {
            Accept(RandomOrder(), leg, ListKind.BracketOco, 3, _sequence, parent.OrderId);
        }
    }

    /// <summary>A known leg, then refused ones: leg i has the id that it would have had.</summary>
    private void RefuseList()
    {
        if (IsAnswered)
        {
            return;
        }

        _refused = true;
        if (random.Next(2) == 0)
        {
            var known = RandomOrder();
            Emit(EventType.OrderStatusReported, new OrderStatusReported
            {
                Account = known.Order.Account,
                ClientOrderId = 1,
                AccountSequence = Next(known.Order.Account),
                MarketId = MarketId,
                Status = OrderStatus.Rejected,
                RejectReason = RejectReason.AccountLocked,
            });
        }

        for (var leg = 1; leg < 3; leg++)
        {
            var request = RandomOrder();
            request.Order.Instructions.TrailingDistance = UInt128.MaxValue;
            request.Order.Instructions.PegReference = (PegReference)99;
            Emit(EventType.OrderRejected, new OrderRejected
            {
                Request = request,
                AccountSequence = Next(request.Order.Account),
                Reason = leg == 1 ? RejectReason.InvalidInstructions : RejectReason.ListRejected,
            });
        }
    }

    private void Trade(ulong auctionId, long matchedNs)
    {
        var buys = _orders.Where(order => order.MayTrade && order.Side == Side.Buy).ToList();
        var sells = _orders.Where(order => order.MayTrade && order.Side == Side.Sell).ToList();
        if (buys.Count == 0 || sells.Count == 0)
        {
            return;
        }

        var (buy, sell) = (buys[random.Next(buys.Count)], sells[random.Next(sells.Count)]);
        if (buy.Account == sell.Account)
        {
            return;
        }

        var lots = random.Next(1, (int)Math.Min(buy.Leaves - buy.Asleep, sell.Leaves - sell.Asleep) + 1);
        Emit(EventType.Traded, new Traded
        {
            MatchId = ++_matchId,
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            AssetId = 1,
            Aggressor = auctionId != 0 ? 0 : random.Next(2) == 0 ? Side.Buy : Side.Sell,
            Flags = auctionId != 0 ? TradeFlags.Auction : TradeFlags.None,
            AuctionId = auctionId,
            PriceTicks = 500,
            QuantityLots = lots,
            MatchedNs = matchedNs,
            Pool = 9_000,
            Buy = Filled(buy, lots, lots),
            Sell = Filled(sell, lots, -lots),
        });
    }

    private TradeSide Filled(ScriptOrder order, long lots, long signedLots)
    {
        order.Filled += lots;
        order.Leaves -= lots;
        order.TickLots += 500 * lots;
        order.Status = order.Leaves == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        var position = _positions[order.Account] = _positions.GetValueOrDefault(order.Account) + signedLots;
        return new TradeSide
        {
            Account = order.Account,
            OrderId = order.OrderId,
            ClientOrderId = order.Request.ClientOrderId,
            AccountSequence = Next(order.Account),
            CumulativeLots = order.Filled,
            LeavesLots = order.Leaves,
            CumulativeTickLots = order.TickLots,
            Fee = signedLots > 0 ? 7 : 5,
            CashDelta = -300,
            Available = Money,
            Held = 30,
            PositionLots = position,
            PositionCost = position * 50_000,
        };
    }

    private void Reduce(ScriptOrder order)
    {
        var lots = order.Asleep > 0 && order.Asleep < order.Leaves ? order.Asleep : 1;
        order.Asleep = order.Asleep == lots ? 0 : Math.Max(0, order.Asleep - lots);
        order.Leaves -= lots;
        Emit(EventType.OrderReduced, new OrderReduced
        {
            Account = order.Account,
            OrderId = order.OrderId,
            AccountSequence = Next(order.Account),
            MarketId = MarketId,
            AssetId = 1,
            Reason = order.ParentId != 0 ? CancelReason.ParentEnded : CancelReason.LinkedOrder,
            CumulativeLots = order.Filled,
            ReducedLots = lots,
            LeavesLots = order.Leaves,
            Released = 2,
            Available = Money,
            Held = 20,
        });
    }

    private void Cancel(ScriptOrder order, CancelReason reason, RejectReason detail)
    {
        var lots = order.Leaves;
        (order.Leaves, order.Asleep) = (0, 0);
        order.Status = reason == CancelReason.User ? OrderStatus.Cancelled : OrderStatus.Stopped;
        Emit(EventType.OrderCancelled, new OrderCancelled
        {
            Account = order.Account,
            OrderId = order.OrderId,
            AccountSequence = Next(order.Account),
            MarketId = MarketId,
            AssetId = 1,
            Reason = reason,
            Status = order.Status,
            Detail = detail,
            CumulativeLots = order.Filled,
            CancelledLots = lots,
            Released = 3,
            Available = Money,
            Held = 10,
        });
    }
}
