using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// One new row of orders: what was signed and admitted (or refused), and what the same batch did to it. Values of a
/// refused order come from the signer unchecked: what does not fit or has no name is null in the typed column and
/// exact in the signed_… columns, so that no client can stop the follower.
/// </summary>
internal sealed class OrderRow
{
    public const string Insert =
        "copy orders (order_id, client_order_id, trader_address, subaccount, market_id, metric_id, asset_id, side,"
        + " order_type, time_in_force, price, price_ticks, effective_price_ticks, quantity, quantity_lots,"
        + " collateral_reserved, order_hash,"
        + " signature, grant_id, nonce, order_version, order_flags, signed_price_units, signed_trigger_price_units,"
        + " signed_quantity_units, max_fee_per_unit_units, expiry_seconds, expires_at, "
        + SignedColumns.Instructions + ", list_id, list_kind, leg_index, leg_count,"
        + " received_at, created_at,"
        + " account_sequence, source_id, source_session, correlation_id, reject_reason, status, cancel_reason,"
        + " cancel_detail, filled_quantity, filled_lots, leaves_lots, cancelled_lots, filled_tick_lots, average_price,"
        + " fee_paid, collateral_released, first_filled_at, last_filled_at, closed_at, updated_at, updated_sequence, "
        + OrderTerms.Columns + ") from stdin (format binary)";

    private const int OwnColumns = 55;

    private readonly NewOrder _request;
    private readonly EventFrameHeader _frame;
    private readonly ulong _accountSequence;
    private readonly MarketUnits? _units;
    private readonly Int128 _hold;
    private readonly long? _effectivePriceTicks;
    private readonly ListPlace? _list;
    private readonly RejectReason _rejectReason;

    private OrderRow(
        long orderId, in NewOrder request, in EventFrameHeader frame, ulong accountSequence, MarketUnits? units)
    {
        OrderId = orderId;
        _request = request;
        _frame = frame;
        _accountSequence = accountSequence;
        _units = units;
        Change = new OrderChange(orderId, units);
    }

    public OrderRow(in OrderAccepted accepted, in EventFrameHeader frame, MarketUnits units, FrameStamp stamp)
        : this(accepted.OrderId, in accepted.Request, in frame, accepted.AccountSequence, units)
    {
        _hold = accepted.Hold;
        _effectivePriceTicks = OrderTerms.IsParked(in accepted) ? null : accepted.EffectivePriceTicks;
        _list = accepted.ListKind == ListKind.None
            ? null
            : new ListPlace(accepted.ListId, accepted.ListKind, accepted.LegIndex, accepted.LegCount);
        var terms = OrderTerms.Of(in accepted, units);
        Change.Begin(accepted.Status, accepted.Request.QuantityLots, terms, stamp);
    }

    public OrderRow(
        long orderId, in OrderRejected rejected, in EventFrameHeader frame, MarketUnits? units, FrameStamp stamp)
        : this(orderId, in rejected.Request, in frame, rejected.AccountSequence, units)
    {
        _rejectReason = rejected.Reason;
        Change.Begin(OrderStatus.Rejected, 0, terms: null, stamp);
    }

    public long OrderId { get; }

    public OrderChange Change { get; }

    private bool IsRejected => _rejectReason != RejectReason.None;

    public void Encode(CopyBuffer copy)
    {
        copy.Row(OwnColumns + SignedColumns.InstructionCount + OrderTerms.ColumnCount);
        EncodeIdentity(copy);
        EncodeSigned(copy);
        SignedColumns.EncodeInstructions(copy, in _request);
        EncodeList(copy);
        EncodeSource(copy);
        copy.Text(IsRejected ? Codes.Of(_rejectReason) : null);
        Change.EncodeState(copy);
        Change.EncodeFilled(copy, Change.FilledLots ?? 0);
        Change.EncodeRest(copy);
        Change.EncodeTerms(copy, isNewRow: true);
    }

    private static string? Named<TEnum>(TEnum value, bool mayBeUnnamed)
        where TEnum : struct, Enum => mayBeUnnamed && !Enum.IsDefined(value) ? null : Codes.Of(value);

    private void EncodeIdentity(CopyBuffer copy)
    {
        var order = _request.Order;
        copy.Int64(OrderId);
        copy.Unsigned(_request.ClientOrderId);
        copy.Address(in order.Account.Owner);
        copy.Int64(order.Account.Subaccount);
        copy.Int64(order.MarketId);
        copy.Text(_units?.MetricId);
        copy.Int64(_units?.AssetId);
        copy.Text(Named(order.Side, IsRejected));
        copy.Text(Named(order.OrderType, IsRejected));
        copy.Text(Named(order.TimeInForce, IsRejected));
        if (IsRejected && !ColumnRange.Fits(order.LimitPrice, ColumnRange.PriceLimit))
        {
            copy.Null();
        }
        else
        {
            copy.Price(order.LimitPrice);
        }

        copy.Int64(_request.PriceTicks);
        copy.Int64(_effectivePriceTicks);
        if (IsRejected && order.Quantity >= (UInt128)ColumnRange.MoneyLimit)
        {
            copy.Null();
        }
        else
        {
            copy.Money((Int128)order.Quantity);
        }

        copy.Int64(_request.QuantityLots);
        copy.Money(_hold);
    }

    private void EncodeSigned(CopyBuffer copy)
    {
        var order = _request.Order;
        Span<byte> signature = stackalloc byte[Signature.EncodedBytes];
        _request.Signature.CopyTo(signature);
        copy.Hash(in _request.OrderHash);
        copy.HexText(signature);
        copy.Int64(SignedColumns.Grant(in _request));
        copy.Unsigned(order.Nonce);
        copy.Int64(order.Version);
        copy.Int64((uint)order.Flags);
        copy.Integer(order.LimitPrice);
        copy.Integer(order.TriggerPrice);
        copy.Integer(order.Quantity);
        copy.Integer(order.MaxFeePerUnit);
        copy.Unsigned(order.ExpirySeconds);
        copy.Seconds(order.ExpirySeconds);
    }

    private void EncodeList(CopyBuffer copy)
    {
        if (_list is not { } list)
        {
            copy.Nulls(4);
            return;
        }

        copy.Int64(list.ListId);
        copy.Code(list.Kind);
        copy.Int16(list.LegIndex);
        copy.Int16(list.LegCount);
    }

    private void EncodeSource(CopyBuffer copy)
    {
        copy.Time(_frame.ReceivedNs == 0 ? null : _frame.ReceivedNs);
        copy.Time(_frame.TimestampNs);
        copy.Int64(_accountSequence);
        copy.Int64(_frame.SourceId);
        copy.Int64(_frame.SourceSession);
        copy.Unsigned(_frame.CorrelationId);
    }

    private sealed record ListPlace(long ListId, ListKind Kind, byte LegIndex, byte LegCount);
}
