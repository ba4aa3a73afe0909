using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// One order as its owner sees it: what was signed, and the state that the events report. Nothing is computed here;
/// each event carries the complete state after it. Mutated by the follower thread under the venue's gate.
/// </summary>
internal sealed class OrderRecord
{
    private NewOrder _request;

    private OrderRecord(in OrderAccepted accepted, long timestampNs)
    {
        _request = accepted.Request;
        OrderId = accepted.OrderId;
        EffectivePriceTicks = accepted.EffectivePriceTicks;
        PriceTicks = accepted.Request.PriceTicks;
        QuantityLots = accepted.Request.QuantityLots;
        ExpirySeconds = accepted.Request.Order.ExpirySeconds;
        ListKind = accepted.ListKind;
        ListId = accepted.ListId;
        LegIndex = accepted.LegIndex;
        AcceptedNs = timestampNs;
        UpdatedNs = timestampNs;
        UpdatedSequence = accepted.OrderId & (Limits.LegOrderIdStep - 1);
        Status = accepted.Status;
        LeavesLots = accepted.Request.QuantityLots;
    }

    private OrderRecord(in NewOrder request, in OrderStatusReported report, in EventFrameHeader frame)
    {
        _request = request;
        OrderId = report.OrderId;
        PriceTicks = request.PriceTicks;
        QuantityLots = report.QuantityLots;
        ExpirySeconds = request.Order.ExpirySeconds;
        Status = report.Status;
        CancelReason = report.CancelReason == default ? null : report.CancelReason;
        CumulativeLots = report.CumulativeLots;
        LeavesLots = report.LeavesLots;
        Touch(in frame);
    }

    /// <summary>What was signed, in its newest version (C4); client order id and tag are the order's own.</summary>
    public ref readonly NewOrder Request => ref _request;

    public long OrderId { get; }

    /// <summary>
    /// The price it trades up to and rests at (I-PO-2, O-MKT, O-PEG, T6); null when not known or parked.
    /// </summary>
    public long? EffectivePriceTicks { get; private set; }

    /// <summary>Limit price as signed or amended (C1).</summary>
    public long PriceTicks { get; private set; }

    /// <summary>Total quantity as signed or amended, what the venue took out not deducted.</summary>
    public long QuantityLots { get; private set; }

    /// <summary>Lots shown per slice after an amendment; null = as signed.</summary>
    public long? DisplayLots { get; private set; }

    public ulong ExpirySeconds { get; private set; }

    /// <summary>T11: where the trigger stood when it fired; null before.</summary>
    public long? TriggeredTicks { get; private set; }

    public ListKind ListKind { get; }

    /// <summary>Order id of the list's first leg; 0 without a list.</summary>
    public long ListId { get; }

    public byte LegIndex { get; }

    public OrderStatus Status { get; private set; }

    /// <summary>Null while live and when filled.</summary>
    public CancelReason? CancelReason { get; private set; }

    /// <summary>With TRIGGER_FAILED: why the triggered order could not enter.</summary>
    public RejectReason CancelDetail { get; private set; }

    public long CumulativeLots { get; private set; }

    public Int128 CumulativeTickLots { get; private set; }

    /// <summary>0 when terminal.</summary>
    public long LeavesLots { get; private set; }

    /// <summary>Sum of the fees of all fills; ledger units.</summary>
    public Int128 Fees { get; private set; }

    public long AcceptedNs { get; }

    public long UpdatedNs { get; private set; }

    /// <summary>Command log position of the last change.</summary>
    public long UpdatedSequence { get; private set; }

    public bool IsTerminal => Status
        is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Stopped or OrderStatus.Expired
        or OrderStatus.Rejected;

    public static OrderRecord Accept(in OrderAccepted accepted, long timestampNs) => new(in accepted, timestampNs);

    /// <summary>
    /// An order that is no longer kept here, as the engine reported it; fills and times are not part of that.
    /// </summary>
    public static OrderRecord Restore(
        in NewOrder request, in OrderStatusReported report, in EventFrameHeader frame) =>
            new(in request, in report, in frame);

    public void Apply(in TradeSide side, in EventFrameHeader frame)
    {
        CumulativeLots = side.CumulativeLots;
        CumulativeTickLots = side.CumulativeTickLots;
        LeavesLots = side.LeavesLots;
        Fees += side.Fee;
        Status = side.LeavesLots == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        Touch(in frame);
    }

    public void Apply(in OrderCancelled cancelled, in EventFrameHeader frame)
    {
        CumulativeLots = cancelled.CumulativeLots;
        LeavesLots = 0;
        Status = cancelled.Status;
        CancelReason = cancelled.Reason;
        CancelDetail = cancelled.Detail;
        Touch(in frame);
    }

    public void Apply(in OrderReduced reduced, in EventFrameHeader frame)
    {
        CumulativeLots = reduced.CumulativeLots;
        LeavesLots = reduced.LeavesLots;
        Touch(in frame);
    }

    public void Apply(in OrderTriggered triggered, in EventFrameHeader frame)
    {
        TriggeredTicks = triggered.TriggerTicks;
        EffectivePriceTicks = triggered.EffectivePriceTicks;
        LeavesLots = triggered.LeavesLots;
        Status = OrderStatus.New;
        Touch(in frame);
    }

    public void Apply(in OrderActivated activated, in EventFrameHeader frame)
    {
        LeavesLots = activated.LeavesLots;
        Status = activated.Status == OrderStatus.New ? Open : activated.Status;
        Touch(in frame);
    }

    public void Apply(in OrderRepriced repriced, in EventFrameHeader frame)
    {
        var isParked = repriced.IsParked != 0;
        EffectivePriceTicks = isParked ? null : repriced.PriceTicks;
        Status = isParked ? OrderStatus.PendingTrigger : Open;
        Touch(in frame);
    }

    public void Apply(in OrderAmended amended, in EventFrameHeader frame)
    {
        var isOpen = Status is OrderStatus.New or OrderStatus.PartiallyFilled;
        EffectivePriceTicks = isOpen && PriceTicks != amended.PriceTicks ? amended.PriceTicks : EffectivePriceTicks;
        PriceTicks = amended.PriceTicks;
        QuantityLots = amended.QuantityLots;
        DisplayLots = amended.DisplayLots;
        ExpirySeconds = amended.ExpirySeconds;
        LeavesLots = amended.LeavesLots;
        CumulativeLots = amended.CumulativeLots;
        Touch(in frame);
    }

    /// <summary>C4: only what was signed; its own OrderAmended says what the order is now.</summary>
    public void Apply(in OrderReplaced replaced)
    {
        var (clientOrderId, sessionId, tag) = (_request.ClientOrderId, _request.SessionId, _request.Tag);
        _request = replaced.Request;
        (_request.ClientOrderId, _request.SessionId, _request.Tag) = (clientOrderId, sessionId, tag);
    }

    private OrderStatus Open => CumulativeLots == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled;

    private void Touch(in EventFrameHeader frame)
    {
        UpdatedNs = frame.TimestampNs;
        UpdatedSequence = frame.Sequence;
    }
}
