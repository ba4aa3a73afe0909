using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// One order as its owner sees it: what was signed, and the state that the events report. Nothing is computed here;
/// each event carries the complete state after it. Mutated by the follower thread under the venue's gate.
/// </summary>
internal sealed class OrderRecord
{
    private OrderRecord(in OrderAccepted accepted, long timestampNs)
    {
        Request = accepted.Request;
        OrderId = accepted.OrderId;
        EffectivePriceTicks = accepted.EffectivePriceTicks;
        AcceptedNs = timestampNs;
        UpdatedNs = timestampNs;
        UpdatedSequence = accepted.OrderId;
        Status = OrderStatus.New;
        LeavesLots = accepted.Request.QuantityLots;
    }

    private OrderRecord(in NewOrder request, in OrderStatusReported report, in EventFrameHeader frame)
    {
        Request = request;
        OrderId = report.OrderId;
        Status = report.Status;
        CancelReason = report.CancelReason == default ? null : report.CancelReason;
        CumulativeLots = report.CumulativeLots;
        LeavesLots = report.LeavesLots;
        Touch(in frame);
    }

    public NewOrder Request { get; }

    public long OrderId { get; }

    /// <summary>The price after sliding or protection (I-PO-2, O-MKT); null when restored from a report.</summary>
    public long? EffectivePriceTicks { get; }

    public OrderStatus Status { get; private set; }

    /// <summary>Null while live and when filled.</summary>
    public CancelReason? CancelReason { get; private set; }

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

    public bool IsTerminal => Status is not (OrderStatus.New or OrderStatus.PartiallyFilled);

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
        Touch(in frame);
    }

    public void Apply(in OrderReduced reduced, in EventFrameHeader frame)
    {
        CumulativeLots = reduced.CumulativeLots;
        LeavesLots = reduced.LeavesLots;
        Touch(in frame);
    }

    private void Touch(in EventFrameHeader frame)
    {
        UpdatedNs = frame.TimestampNs;
        UpdatedSequence = frame.Sequence;
    }
}
