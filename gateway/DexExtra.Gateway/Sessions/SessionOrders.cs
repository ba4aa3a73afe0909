using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// The business messages of one session, published in the order they came although signatures are checked in parallel:
/// a queue of slots of which only a decided head may leave. The session's reader submits; reader and verify workers
/// publish, one at a time. A bounded number is in flight, so that one session cannot fill the verify queue.
/// </summary>
/// <param name="services">Shared.</param>
/// <param name="account">The session's account.</param>
/// <param name="grantId">Of the session key that logged in; 0 = the owner.</param>
/// <param name="sessionId">Under which the engine keeps the session's orders (C6).</param>
/// <param name="outbox">Where refusals go.</param>
internal sealed partial class SessionOrders(
    SessionServices services, AccountId account, uint grantId, ulong sessionId, SessionOutbox outbox)
    : IAsyncDisposable
{
    private const long NsPerMs = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Queue<OrderSlot> _inFlight = new();
    private readonly Stack<OrderSlot> _free = new();
    private readonly SemaphoreSlim _room = new(GatewayLimits.OrdersInFlightPerSession);

    /// <summary>Rate-limited messages since the last one that was not.</summary>
    public int RateRefusals { get; private set; }

    /// <summary>Waits until one more message may be in flight.</summary>
    public ValueTask EnterAsync(CancellationToken aborted) =>
        _room.Wait(0, CancellationToken.None) ? ValueTask.CompletedTask : new ValueTask(_room.WaitAsync(aborted));

    /// <summary>Gives the room of EnterAsync back when the message was no business message.</summary>
    public void Exit() => _room.Release();

    public void Submit(in NewOrderSingle message, long receivedNs)
    {
        var slot = Rent(Template.NewOrderSingle, message.ClientOrderId, receivedNs);
        slot.Order = new NewOrder
        {
            Order = message.Order,
            Signature = message.Signature,
            ClientOrderId = message.ClientOrderId,
            SessionId = sessionId,
            Tag = message.Tag,
        };
        var refusal = Allow(in message.Order, message.ChainId, slot, orders: 1);
        Verify(slot, refusal == RejectReason.None ? services.Admission.Prepare(ref slot.Order) : refusal);
    }

    public void Submit(in OrderReplaceRequest message, long receivedNs)
    {
        var slot = Rent(Template.OrderReplaceRequest, message.ClientOrderId, receivedNs);
        slot.Replace = new ReplaceOrder
        {
            Order = new NewOrder
            {
                Order = message.Order,
                Signature = message.Signature,
                ClientOrderId = message.ClientOrderId,
                SessionId = sessionId,
            },
            OrigClientOrderId = message.OrigClientOrderId,
            OrderId = message.OrderId,
        };
        var refusal = Names(message.OrderId, message.OrigClientOrderId)
            ? Allow(in message.Order, message.ChainId, slot, orders: 1)
            : RejectReason.Malformed;
        Verify(slot, refusal == RejectReason.None ? services.Admission.PrepareReplacement(ref slot.Order) : refusal);
    }

    /// <param name="frame">The whole frame: the legs are its repeating group.</param>
    /// <param name="receivedNs">Unix time of the first byte.</param>
    public void SubmitList(ReadOnlySpan<byte> frame, long receivedNs)
    {
        ref readonly var message = ref Frame.Body<NewOrderListRequest>(frame);
        var count = Group.Count(frame);
        var slot = Rent(Template.NewOrderListRequest, 0, receivedNs);
        slot.List = new NewOrderList { Kind = message.Kind, LegCount = (byte)count };
        var refusal = count == 0 ? RejectReason.InvalidOrderList : RejectReason.None;
        for (var index = 0; index < count && refusal == RejectReason.None; index++)
        {
            ref readonly var leg = ref Group.Entry<OrderListLeg>(frame, index);
            slot.ClientOrderId = index == 0 ? leg.ClientOrderId : slot.ClientOrderId;
            slot.List.Legs[index] = new NewOrder
            {
                Order = leg.Order,
                Signature = message.Signature,
                ClientOrderId = leg.ClientOrderId,
                SessionId = sessionId,
                Tag = leg.Tag,
            };
            refusal = Allow(in leg.Order, message.ChainId, slot, orders: index == 0 ? count : 0);
        }

        Verify(slot, refusal == RejectReason.None ? services.Admission.PrepareList(ref slot.List) : refusal);
    }

    public void Submit(in OrderCancelRequest message, long receivedNs)
    {
        var slot = Rent(Template.OrderCancelRequest, message.ClientOrderId, receivedNs);
        slot.Cancel = new CancelOrder
        {
            Account = account,
            ClientOrderId = message.ClientOrderId,
            OrigClientOrderId = message.OrigClientOrderId,
            OrderId = message.OrderId,
            GrantId = grantId,
        };
        Decide(slot, Names(message.OrderId, message.OrigClientOrderId) ? LimitCancel(slot) : RejectReason.Malformed);
    }

    public void Submit(in OrderAmendRequest message, long receivedNs)
    {
        var slot = Rent(Template.OrderAmendRequest, message.ClientOrderId, receivedNs);
        slot.Amend = new AmendOrder
        {
            Account = account,
            ClientOrderId = message.ClientOrderId,
            OrigClientOrderId = message.OrigClientOrderId,
            OrderId = message.OrderId,
            Quantity = message.Quantity,
            LimitPrice = message.LimitPrice,
            DisplayQuantity = message.DisplayQuantity,
            ExpirySeconds = message.ExpirySeconds,
            Fields = message.Fields,
            GrantId = grantId,
        };
        Decide(slot, Names(message.OrderId, message.OrigClientOrderId)
            ? LimitOrders(slot, orders: 1)
            : RejectReason.Malformed);
    }

    public void Submit(in MassCancelRequest message, long receivedNs)
    {
        var slot = Rent(Template.MassCancelRequest, message.ClientOrderId, receivedNs);
        slot.MassCancel = new MassCancel
        {
            Account = account,
            ClientOrderId = message.ClientOrderId,
            SessionId = sessionId,
            PriceFrom = message.PriceFrom,
            PriceTo = message.PriceTo,
            MarketId = message.MarketId,
            Tag = message.Tag,
            Filters = message.Filters,
            Side = message.Side,
            GrantId = grantId,
        };
        Decide(slot, LimitCancel(slot));
    }

    public void Submit(in UnlockRequest message, long receivedNs)
    {
        var slot = Rent(Template.UnlockRequest, message.ClientOrderId, receivedNs);
        slot.Unlock = new UnlockAccount
        {
            Account = account,
            ClientOrderId = message.ClientOrderId,
            AllSubaccounts = message.AllSubaccounts,
            GrantId = grantId,
        };
        Decide(slot, message.AllSubaccounts > 1 ? RejectReason.Malformed : LimitCancel(slot));
    }

    /// <summary>Publishes or refuses decided messages from the head of the queue. Reader and verify workers.</summary>
    public void PublishDecided()
    {
        lock (_gate)
        {
            while (_inFlight.TryPeek(out var slot) && slot.IsDecided)
            {
                _inFlight.Dequeue();
                Publish(slot);
                _free.Push(slot);
                _room.Release();
            }
        }
    }

    /// <summary>
    /// Waits until every message is published or refused, so that no worker touches the session later.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        for (var taken = 0; taken < GatewayLimits.OrdersInFlightPerSession; taken++)
        {
            await _room.WaitAsync();
        }

        _room.Dispose();
    }

    private static bool Names(long orderId, ulong origClientOrderId) =>
        orderId > 0 || (orderId == 0 && origClientOrderId != 0);

    private OrderSlot Rent(Template template, ulong clientOrderId, long receivedNs)
    {
        lock (_gate)
        {
            var slot = _free.TryPop(out var free) ? free : new OrderSlot(this);
            slot.IsDecided = false;
            slot.Template = template;
            slot.ClientOrderId = clientOrderId;
            slot.ReceivedNs = receivedNs;
            slot.RetryAfterMs = 0;
            _inFlight.Enqueue(slot);
            return slot;
        }
    }

    /// <summary>What holds for every signed order of a session, before anything is looked up.</summary>
    private RejectReason Allow(in SignedOrder order, ulong chainId, OrderSlot slot, int orders)
    {
        var rate = LimitOrders(slot, orders);
        return rate != RejectReason.None ? rate
            : order.Account != account ? RejectReason.NotAuthorised
            : chainId != services.Domain.ChainId ? RejectReason.WrongDomain
            : RejectReason.None;
    }

    /// <summary>Hands a message that passed everything but its signature to the verify workers.</summary>
    private void Verify(OrderSlot slot, RejectReason refusal)
    {
        slot.Outcome = refusal;
        if (refusal != RejectReason.None || !services.VerifyPool.TryPost(slot))
        {
            Decide(slot, refusal == RejectReason.None ? RejectReason.Overloaded : refusal);
        }
    }

    private void Decide(OrderSlot slot, RejectReason outcome)
    {
        slot.Outcome = outcome;
        slot.IsDecided = true;
        PublishDecided();
    }

    private RejectReason LimitOrders(OrderSlot slot, int orders)
    {
        var allowed = RejectReason.None;
        for (var taken = 0; taken < orders && allowed == RejectReason.None; taken++)
        {
            var withinLimit = services.RateLimits.TryTakeOrder(account.Owner, out var retryAfterNs);
            allowed = Limit(withinLimit, retryAfterNs, slot);
        }

        return allowed;
    }

    private RejectReason LimitCancel(OrderSlot slot)
    {
        var withinLimit = services.RateLimits.TryTakeCancel(account.Owner, out var retryAfterNs);
        return Limit(withinLimit, retryAfterNs, slot);
    }

    private RejectReason Limit(bool withinLimit, long retryAfterNs, OrderSlot slot)
    {
        if (withinLimit)
        {
            RateRefusals = 0;
            return RejectReason.None;
        }

        RateRefusals++;
        slot.RetryAfterMs = (uint)((retryAfterNs + NsPerMs - 1) / NsPerMs);
        return RejectReason.RateLimited;
    }

    private void Publish(OrderSlot slot)
    {
        if (slot.Outcome == RejectReason.None)
        {
            slot.Outcome = slot.Template switch
            {
                Template.NewOrderSingle => Publish(CommandType.NewOrder, in slot.Order, slot),
                Template.NewOrderListRequest => Publish(CommandType.NewOrderList, in slot.List, slot),
                Template.OrderReplaceRequest => Publish(CommandType.ReplaceOrder, in slot.Replace, slot),
                Template.OrderCancelRequest => Publish(CommandType.CancelOrder, in slot.Cancel, slot),
                Template.OrderAmendRequest => Publish(CommandType.AmendOrder, in slot.Amend, slot),
                Template.MassCancelRequest => Publish(CommandType.MassCancel, in slot.MassCancel, slot),
                Template.MassQuoteRequest => Publish(CommandType.MassQuote, in slot.Quote, slot),
                Template.QuoteProtectionRequest => Publish(
                    CommandType.SetQuoteProtection, in slot.Protection, slot),
                Template.UnlockRequest => Publish(CommandType.UnlockAccount, in slot.Unlock, slot),
                _ => throw new InvalidOperationException($"{slot.Template} is no command"),
            };
        }

        if (slot.Outcome != RejectReason.None)
        {
            Refuse(slot);
        }
    }

    private RejectReason Publish<TBody>(CommandType type, in TBody body, OrderSlot slot)
        where TBody : unmanaged
    {
        var correlationId = services.Publisher.NextCorrelationId();
        services.Skipped.Add(correlationId, in account, slot.Template, slot.ClientOrderId);
        var outcome = services.Publisher.Publish(type, in body, correlationId, slot.ReceivedNs);
        if (outcome != RejectReason.None)
        {
            services.Skipped.Remove(correlationId);
        }

        return outcome;
    }

    private void Refuse(OrderSlot slot)
    {
        GatewayMetrics.Refusals.WithLabels(Codes.Of(slot.Outcome)).Inc();
        outbox.Enqueue(new BusinessReject
        {
            RefClientOrderId = slot.ClientOrderId,
            RefTemplate = slot.Template,
            Reason = slot.Outcome,
            RetryAfterMs = slot.Outcome == RejectReason.Overloaded ? GatewayLimits.OverloadRetryMs : slot.RetryAfterMs,
            Text = CodeText.Of(slot.Outcome),
        });
    }
}
