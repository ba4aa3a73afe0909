using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>
/// The money model: held money is never stored, it is the sum over open orders; a trade changes available by what the
/// definition says and nothing else.
/// </summary>
public sealed partial class ReferenceEngine
{
    /// <summary>Puts the order into every table of open orders and reports it; it is nowhere yet.</summary>
    private void Accept(ReferenceOrder order, ReferenceMarket market, OrderStatus status, CancelReason clipReason)
    {
        var account = order.Account;
        var asset = market.Terms.AssetId;
        order.Status = status;
        order.AcceptedSequence = _state.Sequence;
        account.Available.TryAdd(asset, 0);
        account.Available[asset] -= order.Hold;
        Position(account, market).Orders(order.Side).Add(order);
        market.Open.Add(order);
        JoinGrant(order);
        account.OrdersById.Add(order.OrderId, order);
        _state.Due.Add((order.DueSecond, order.OrderId), order);
        _state.Sink.Append(EventType.OrderAccepted, new OrderAccepted
        {
            Request = order.Request,
            OrderId = order.OrderId,
            EffectivePriceTicks = order.PriceTicks,
            AccountSequence = ++account.Sequence,
            AssetId = asset,
            Status = status,
            ListKind = order.List?.Kind ?? ListKind.None,
            LegIndex = (byte)order.LegIndex,
            LegCount = (byte)(order.List?.Legs.Count ?? 0),
            ListId = order.List?.Legs[0].OrderId ?? 0,
            Hold = (Int128)order.Hold,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
        });
        var clipped = order.QuantityLots - order.LeavesLots;
        if (clipped > 0)
        {
            order.TakenOutLots += clipped;
            ReportReduced(order, market, clipped, clipReason, 0);
        }
    }

    private static ReferencePosition Position(ReferenceAccount account, ReferenceMarket market)
    {
        if (!account.Positions.TryGetValue(market.Id, out var position))
        {
            position = new ReferencePosition(account, market);
            account.Positions.Add(market.Id, position);
            account.PositionsInOrder.Add(position);
            market.Positions.Add(position);
        }

        return position;
    }

    private ReferenceMarket MarketOf(ReferenceOrder order) => _state.Markets[order.MarketId];

    /// <summary>Ends an open order wherever it is.</summary>
    private void Cancel(
        ReferenceOrder order, CancelReason reason, ulong requestId = 0, RejectReason detail = RejectReason.None)
    {
        var market = MarketOf(order);
        var account = order.Account;
        var asset = market.Terms.AssetId;
        var released = order.Hold;
        var lots = order.LeavesLots;
        LeavePlace(order, market);
        account.Available[asset] += released;
        order.CancelReason = reason;
        Close(order, market, reason switch
        {
            CancelReason.Expired or CancelReason.SessionEnd => OrderStatus.Expired,
            CancelReason.User or CancelReason.ImmediateRemainder or CancelReason.AmendedBelowFilled
                or CancelReason.MassCancel or CancelReason.TwapEnded or CancelReason.SessionKeyRevoked
                or CancelReason.CancelledOnChain or CancelReason.ForcedExit
                or CancelReason.QuoteReplaced => OrderStatus.Cancelled,
            _ => OrderStatus.Stopped,
        });
        _state.Sink.Append(EventType.OrderCancelled, new OrderCancelled
        {
            Account = account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.ClientOrderId,
            RequestClientOrderId = requestId,
            AccountSequence = ++account.Sequence,
            MarketId = market.Id,
            AssetId = asset,
            Reason = reason,
            Status = order.Status,
            Detail = detail,
            CumulativeLots = order.CumulativeLots,
            CancelledLots = lots,
            Released = (Int128)released,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
        });
    }

    /// <summary>Takes an ended order out of every table of open orders.</summary>
    private void Close(ReferenceOrder order, ReferenceMarket market, OrderStatus status)
    {
        Position(order.Account, market).Orders(order.Side).Remove(order);
        market.Open.Remove(order);
        LeaveGrant(order);
        LeaveQuote(order);
        market.Pegs.Remove(order);
        _state.Due.Remove((order.DueSecond, order.OrderId));
        _state.Slices.Remove((order.SliceSecond, order.OrderId));
        if (order.List is not null)
        {
            _links.Enqueue(new LinkEvent(LinkKind.End, order, 0));
        }

        _state.End(order, status);
    }

    private void LeavePlace(ReferenceOrder order, ReferenceMarket market)
    {
        switch (order.Place)
        {
            case Place.Book:
                market.Leave(market.Book(order.Side), order);
                _state.Touch(market, order.Side, order.PriceTicks);
                break;
            case Place.AllOrNone:
                market.AllOrNone(order.Side).Remove(order);
                break;
            case Place.Waiting:
                market.Waiting.Remove(order);
                break;
            case Place.Waking:
                market.Waking.Remove(order);
                break;
            case Place.Queued:
                _releases.Remove(order);
                break;
        }

        market.Leave(market.Off, order);
        order.Place = Place.None;
    }

    /// <summary>
    /// Lots leave without trade, fewer than are open; an iceberg gives its reserve first. Dormant lots stay.
    /// </summary>
    private void Reduce(ReferenceOrder order, long lots, CancelReason reason)
    {
        var shown = order.ShownLots;
        TakeOut(order, lots, reason, isDormant: false, () =>
        {
            order.SliceLots = Math.Min(order.SliceLots, order.ActiveLots);
            TouchIfShownChanged(order, shown);
        });
        LeaveBookIfEmpty(order);
    }

    private void ReduceDormant(ReferenceOrder order, CancelReason reason) =>
        TakeOut(order, order.DormantLots, reason, isDormant: true, () => { });

    private void TakeOut(ReferenceOrder order, long lots, CancelReason reason, bool isDormant, Action afterwards)
    {
        var market = MarketOf(order);
        var held = order.Hold;
        order.LeavesLots -= lots;
        order.DormantLots -= isDormant ? lots : 0;
        order.TakenOutLots += lots;
        var released = held - order.Hold;
        order.Account.Available[market.Terms.AssetId] += released;
        afterwards();
        ReportReduced(order, market, lots, reason, released);
    }

    private void TouchIfShownChanged(ReferenceOrder order, long shownBefore)
    {
        if (order.Place != Place.Book)
        {
            return;
        }

        var market = MarketOf(order);
        _state.NoteChange(market);
        if (order.ShownLots != shownBefore)
        {
            _state.Touch(market, order.Side, order.PriceTicks);
        }
    }

    /// <summary>A child of which only dormant lots are left waits for its parent again.</summary>
    private void LeaveBookIfEmpty(ReferenceOrder order)
    {
        if (order is { IsOpen: true, ActiveLots: 0 } && order.Place is Place.Book or Place.Taking or Place.Waking)
        {
            LeavePlace(order, MarketOf(order));
            MarketOf(order).PutOff(order, Place.Dormant);
        }
    }

    private void ReportReduced(
        ReferenceOrder order, ReferenceMarket market, long lots, CancelReason reason, BigInteger released)
    {
        var account = order.Account;
        var asset = market.Terms.AssetId;
        _state.Sink.Append(EventType.OrderReduced, new OrderReduced
        {
            Account = account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.ClientOrderId,
            AccountSequence = ++account.Sequence,
            MarketId = market.Id,
            AssetId = asset,
            Reason = reason,
            CumulativeLots = order.CumulativeLots,
            ReducedLots = lots,
            LeavesLots = order.LeavesLots,
            Released = (Int128)released,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
        });
    }

    /// <summary>S4.</summary>
    private void ReportPrevented(
        ReferenceOrder taker, ReferenceOrder maker, ReferenceMarket market, long lots, (int Mode, long Price) how)
    {
        var first = ++taker.Account.Sequence;
        var second = ReferenceEquals(taker.Account, maker.Account) ? first : ++maker.Account.Sequence;
        _state.Sink.Append(EventType.PreventedMatch, new PreventedMatch
        {
            MarketId = market.Id,
            Mode = (SelfTradePrevention)how.Mode,
            Aggressor = taker.Side,
            PriceTicks = how.Price,
            QuantityLots = lots,
            Taker = PreventedSide(taker, first),
            Maker = PreventedSide(maker, second),
        });
    }

    private static PreventedSide PreventedSide(ReferenceOrder order, ulong sequence) => new()
    {
        Account = order.Account.Id,
        OrderId = order.OrderId,
        ClientOrderId = order.ClientOrderId,
        AccountSequence = sequence,
    };
}
