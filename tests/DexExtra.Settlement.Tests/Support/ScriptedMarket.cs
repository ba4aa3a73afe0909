using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>
/// Writes the events of orders and matches as the rules describe them, signed for real: what settlement makes of them
/// is tested here, not when the engine writes them.
/// </summary>
internal sealed class ScriptedMarket(TestVenue venue)
{
    private readonly Dictionary<long, NewOrder> _orders = [];
    private long _orderId = 1_000_000;
    private ulong _matchId;

    public long Accept(PrivateKey trader, SignedOrder order)
    {
        var request = Request(order, trader.Sign(OrderHash.Digest(venue.Domain, in order)));
        var accepted = new OrderAccepted { Request = request, OrderId = ++_orderId, Status = OrderStatus.New };
        _orders[accepted.OrderId] = request;
        venue.Engine.Script((ref frame) => frame.Append(EventType.OrderAccepted, in accepted));
        return accepted.OrderId;
    }

    /// <summary>All legs in one frame, each with the one signature; returns their ids.</summary>
    public long[] AcceptList(PrivateKey trader, ListKind kind, params SignedOrder[] orders)
    {
        var signature = trader.Sign(OrderListHash.Digest(venue.Domain, kind, orders));
        var first = ++_orderId;
        var legs = orders.Select((order, index) => new OrderAccepted
        {
            Request = Request(order, signature),
            OrderId = first + (index * Limits.LegOrderIdStep),
            ListKind = kind,
            LegIndex = (byte)index,
            LegCount = (byte)orders.Length,
            ListId = first,
        }).ToArray();
        venue.Engine.Script((ref frame) =>
        {
            foreach (var leg in legs)
            {
                frame.Append(EventType.OrderAccepted, in leg);
            }
        });
        foreach (var leg in legs)
        {
            _orders[leg.OrderId] = leg.Request;
        }

        return [.. legs.Select(leg => leg.OrderId)];
    }

    /// <summary>C4: the order as its owner signed it before, changed and one version higher.</summary>
    public void Replace(PrivateKey trader, long orderId, Func<SignedOrder, SignedOrder> change)
    {
        var order = change(_orders[orderId].Order);
        order.Version++;
        var request = Request(order, trader.Sign(OrderHash.Digest(venue.Domain, in order)));
        _orders[orderId] = request;
        var replaced = new OrderReplaced { Request = request, OrderId = orderId };
        venue.Engine.Script((ref frame) => frame.Append(EventType.OrderReplaced, in replaced));
    }

    /// <summary>One lot at price 40.</summary>
    /// <param name="buyId">Order that buys.</param>
    /// <param name="sellId">Order that sells.</param>
    /// <param name="leavesLots">Open afterwards, of both.</param>
    /// <param name="matchedNs">Time of the match; null: now.</param>
    /// <param name="timestampNs">Time of the command that reports it; null: now.</param>
    public void Trade(long buyId, long sellId, long leavesLots = 1, long? matchedNs = null, long? timestampNs = null)
    {
        var trade = new Traded
        {
            MatchId = ++_matchId,
            MarketId = TestVenue.MarketId,
            PriceTicks = 40,
            QuantityLots = 1,
            MatchedNs = matchedNs ?? (long)LocalEngine.NowSeconds * Limits.NsPerSecond,
            Buy = new TradeSide { OrderId = buyId, LeavesLots = leavesLots },
            Sell = new TradeSide { OrderId = sellId, LeavesLots = leavesLots },
        };
        venue.Engine.Script((ref frame) => frame.Append(EventType.Traded, in trade), timestampNs);
    }

    private NewOrder Request(SignedOrder order, Signature signature) => new()
    {
        Order = order,
        Signature = signature,
        OrderHash = OrderHash.Digest(venue.Domain, in order),
        PriceTicks = 40,
        QuantityLots = (long)(order.Quantity / FixedPoint.One),
    };
}
