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
        "copy stage_orders (order_id, status, cancel_reason, cancel_detail, filled_quantity, filled_lots, leaves_lots,"
        + " cancelled_lots, filled_tick_lots, average_price, fee_paid, collateral_released, first_filled_at,"
        + " last_filled_at, closed_at, updated_at, updated_sequence, " + OrderTerms.Columns + ", is_repriced)"
        + " from stdin (format binary)";

    /// <summary>A live order is NEW or PARTIALLY_FILLED by its fills: most events do not state them.</summary>
    public const string Merge =
        """
        update orders o set
          status = case when s.status = 'NEW' and coalesce(s.filled_lots, o.filled_lots) > 0 then 'PARTIALLY_FILLED'
            else coalesce(s.status, o.status) end,
          cancel_reason = coalesce(s.cancel_reason, o.cancel_reason),
          cancel_detail = coalesce(s.cancel_detail, o.cancel_detail),
          filled_quantity = coalesce(s.filled_quantity, o.filled_quantity),
          filled_lots = coalesce(s.filled_lots, o.filled_lots), leaves_lots = coalesce(s.leaves_lots, o.leaves_lots),
          cancelled_lots = o.cancelled_lots + s.cancelled_lots,
          filled_tick_lots = coalesce(s.filled_tick_lots, o.filled_tick_lots),
          average_price = coalesce(s.average_price, o.average_price), fee_paid = o.fee_paid + s.fee_paid,
          collateral_released = o.collateral_released + s.collateral_released,
          first_filled_at = coalesce(o.first_filled_at, s.first_filled_at),
          last_filled_at = coalesce(s.last_filled_at, o.last_filled_at),
          closed_at = coalesce(s.closed_at, o.closed_at), updated_at = s.updated_at,
          updated_sequence = s.updated_sequence,
        """ + "\n" + OrderTerms.Merge + " from stage_orders s where o.order_id = s.order_id";

    private const int OwnColumns = 18;

    private OrderStatus? _status;
    private CancelReason? _cancelReason;
    private RejectReason _cancelDetail;
    private long? _leavesLots;
    private long _cancelledLots;
    private Int128 _fees;
    private Int128 _released;
    private long? _firstFillNs;
    private long? _lastFillNs;
    private long? _closedNs;
    private FrameStamp _stamp;

    /// <summary>Null when no fill of the order is in this batch.</summary>
    public long? FilledLots { get; private set; }

    private Int128 FilledTickLots { get; set; }

    private OrderTerms? Terms { get; set; }

    /// <summary>The order's first state: open in some form with all of it, or refused and so without terms.</summary>
    public void Begin(OrderStatus status, long leavesLots, OrderTerms? terms, FrameStamp stamp)
    {
        _status = status;
        _leavesLots = leavesLots;
        Terms = terms;
        FilledLots = 0;
        _stamp = stamp;
        _closedNs = status == OrderStatus.Rejected ? stamp.TimeNs : null;
    }

    public void Apply(in Traded trade, in TradeSide side, FrameStamp stamp)
    {
        FilledLots = side.CumulativeLots;
        FilledTickLots = side.CumulativeTickLots;
        _leavesLots = side.LeavesLots;
        _fees += side.Fee;
        _firstFillNs ??= trade.MatchedNs;
        _lastFillNs = trade.MatchedNs;
        _status = side.LeavesLots == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        _closedNs = side.LeavesLots == 0 ? stamp.TimeNs : null;
        _stamp = stamp;
    }

    public void Apply(in OrderCancelled cancelled, FrameStamp stamp)
    {
        _status = cancelled.Status;
        _cancelReason = cancelled.Reason;
        _cancelDetail = cancelled.Detail;
        _leavesLots = 0;
        _cancelledLots += cancelled.CancelledLots;
        _released += cancelled.Released;
        _closedNs = stamp.TimeNs;
        _stamp = stamp;
    }

    /// <summary>Where it waits or rests it goes on: the status stays.</summary>
    public void Apply(in OrderReduced reduced, FrameStamp stamp)
    {
        _leavesLots = reduced.LeavesLots;
        _cancelledLots += reduced.ReducedLots;
        _released += reduced.Released;
        _stamp = stamp;
    }

    public void Apply(in OrderTriggered triggered, FrameStamp stamp)
    {
        _status = OrderStatus.New;
        _leavesLots = triggered.LeavesLots;
        KnownTerms().Apply(in triggered, stamp);
        _stamp = stamp;
    }

    public void Apply(in OrderActivated activated, FrameStamp stamp)
    {
        _status = activated.Status;
        _leavesLots = activated.LeavesLots;
        KnownTerms().Apply(in activated);
        _stamp = stamp;
    }

    public void Apply(in OrderRepriced repriced, FrameStamp stamp)
    {
        _status = repriced.IsParked != 0 ? OrderStatus.PendingTrigger : OrderStatus.New;
        KnownTerms().Apply(in repriced);
        _stamp = stamp;
    }

    public void Apply(in OrderAmended amended, FrameStamp stamp)
    {
        _leavesLots = amended.LeavesLots;
        KnownTerms().Apply(in amended, stamp);
        _stamp = stamp;
    }

    public void Apply(in OrderReplaced replaced, FrameStamp stamp)
    {
        KnownTerms().Apply(in replaced);
        _stamp = stamp;
    }

    /// <summary>A row of the staging table.</summary>
    public void Encode(CopyBuffer copy)
    {
        copy.Row(OwnColumns + OrderTerms.ColumnCount);
        copy.Int64(orderId);
        EncodeState(copy);
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
        EncodeTerms(copy, isNewRow: false);
        copy.Bool(Terms is { IsRepriced: true });
    }

    /// <summary>status, cancel_reason, cancel_detail.</summary>
    public void EncodeState(CopyBuffer copy)
    {
        copy.Text(_status is not { } status ? null
            : Codes.Of(status == OrderStatus.New && FilledLots > 0 ? OrderStatus.PartiallyFilled : status));
        copy.Text(_cancelReason is { } reason ? Codes.Of(reason) : null);
        copy.Text(_cancelDetail != RejectReason.None ? Codes.Of(_cancelDetail) : null);
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
        copy.Time(_stamp.TimeNs);
        copy.Int64(_stamp.Sequence);
    }

    /// <summary>The columns of <see cref="OrderTerms"/>, all null when no event stated them.</summary>
    public void EncodeTerms(CopyBuffer copy, bool isNewRow)
    {
        if (Terms is { } terms)
        {
            terms.Encode(copy, isNewRow);
        }
        else
        {
            copy.Nulls(OrderTerms.ColumnCount);
        }
    }

    private OrderTerms KnownTerms() => Terms ??= new OrderTerms();
}
