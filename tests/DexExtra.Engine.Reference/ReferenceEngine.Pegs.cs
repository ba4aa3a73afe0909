using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§8: pegged orders follow their reference after each command.</summary>
public sealed partial class ReferenceEngine
{
    private const int MaxPegVisits = 4_096;

    /// <summary>Markets whose pegs have yet to look at their references.</summary>
    private readonly List<ReferenceMarket> _pegBacklog = [];
    private int _pegVisits;

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

    /// <summary>Where the market begins or ends to match: now, or with the next commands.</summary>
    private void MovePegs(ReferenceMarket market)
    {
        if (!TryRepricePegs(market))
        {
            AddToPegBacklog(market);
        }
    }

    private void AddToPegBacklog(ReferenceMarket market)
    {
        if (!_pegBacklog.Contains(market))
        {
            _pegBacklog.Add(market);
        }
    }

    /// <summary>§1 step 5: one market after the other, as long as the command may still visit all pegs of the next.</summary>
    private void FollowReferences()
    {
        _state.Changed.ForEach(AddToPegBacklog);
        while (_pegBacklog.Count > 0 && TryRepricePegs(_pegBacklog[0]))
        {
            _pegBacklog.RemoveAt(0);
        }
    }

    private bool TryRepricePegs(ReferenceMarket market)
    {
        if (market.Pegs.Count > _pegVisits)
        {
            return false;
        }

        _pegVisits -= market.Pegs.Count;
        foreach (var order in market.Pegs.ToList())
        {
            var price = PegPrice(order, market);
            var isSame = order.Place == Place.Parked ? price is null : price == order.PriceTicks;
            if (!isSame)
            {
                Reprice(order, market, price);
            }
        }

        return true;
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
            market.Leave(market.Off, order);
            ShowNextSlice(order, market);
            PutOnBook(order, market);
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
        if (price is not null)
        {
            ReportShown(order, market);
        }
    }
}
