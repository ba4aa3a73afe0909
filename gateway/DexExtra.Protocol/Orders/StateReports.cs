using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// The reports of what happens to an order besides entry, trades and end: triggers, activations, prices, amendments,
/// and of mass cancels and locks. Part of <see cref="ReportBuilder"/>, with the same promises.
/// </summary>
public static class StateReports
{
    /// <summary>
    /// Writes the frame for <paramref name="account"/>; returns its length, 0 if the event is not the account's.
    /// </summary>
    internal static int Write(
        in EventFrameHeader header, EventFrame.Item item, AccountId account, Span<byte> destination)
    {
        switch (item.Type)
        {
            case EventType.OrderTriggered:
                ref readonly var triggered = ref item.Body<OrderTriggered>();
                return triggered.Account == account
                    ? Frame.Write(destination, Triggered(in header, in triggered)) : 0;
            case EventType.OrderActivated:
                ref readonly var activated = ref item.Body<OrderActivated>();
                return activated.Account == account
                    ? Frame.Write(destination, Activated(in header, in activated)) : 0;
            case EventType.OrderRepriced:
                ref readonly var repriced = ref item.Body<OrderRepriced>();
                return repriced.Account == account ? Frame.Write(destination, Repriced(in header, in repriced)) : 0;
            case EventType.OrderAmended:
                ref readonly var amended = ref item.Body<OrderAmended>();
                return amended.Account == account ? Frame.Write(destination, Amended(in header, in amended)) : 0;
            case EventType.AmendRejected:
                ref readonly var refused = ref item.Body<AmendRejected>();
                return refused.Account == account ? Frame.Write(destination, AmendRefused(in header, in refused)) : 0;
            case EventType.MassCancelled:
                ref readonly var mass = ref item.Body<MassCancelled>();
                return mass.Account == account ? Frame.Write(destination, MassCancel(in header, in mass)) : 0;
            case EventType.AccountLockChanged:
                ref readonly var changed = ref item.Body<AccountLockChanged>();
                return changed.Account == account ? Frame.Write(destination, Lock(in header, in changed)) : 0;
            default:
                return QuoteReports.Write(in header, item, account, destination);
        }
    }

    public static OrderTriggeredReport Triggered(in EventFrameHeader header, in OrderTriggered triggered) => new()
    {
        SeqNo = triggered.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        OrderId = triggered.OrderId,
        ClientOrderId = triggered.ClientOrderId,
        MarketId = triggered.MarketId,
        Source = triggered.Source,
        TriggerTicks = triggered.TriggerTicks,
        SourceTicks = triggered.SourceTicks,
        EffectivePriceTicks = triggered.EffectivePriceTicks,
        LeavesLots = triggered.LeavesLots,
    };

    public static OrderActivatedReport Activated(in EventFrameHeader header, in OrderActivated activated) => new()
    {
        SeqNo = activated.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        OrderId = activated.OrderId,
        ClientOrderId = activated.ClientOrderId,
        ParentOrderId = activated.ParentOrderId,
        MarketId = activated.MarketId,
        OrderStatus = activated.Status,
        ActivatedLots = activated.ActivatedLots,
        LeavesLots = activated.LeavesLots,
    };

    public static OrderRepricedReport Repriced(in EventFrameHeader header, in OrderRepriced repriced) => new()
    {
        SeqNo = repriced.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        OrderId = repriced.OrderId,
        ClientOrderId = repriced.ClientOrderId,
        MarketId = repriced.MarketId,
        IsParked = repriced.IsParked,
        PriceTicks = repriced.IsParked != 0 ? WireNull.Int64 : repriced.PriceTicks,
    };

    public static OrderAmendedReport Amended(in EventFrameHeader header, in OrderAmended amended) => new()
    {
        SeqNo = amended.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        OrderId = amended.OrderId,
        ClientOrderId = amended.ClientOrderId,
        RequestClientOrderId = amended.RequestClientOrderId,
        MarketId = amended.MarketId,
        AssetId = amended.AssetId,
        KeepsPriority = amended.KeepsPriority,
        Version = amended.Version,
        OrderHash = amended.OrderHash,
        PriceTicks = amended.PriceTicks,
        QuantityLots = amended.QuantityLots,
        DisplayLots = amended.DisplayLots,
        LeavesLots = amended.LeavesLots,
        CumulativeLots = amended.CumulativeLots,
        ExpirySeconds = amended.ExpirySeconds,
        Hold = amended.Hold,
        Available = amended.Available,
        Held = amended.Held,
        Owed = amended.Owed,
    };

    public static OrderAmendReject AmendRefused(in EventFrameHeader header, in AmendRejected refused) => new()
    {
        SeqNo = refused.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        ClientOrderId = refused.ClientOrderId,
        OrigClientOrderId = refused.OrigClientOrderId,
        OrderId = refused.OrderId,
        Reason = refused.Reason,
    };

    public static MassCancelReport MassCancel(in EventFrameHeader header, in MassCancelled mass) => new()
    {
        SeqNo = mass.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        ClientOrderId = mass.ClientOrderId,
        CancelledOrders = mass.CancelledOrders,
        FirstSequence = mass.FirstSequence,
        LastSequence = mass.LastSequence,
    };

    public static AccountLockReport Lock(in EventFrameHeader header, in AccountLockChanged changed) => new()
    {
        SeqNo = changed.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        ClientOrderId = changed.ClientOrderId,
        IsLocked = changed.IsLocked,
        AllSubaccounts = changed.AllSubaccounts,
    };
}
