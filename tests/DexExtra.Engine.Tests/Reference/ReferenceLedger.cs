using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// The money model of the reference: held money is never stored, it is the sum over open orders; a trade changes
/// available by what the definition says and nothing else.
/// </summary>
public sealed class ReferenceLedger(ReferenceState state)
{
    public void Accept(ReferenceOrder order, ReferenceMarket market)
    {
        var account = order.Account;
        var asset = market.Terms.AssetId;
        var hold = order.HoldPerLot * order.LeavesLots;
        account.Available[asset] = account.Available.GetValueOrDefault(asset) - hold;
        account.Positions.TryAdd(market.Terms.MarketId, (0, 0));
        state.Sink.Append(EventType.OrderAccepted, new OrderAccepted
        {
            Request = order.Request,
            OrderId = order.OrderId,
            EffectivePriceTicks = order.PriceTicks,
            AccountSequence = ++account.Sequence,
            AssetId = asset,
            Hold = (Int128)hold,
            Available = (Int128)account.Available[asset],
            Held = (Int128)account.Held(asset, state.Markets.Values),
        });
        if (order.LeavesLots < order.Request.QuantityLots)
        {
            var clipped = order.Request.QuantityLots - order.LeavesLots;
            ReportReduced(order, market, clipped, CancelReason.ReduceOnlyCap, 0);
        }
    }

    public void Cancel(ReferenceOrder order, ReferenceMarket market, CancelReason reason, ulong requestId)
    {
        var account = order.Account;
        var asset = market.Terms.AssetId;
        var released = order.HoldPerLot * order.LeavesLots;
        var lots = order.LeavesLots;
        account.Available[asset] += released;
        order.CancelReason = reason;
        state.End(order, reason switch
        {
            CancelReason.Expired => OrderStatus.Expired,
            CancelReason.User or CancelReason.ImmediateRemainder => OrderStatus.Cancelled,
            _ => OrderStatus.Stopped,
        });
        state.Sink.Append(EventType.OrderCancelled, new OrderCancelled
        {
            Account = account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.Request.ClientOrderId,
            RequestClientOrderId = requestId,
            AccountSequence = ++account.Sequence,
            MarketId = market.Terms.MarketId,
            AssetId = asset,
            Reason = reason,
            Status = order.Status,
            CumulativeLots = order.CumulativeLots,
            CancelledLots = lots,
            Released = (Int128)released,
            Available = (Int128)account.Available[asset],
            Held = (Int128)account.Held(asset, state.Markets.Values),
        });
    }

    public void ReportPrevented(
        ReferenceOrder incoming, ReferenceOrder resting, ReferenceMarket market, long overlap)
    {
        var first = ++incoming.Account.Sequence;
        var second = ReferenceEquals(incoming.Account, resting.Account) ? first : ++resting.Account.Sequence;
        state.Sink.Append(EventType.PreventedMatch, new PreventedMatch
        {
            MarketId = market.Terms.MarketId,
            Mode = (SelfTradePrevention)incoming.SelfTradeMode,
            Aggressor = incoming.Side,
            PriceTicks = resting.PriceTicks,
            QuantityLots = overlap,
            Taker = PreventedSide(incoming, first),
            Maker = PreventedSide(resting, second),
        });
    }

    public void Reduce(ReferenceOrder order, ReferenceMarket market, long lots)
    {
        order.Account.Available[market.Terms.AssetId] += order.HoldPerLot * lots;
        order.LeavesLots -= lots;
        ReportReduced(order, market, lots, CancelReason.SelfTrade, order.HoldPerLot * lots);
    }

    private void ReportReduced(
        ReferenceOrder order, ReferenceMarket market, long lots, CancelReason reason, BigInteger released)
    {
        var account = order.Account;
        var asset = market.Terms.AssetId;
        state.Sink.Append(EventType.OrderReduced, new OrderReduced
        {
            Account = account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.Request.ClientOrderId,
            AccountSequence = ++account.Sequence,
            MarketId = market.Terms.MarketId,
            AssetId = asset,
            Reason = reason,
            CumulativeLots = order.CumulativeLots,
            ReducedLots = lots,
            LeavesLots = order.LeavesLots,
            Released = (Int128)released,
            Available = (Int128)account.Available[asset],
            Held = (Int128)account.Held(asset, state.Markets.Values),
        });
    }

    public void Trade(ReferenceOrder incoming, ReferenceOrder resting, ReferenceMarket market)
    {
        var lots = Math.Min(incoming.LeavesLots, resting.LeavesLots);
        var price = resting.PriceTicks;
        state.Matches.Add(SettlementState.Matched);
        var traded = new Traded
        {
            MatchId = (ulong)state.Matches.Count,
            MarketSequence = ++market.Sequence,
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            Aggressor = incoming.Side,
            PriceTicks = price,
            QuantityLots = lots,
        };
        var taken = Fill(incoming, market, price, lots, market.Terms.TakerFeePerLot);
        var made = Fill(resting, market, price, lots, market.Terms.MakerFeePerLot);
        (traded.Buy, traded.Sell) = incoming.Side == Side.Buy ? (taken, made) : (made, taken);
        traded.Pool = (Int128)market.Pool;
        state.Touch(market, resting.Side, price);
        if (resting.LeavesLots == 0)
        {
            market.Book(resting.Side).Remove(resting);
            state.End(resting, OrderStatus.Filled);
        }

        state.Sink.Append(EventType.Traded, in traded);
    }

    private static PreventedSide PreventedSide(ReferenceOrder order, ulong sequence) => new()
    {
        Account = order.Account.Id,
        OrderId = order.OrderId,
        ClientOrderId = order.Request.ClientOrderId,
        AccountSequence = sequence,
    };

    private TradeSide Fill(ReferenceOrder order, ReferenceMarket market, long price, long lots, long feePerLot)
    {
        var account = order.Account;
        var asset = market.Terms.AssetId;
        var (position, cost) = account.Positions[market.Terms.MarketId];
        var signed = order.Side == Side.Buy ? lots : -lots;
        var closing = position.Sign == -Math.Sign(signed) ? BigInteger.Min(lots, BigInteger.Abs(position)) : 0;
        var range = ((BigInteger)market.Terms.CapTicks - market.Terms.FloorTicks) * market.TickValue;
        var opening = market.OpeningCost(order.Side, price);
        var cash = (closing * (range - opening)) - ((lots - closing) * opening);
        var fee = (BigInteger)feePerLot * lots;
        account.Available[asset] += (order.HoldPerLot * lots) + cash - fee;
        market.Pool -= cash;
        state.Fees[asset] += fee;

        var removed = closing == 0 ? 0 : cost * closing / BigInteger.Abs(position);
        var realised = closing == 0 ? 0 : -(Math.Sign(signed) * closing * price * market.TickValue) - removed;
        cost += (Math.Sign(signed) * (lots - closing) * price * market.TickValue) - removed;
        position += signed;
        account.Positions[market.Terms.MarketId] = (position, cost);
        order.LeavesLots -= lots;
        order.CumulativeLots += lots;
        order.CumulativeTickLots += (BigInteger)price * lots;
        order.Status = OrderStatus.PartiallyFilled;
        return new TradeSide
        {
            Account = account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.Request.ClientOrderId,
            AccountSequence = ++account.Sequence,
            CumulativeLots = order.CumulativeLots,
            LeavesLots = order.LeavesLots,
            CumulativeTickLots = (Int128)order.CumulativeTickLots,
            Fee = (Int128)fee,
            CashDelta = (Int128)cash,
            Available = (Int128)account.Available[asset],
            Held = (Int128)account.Held(asset, state.Markets.Values),
            PositionLots = (long)position,
            PositionCost = (Int128)cost,
            RealisedPnl = (Int128)realised,
        };
    }
}
