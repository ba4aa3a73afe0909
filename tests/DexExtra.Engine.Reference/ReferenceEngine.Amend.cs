using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§12: changes inside what was signed (C1 to C4).</summary>
public sealed partial class ReferenceEngine
{
    private const AmendFields KnownFields =
        AmendFields.Quantity | AmendFields.LimitPrice | AmendFields.Expiry | AmendFields.DisplayQuantity;

    private void Apply(in AmendOrder request)
    {
        var order = Find(request.Account, request.OrderId, request.OrigClientOrderId);
        var fields = request;
        AmendPlan? plan = null;
        var reason = RejectReason.None;
        if (_state.Accounts.ContainsKey(request.Account))
        {
            reason = KeyRefusal(request.GrantId, request.Account, SessionKeyPermissions.Trade);
            order = reason == RejectReason.None ? order : null;
            reason = Then(reason, () => order is null ? reason : MarketRefusal(fields.GrantId, order.MarketId));
        }

        reason = Then(reason, () => OpenRefusal(order));
        reason = Then(reason, () => AmendStateRefusal(order!, fields.Fields, fields.Quantity));
        reason = Then(reason, () => fields.Fields == 0 || (fields.Fields & ~KnownFields) != 0
            ? RejectReason.InvalidInstructions
            : RejectReason.None);
        reason = Then(reason, () => IsAmendable(order!, fields.Fields) ? RejectReason.None : RejectReason.NotAmendable);
        reason = Then(reason, () => ReadAmend(order!, in fields, out plan));
        reason = Then(reason, () => CheckEnvelope(plan!));
        reason = Then(reason, () => CheckPlan(plan!));
        if (reason == RejectReason.None)
        {
            Carry(plan!);
        }
        else
        {
            RejectAmend(request.Account, request.ClientOrderId, request.OrigClientOrderId, order?.OrderId ?? 0, reason);
        }
    }

    private void RejectAmend(AccountId account, ulong requestId, ulong origId, long orderId, RejectReason reason) =>
        _state.Sink.Append(EventType.AmendRejected, new AmendRejected
        {
            Account = account,
            ClientOrderId = requestId,
            OrigClientOrderId = origId,
            OrderId = orderId,
            AccountSequence = NextSequence(account),
            Reason = reason,
        });

    private RejectReason OpenRefusal(ReferenceOrder? order) => order switch
    {
        null => RejectReason.UnknownOrder,
        { IsOpen: true } => TradingRefusal(order.Account),
        { Status: OrderStatus.Filled } => RejectReason.TooLateFilled,
        { Status: OrderStatus.Expired } => RejectReason.TooLateExpired,
        _ => RejectReason.TooLateCancelled,
    };

    private RejectReason AmendStateRefusal(ReferenceOrder order, AmendFields fields, UInt128 quantity)
    {
        var market = MarketOf(order);
        var now = (BigInteger)order.QuantityLots * (BigInteger)market.Terms.LotSize;
        var isAccepted = !market.IsUncrossing && !market.IsTimeUp && !IsSwept(market) && market.State switch
        {
            MarketState.Continuous or MarketState.OpeningAuction or MarketState.Auction
                or MarketState.ClosingAuction => true,
            MarketState.CancelOnly => fields == AmendFields.Quantity && (BigInteger)quantity < now,
            MarketState.PostOnly => order.IsPostOnly,
            MarketState.ReduceOnly => order.IsReduceOnly,
            _ => false,
        };
        return isAccepted ? RejectReason.None : RejectReason.MarketStateForbids;
    }

    private static bool IsAmendable(ReferenceOrder order, AmendFields fields) =>
        order.Place is not (Place.Dormant or Place.Waking) && !order.IsTwap && !order.IsAllOrNone
        && order.QuoteSet is null
        && !(fields.HasFlag(AmendFields.LimitPrice) && order.IsPegged)
        && !(fields.HasFlag(AmendFields.Quantity) && order.List is { HasParent: true })
        && !(fields.HasFlag(AmendFields.DisplayQuantity) && !order.IsIceberg);

    /// <summary>The grids of gate 4, fields that do not count stay as they are.</summary>
    private RejectReason ReadAmend(ReferenceOrder order, in AmendOrder request, out AmendPlan? plan)
    {
        var terms = MarketOf(order).Terms;
        var (price, quantity, display) = (order.LimitTicks, order.QuantityLots, order.DisplayLots);
        var fields = request.Fields;
        var isOnTick = !fields.HasFlag(AmendFields.LimitPrice)
            || (TryUnits(request.LimitPrice, terms.TickSize, out price)
                && price % MarketOf(order).Rules.PriceIncrementTicks == 0);
        var isOnLot = !fields.HasFlag(AmendFields.Quantity) || TryUnits(request.Quantity, terms.LotSize, out quantity);
        var isDisplayOnLot = !fields.HasFlag(AmendFields.DisplayQuantity)
            || (TryUnits(request.DisplayQuantity, terms.LotSize, out display) && display > 0);
        var expiry = fields.HasFlag(AmendFields.Expiry) ? request.ExpirySeconds : order.ExpirySecond;
        plan = new AmendPlan(order, price, quantity, display, expiry, request.ClientOrderId);
        return !isOnTick ? RejectReason.PriceOffTick
            : !isOnLot ? RejectReason.QuantityOffLot
            : CheckRanges(plan, isDisplayOnLot);
    }

    private RejectReason CheckRanges(AmendPlan plan, bool isDisplayOnLot)
    {
        var order = plan.Order;
        var market = MarketOf(order);
        if (plan.ChangesQuantity
            && (plan.QuantityLots < market.Rules.MinOrderLots || plan.QuantityLots > market.Terms.MaxOrderLots))
        {
            return RejectReason.QuantityOutOfRange;
        }

        var changesDisplay = plan.ChangesQuantity || plan.DisplayLots != order.DisplayLots;
        var isOtherBad = OcoPlan(plan) is { Order.IsIceberg: true } other
            && !IsDisplayValid(other, market);
        if (!isDisplayOnLot || isOtherBad || (order.IsIceberg && changesDisplay && !IsDisplayValid(plan, market)))
        {
            return RejectReason.DisplayQuantityInvalid;
        }

        var isBad = plan.ChangesPrice && order is { Type: OrderType.StopLimit, Place: Place.Waiting }
            && (order.IsBuy ? plan.LimitTicks < order.TriggerTicks : plan.LimitTicks > order.TriggerTicks);
        return isBad ? RejectReason.BadStopLimit
            : !market.IsInside(plan.LimitTicks) ? RejectReason.PriceOutOfBounds
            : RejectReason.None;
    }

    private static bool IsDisplayValid(AmendPlan plan, ReferenceMarket market) =>
        plan.DisplayLots >= market.Rules.MinDisplayLots
        && plan.DisplayLots <= plan.QuantityLots
        && plan.QuantityLots <= (BigInteger)plan.DisplayLots * market.Rules.MaxIcebergParts
        && plan.Order.VarianceLots < plan.DisplayLots;

    /// <summary>C4.</summary>
    private static RejectReason CheckEnvelope(AmendPlan plan)
    {
        var signed = plan.Order.Request;
        var isWorse = plan.Order.IsBuy ? plan.LimitTicks > signed.PriceTicks : plan.LimitTicks < signed.PriceTicks;
        var isOutside = isWorse || plan.QuantityLots > signed.QuantityLots
            || plan.ExpirySecond > signed.Order.ExpirySeconds;
        return isOutside ? RejectReason.OutsideSignedOrder : RejectReason.None;
    }

    /// <summary>From the expiry on: what a replacement passes too.</summary>
    private RejectReason CheckPlan(AmendPlan plan)
    {
        var order = plan.Order;
        var market = MarketOf(order);
        var other = OcoPlan(plan);
        var gained = Math.Max(0, plan.Gained) + Math.Max(0, other?.Gained ?? 0);
        var moves = plan.LosesPlace || gained > 0;
        return other is { Order.IsIceberg: true } && !IsDisplayValid(other, market)
                ? RejectReason.DisplayQuantityInvalid
            : other is not null && plan.QuantityLots > other.Order.Request.QuantityLots
                ? RejectReason.OutsideSignedOrder
            : plan.ExpirySecond <= (ulong)_state.NowSecond ? RejectReason.ExpiredOnEntry
            : plan.ChangesPrice && order.Type == OrderType.Limit && IsOutsideBand(order.Side, plan.LimitTicks, market)
                ? RejectReason.PriceOutsideBand
            : plan.NewLeaves <= 0 ? RejectReason.None
            : moves && IsAnyDue() ? RejectReason.LimitReached
            : gained > 0 && IsPositionFull(order, market, gained, []) ? RejectReason.LimitReached
            : plan.LosesPlace && _state.UnsettledRoom <= 0 ? RejectReason.SettlementBacklog
            : !IsCovered(plan, other, market) ? RejectReason.InsufficientFunds
            : plan.ChangesTrigger && !order.Request.Order.Flags.HasFlag(OrderFlags.AllowImmediate)
                && IsTriggerTrue(order, plan.TriggerTicks, market)
                ? RejectReason.WouldTriggerImmediately
            : plan.ChangesPrice && order.IsPostOnly && order.Place == Place.Book && !market.IsInCall
                && WouldCross(order.Side, plan.LimitTicks, market)
                ? RejectReason.PostOnlyWouldCross
            : RejectReason.None;
    }

    private static bool IsCovered(AmendPlan plan, AmendPlan? other, ReferenceMarket market)
    {
        var more = NewHold(plan, market) - plan.Order.Hold;
        more += other is null ? 0 : BigInteger.Max(0, NewHold(other, market) - other.Order.Hold);
        return more <= 0 || more <= plan.Order.Account.Free(market.Terms.AssetId);
    }

    private static BigInteger NewHold(AmendPlan plan, ReferenceMarket market) => BigInteger.Max(0, plan.NewLeaves)
        * (plan.ChangesHold ? NewHoldPerLot(plan, market) : plan.Order.HoldPerLot);

    private static BigInteger NewHoldPerLot(AmendPlan plan, ReferenceMarket market) =>
        (plan.Order.IsReduceOnly ? 0 : market.OpeningCost(plan.Order.Side, NewPrice(plan, market))) + market.WorstFee;

    /// <summary>Effective price at the new limit.</summary>
    private static long NewPrice(AmendPlan plan, ReferenceMarket market)
    {
        var order = plan.Order;
        if (order.Place == Place.Waiting && order.Type is OrderType.Stop or OrderType.TakeProfit)
        {
            var protection = market.Terms.ProtectionTicks;
            return order.IsBuy
                ? (long)BigInteger.Min(plan.LimitTicks, market.Passive(Side.Buy, plan.TriggerTicks + (BigInteger)protection))
                : (long)BigInteger.Max(plan.LimitTicks, market.Passive(Side.Sell, plan.TriggerTicks - (BigInteger)protection));
        }

        return plan.LimitTicks;
    }

    /// <summary>T12: the quantity of an OCO leg is the quantity of both.</summary>
    private static AmendPlan? OcoPlan(AmendPlan plan)
    {
        var order = plan.Order;
        return plan.ChangesQuantity && order.List is { Kind: ListKind.OneCancelsOther } list
            && list.Other(order) is { IsOpen: true } other
            ? new AmendPlan(other, other.LimitTicks, plan.QuantityLots, other.DisplayLots, other.ExpirySecond, 0)
            : null;
    }
}
