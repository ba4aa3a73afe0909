using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§8: pegged orders follow their reference after each command.</summary>
public sealed partial class ReferenceEngine
{
    /// <summary>Null: parked.</summary>
    private static long? PegPrice(ReferenceOrder order, ReferenceMarket market)
    {
        if (!market.IsTrading || PegReferenceTicks(order, market) is not { } reference)
        {
            return null;
        }

        var price = order.IsBuy
            ? BigInteger.Min(reference - order.OffsetTicks, order.LimitTicks)
            : BigInteger.Max(reference + order.OffsetTicks, order.LimitTicks);
        price = market.Passive(order.Side, price);
        if (market.BestOpposite(order.Side) is { } best && (order.IsBuy ? price >= best : price <= best))
        {
            price = Behind(order.Side, market);
        }

        return market.IsInside(price) ? (long)price : null;
    }

    private static BigInteger? PegReferenceTicks(ReferenceOrder order, ReferenceMarket market)
    {
        BigInteger? bid = market.Bids.FirstOrDefault(other => !other.IsPegged)?.PriceTicks;
        BigInteger? ask = market.Asks.FirstOrDefault(other => !other.IsPegged)?.PriceTicks;
        return order.Request.Order.Instructions.PegReference switch
        {
            PegReference.BestBid => bid,
            PegReference.BestAsk => ask,
            PegReference.Index => market.IndexTicks,
            _ when bid is null || ask is null => null,
            _ when order.IsBuy => FixedMath.Floor(bid.Value + ask.Value, 2),
            _ => -FixedMath.Floor(-(bid.Value + ask.Value), 2),
        };
    }

    /// <summary>The first time: it rests at its price or is parked, without a word.</summary>
    private void EnterPeg(ReferenceOrder order, ReferenceMarket market)
    {
        market.Pegs.Add(order);
        if (PegPrice(order, market) is { } price)
        {
            order.PriceTicks = price;
            Rest(order, market);
        }
        else
        {
            market.PutOff(order, Place.Parked);
        }
    }

    private void RepricePegs(ReferenceMarket market)
    {
        foreach (var order in market.Pegs.ToList())
        {
            var price = PegPrice(order, market);
            var isSame = order.Place == Place.Parked ? price is null : price == order.PriceTicks;
            if (!isSame)
            {
                Reprice(order, market, price);
            }
        }
    }

    private void Reprice(ReferenceOrder order, ReferenceMarket market, long? price)
    {
        LeavePlace(order, market);
        market.PutOff(order, Place.Parked);
        order.Status = OrderStatus.PendingTrigger;
        if (price is { } ticks)
        {
            order.Status = order.CumulativeLots > 0 ? OrderStatus.PartiallyFilled : OrderStatus.New;
            order.PriceTicks = ticks;
            market.Off.Remove(order);
            Rest(order, market);
        }

        _state.Sink.Append(EventType.OrderRepriced, new OrderRepriced
        {
            Account = order.Account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.ClientOrderId,
            AccountSequence = ++order.Account.Sequence,
            MarketId = market.Id,
            IsParked = (byte)(price is null ? 1 : 0),
            PriceTicks = price ?? 0,
        });
    }
}
