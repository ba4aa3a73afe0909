using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// The business messages of one session, published in the order they came although signatures are checked in parallel:
/// a queue of slots of which only a decided head may leave. The session's reader submits; reader and verify workers
/// publish, one at a time. A bounded number is in flight, so that one session cannot fill the verify queue.
/// </summary>
internal sealed class SessionOrders(SessionServices services, AccountId account, SessionOutbox outbox)
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

    /// <summary>Gives the room of EnterAsync back when the message was no order and no cancel.</summary>
    public void Exit() => _room.Release();

    public void Submit(in NewOrderSingle message, long receivedNs)
    {
        var slot = Rent(receivedNs, isCancel: false);
        slot.Order = new NewOrder
        {
            Order = message.Order,
            Signature = message.Signature,
            ClientOrderId = message.ClientOrderId,
        };
        slot.Outcome = Admit(in message, slot);
        if (slot.Outcome == RejectReason.None && services.VerifyPool.TryPost(slot))
        {
            return;
        }

        slot.Outcome = slot.Outcome == RejectReason.None ? RejectReason.Overloaded : slot.Outcome;
        slot.IsDecided = true;
        PublishDecided();
    }

    public void Submit(in OrderCancelRequest message, long receivedNs)
    {
        var slot = Rent(receivedNs, isCancel: true);
        slot.Cancel = new CancelOrder
        {
            Account = account,
            ClientOrderId = message.ClientOrderId,
            OrigClientOrderId = message.OrigClientOrderId,
            OrderId = message.OrderId,
        };
        slot.Outcome = message.OrderId < 0 || (message.OrderId == 0 && message.OrigClientOrderId == 0)
            ? RejectReason.Malformed
            : Limit(services.RateLimits.TryTakeCancel(account.Owner, out var retryAfterNs), retryAfterNs, slot);
        slot.IsDecided = true;
        PublishDecided();
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

    private OrderSlot Rent(long receivedNs, bool isCancel)
    {
        lock (_gate)
        {
            var slot = _free.TryPop(out var free) ? free : new OrderSlot(this);
            slot.IsDecided = false;
            slot.IsCancel = isCancel;
            slot.ReceivedNs = receivedNs;
            slot.RetryAfterMs = 0;
            _inFlight.Enqueue(slot);
            return slot;
        }
    }

    /// <summary>Everything but the signature, cheapest first.</summary>
    private RejectReason Admit(in NewOrderSingle message, OrderSlot slot)
    {
        var rate = Limit(services.RateLimits.TryTakeOrder(account.Owner, out var retryAfterNs), retryAfterNs, slot);
        return rate != RejectReason.None ? rate
            : message.Order.Account != account ? RejectReason.NotAuthorised
            : message.ChainId != services.Domain.ChainId ? RejectReason.WrongDomain
            : services.Admission.Prepare(ref slot.Order);
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
        var publisher = services.Publisher;
        if (slot.Outcome == RejectReason.None)
        {
            slot.Outcome = slot.IsCancel
                ? publisher.Publish(
                    CommandType.CancelOrder, in slot.Cancel, publisher.NextCorrelationId(), slot.ReceivedNs)
                : publisher.Publish(
                    CommandType.NewOrder, in slot.Order, publisher.NextCorrelationId(), slot.ReceivedNs);
        }

        if (slot.Outcome != RejectReason.None)
        {
            Refuse(slot);
        }
    }

    private void Refuse(OrderSlot slot)
    {
        GatewayMetrics.Refusals.WithLabels(Codes.Of(slot.Outcome)).Inc();
        outbox.Enqueue(new BusinessReject
        {
            RefClientOrderId = slot.IsCancel ? slot.Cancel.ClientOrderId : slot.Order.ClientOrderId,
            RefTemplate = slot.IsCancel ? Template.OrderCancelRequest : Template.NewOrderSingle,
            Reason = slot.Outcome,
            RetryAfterMs = slot.Outcome == RejectReason.Overloaded ? GatewayLimits.OverloadRetryMs : slot.RetryAfterMs,
            Text = CodeText.Of(slot.Outcome),
        });
    }
}
