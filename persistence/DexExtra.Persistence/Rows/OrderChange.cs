using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// What the events of the batch did to one order. Absent values leave the row's own: events state results, and only
/// those that they state are written. Fees, fills and cancelled lots before the batch are in the row already. The
/// units are null only for a refused order of an unknown market, which is never filled.
/// </summary>
internal sealed class OrderChange(long orderId, MarketUnits? units)
{
    public const string Stage =
        "copy stage_orders (order_id, status, cancel_reason, filled_quantity, filled_lots, leaves_lots, cancelled_lots,"
        + " filled_tick_lots, average_price, fee_paid, collateral_released, first_filled_at, last_filled_at, closed_at,"
        + " updated_at, updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        update orders o set status = s.status, cancel_reason = s.cancel_reason,
          filled_quantity = coalesce(s.filled_quantity, o.filled_quantity),
          filled_lots = coalesce(s.filled_lots, o.filled_lots), leaves_lots = s.leaves_lots,
          cancelled_lots = o.cancelled_lots + s.cancelled_lots,
          filled_tick_lots = coalesce(s.filled_tick_lots, o.filled_tick_lots),
          average_price = coalesce(s.average_price, o.average_price), fee_paid = o.fee_paid + s.fee_paid,
          collateral_released = o.collateral_released + s.collateral_released,
          first_filled_at = coalesce(o.first_filled_at, s.first_filled_at),
          last_filled_at = coalesce(s.last_filled_at, o.last_filled_at), closed_at = s.closed_at,
          updated_at = s.updated_at, updated_sequence = s.updated_sequence
        from stage_orders s where o.order_id = s.order_id
        """;

    private CancelReason? _cancelReason;
    private long _leavesLots;
    private long _cancelledLots;
    private Int128 _fees;
    private Int128 _released;
    private long? _firstFillNs;
    private long? _lastFillNs;
    private long? _closedNs;

    public OrderStatus Status { get; private set; }

    public FrameStamp Stamp { get; private set; }

    /// <summary>Null when no fill of the order is in this batch.</summary>
    public long? FilledLots { get; private set; }

    private Int128 FilledTickLots { get; set; }

    /// <summary>The order's first state: live with everything open, or refused.</summary>
    public void Begin(OrderStatus status, long leavesLots, FrameStamp stamp)
    {
        Status = status;
        _leavesLots = leavesLots;
        FilledLots = 0;
        Stamp = stamp;
        _closedNs = status == OrderStatus.Rejected ? stamp.TimeNs : null;
    }

    public void Apply(in TradeSide side, FrameStamp stamp)
    {
        FilledLots = side.CumulativeLots;
        FilledTickLots = side.CumulativeTickLots;
        _leavesLots = side.LeavesLots;
        _fees += side.Fee;
        _firstFillNs ??= stamp.TimeNs;
        _lastFillNs = stamp.TimeNs;
        Status = side.LeavesLots == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        _closedNs = side.LeavesLots == 0 ? stamp.TimeNs : null;
        Stamp = stamp;
    }

    public void Apply(in OrderCancelled cancelled, FrameStamp stamp)
    {
        Status = cancelled.Status;
        _cancelReason = cancelled.Reason;
        _leavesLots = 0;
        _cancelledLots += cancelled.CancelledLots;
        _released += cancelled.Released;
        _closedNs = stamp.TimeNs;
        Stamp = stamp;
    }

    public void Apply(in OrderReduced reduced, FrameStamp stamp)
    {
        Status = reduced.CumulativeLots == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled;
        _leavesLots = reduced.LeavesLots;
        _cancelledLots += reduced.ReducedLots;
        _released += reduced.Released;
        Stamp = stamp;
    }

    /// <summary>A row of the staging table.</summary>
    public void Encode(CopyBuffer copy)
    {
        copy.Row(16);
        copy.Int64(orderId);
        copy.Code(Status);
        EncodeReason(copy);
        if (FilledLots is { } lots)
        {
            EncodeFilled(copy, lots);
        }
        else
        {
            copy.Null();
            copy.Null();
            copy.Int64(_leavesLots);
            copy.Int64(_cancelledLots);
            copy.Null();
            copy.Null();
        }

        EncodeRest(copy);
    }

    public void EncodeReason(CopyBuffer copy)
    {
        if (_cancelReason is { } reason)
        {
            copy.Code(reason);
        }
        else
        {
            copy.Null();
        }
    }

    /// <summary>filled_quantity, filled_lots, leaves_lots, cancelled_lots, filled_tick_lots, average_price.</summary>
    public void EncodeFilled(CopyBuffer copy, long lots)
    {
        copy.Money(lots == 0 ? 0 : units!.Quantity(lots));
        copy.Int64(lots);
        copy.Int64(_leavesLots);
        copy.Int64(_cancelledLots);
        copy.Integer(FilledTickLots);
        copy.Price(lots == 0 ? null : units!.AveragePrice(FilledTickLots, lots));
    }

    /// <summary>
    /// fee_paid, collateral_released, first_filled_at, last_filled_at, closed_at, updated_at, updated_sequence.
    /// </summary>
    public void EncodeRest(CopyBuffer copy)
    {
        copy.Money(_fees);
        copy.Money(_released);
        copy.Time(_firstFillNs);
        copy.Time(_lastFillNs);
        copy.Time(_closedNs);
        copy.Time(Stamp.TimeNs);
        copy.Int64(Stamp.Sequence);
    }
}
