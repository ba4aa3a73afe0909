using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Which accounts an event belongs to. Pure; the one list of what is private.</summary>
public static class PrivateEvents
{
    /// <summary>Most accounts one event can concern: the two sides of a trade, made or prevented.</summary>
    public const int MaxSteps = 2;

    /// <summary>
    /// Fills <paramref name="steps"/> in the order of the sequence numbers and returns how many there are.
    /// </summary>
    public static int Collect(EventFrame.Item item, Span<AccountStep> steps)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                ref readonly var accepted = ref item.Body<OrderAccepted>();
                return One(steps, accepted.Request.Order.Account, accepted.AccountSequence);
            case EventType.OrderRejected:
                ref readonly var rejected = ref item.Body<OrderRejected>();
                return One(steps, rejected.Request.Order.Account, rejected.AccountSequence);
            case EventType.OrderStatusReported:
                ref readonly var status = ref item.Body<OrderStatusReported>();
                return One(steps, status.Account, status.AccountSequence);
            case EventType.Traded:
                ref readonly var traded = ref item.Body<Traded>();
                steps[0] = new AccountStep(traded.Buy.Account, traded.Buy.AccountSequence);
                steps[1] = new AccountStep(traded.Sell.Account, traded.Sell.AccountSequence);
                return MaxSteps;
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                return One(steps, cancelled.Account, cancelled.AccountSequence);
            case EventType.CancelRejected:
                ref readonly var refused = ref item.Body<CancelRejected>();
                return One(steps, refused.Account, refused.AccountSequence);
            case EventType.PreventedMatch:
                return Two(steps, in item.Body<PreventedMatch>());
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                return One(steps, reduced.Account, reduced.AccountSequence);
            case EventType.DepositCredited:
                ref readonly var credited = ref item.Body<DepositCredited>();
                return One(steps, credited.Request.Account, credited.AccountSequence);
            default:
                return CollectState(item, steps);
        }
    }

    /// <summary>OrderReplaced is not among them: it has no number, OrderAmended follows it.</summary>
    private static int CollectState(EventFrame.Item item, Span<AccountStep> steps)
    {
        switch (item.Type)
        {
            case EventType.OrderTriggered:
                ref readonly var triggered = ref item.Body<OrderTriggered>();
                return One(steps, triggered.Account, triggered.AccountSequence);
            case EventType.OrderActivated:
                ref readonly var activated = ref item.Body<OrderActivated>();
                return One(steps, activated.Account, activated.AccountSequence);
            case EventType.OrderRepriced:
                ref readonly var repriced = ref item.Body<OrderRepriced>();
                return One(steps, repriced.Account, repriced.AccountSequence);
            case EventType.OrderAmended:
                ref readonly var amended = ref item.Body<OrderAmended>();
                return One(steps, amended.Account, amended.AccountSequence);
            case EventType.AmendRejected:
                ref readonly var refused = ref item.Body<AmendRejected>();
                return One(steps, refused.Account, refused.AccountSequence);
            case EventType.MassCancelled:
                ref readonly var mass = ref item.Body<MassCancelled>();
                return One(steps, mass.Account, mass.AccountSequence);
            case EventType.AccountLockChanged:
                ref readonly var changed = ref item.Body<AccountLockChanged>();
                return One(steps, changed.Account, changed.AccountSequence);
            default:
                return QuoteReports.Collect(item, steps);
        }
    }

    /// <summary>Both orders often are of one account, to which the event is one.</summary>
    private static int Two(Span<AccountStep> steps, in PreventedMatch prevented)
    {
        steps[0] = new AccountStep(prevented.Taker.Account, prevented.Taker.AccountSequence);
        if (prevented.Maker.Account == prevented.Taker.Account)
        {
            return 1;
        }

        steps[1] = new AccountStep(prevented.Maker.Account, prevented.Maker.AccountSequence);
        return MaxSteps;
    }

    private static int One(Span<AccountStep> steps, AccountId account, ulong seqNo)
    {
        steps[0] = new AccountStep(account, seqNo);
        return 1;
    }
}
