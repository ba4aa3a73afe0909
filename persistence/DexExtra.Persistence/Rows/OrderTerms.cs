using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// The terms of one order as the events of the batch left them, and what woke it. Absent values leave the row's own.
/// </summary>
internal sealed class OrderTerms
{
    /// <summary>The columns that <see cref="Encode"/> writes.</summary>
    public const string Columns =
        "current_price_ticks, current_quantity_lots, current_display_lots, current_expires_at, version_in_force,"
        + " order_hash_in_force, amended_at, collateral_amended, triggered_at, triggered_price_ticks, activated_lots";

    public const int ColumnCount = 11;

    /// <summary>
    /// Display 0 says "all of it". What a peg rests at is stated by its repricing only: an amendment states its terms.
    /// </summary>
    public const string Merge =
        """
          current_price_ticks = case when s.is_repriced then s.current_price_ticks
            when o.order_type = 'PEGGED' then o.current_price_ticks
            else coalesce(s.current_price_ticks, o.current_price_ticks) end,
          current_quantity_lots = coalesce(s.current_quantity_lots, o.current_quantity_lots),
          current_display_lots = case when s.current_display_lots is null then o.current_display_lots
            else nullif(s.current_display_lots, 0) end,
          current_expires_at = coalesce(s.current_expires_at, o.current_expires_at),
          version_in_force = coalesce(s.version_in_force, o.version_in_force),
          order_hash_in_force = coalesce(s.order_hash_in_force, o.order_hash_in_force),
          amended_at = coalesce(s.amended_at, o.amended_at),
          collateral_amended = coalesce(s.collateral_amended, o.collateral_amended),
          triggered_at = coalesce(s.triggered_at, o.triggered_at),
          triggered_price_ticks = coalesce(s.triggered_price_ticks, o.triggered_price_ticks),
          activated_lots = case when s.activated_lots is null then o.activated_lots
            else coalesce(o.activated_lots, 0) + s.activated_lots end
        """;

    private bool _isPegged;
    private long? _priceTicks;
    private long? _quantityLots;
    private long? _displayLots;
    private ulong? _expirySeconds;
    private uint? _version;
    private Hash32 _orderHash;
    private long? _amendedNs;
    private Int128? _hold;
    private long? _triggeredNs;
    private long? _triggerTicks;
    private long? _activatedLots;

    /// <summary>A peg moved or was parked: the price, absent or not, is the one to write.</summary>
    public bool IsRepriced { get; private set; }

    /// <summary>An accepted order's first terms; display 0 shows all of it.</summary>
    public static OrderTerms Of(in OrderAccepted accepted, MarketUnits units)
    {
        ref readonly var order = ref accepted.Request.Order;
        return new OrderTerms
        {
            _isPegged = order.OrderType == OrderType.Pegged,
            _priceTicks = IsParked(in accepted) ? null : accepted.EffectivePriceTicks,
            _quantityLots = accepted.Request.QuantityLots,
            _displayLots = units.Lots(order.Instructions.DisplayQuantity),
            _expirySeconds = order.ExpirySeconds,
            _version = order.Version,
        };
    }

    /// <summary>A peg without reference: it has no price until it is repriced.</summary>
    public static bool IsParked(in OrderAccepted accepted) =>
        accepted.Request.Order.OrderType == OrderType.Pegged && accepted.Status == OrderStatus.PendingTrigger;

    public void Apply(in OrderTriggered triggered, FrameStamp stamp)
    {
        _priceTicks = triggered.EffectivePriceTicks;
        _triggerTicks = triggered.TriggerTicks;
        _triggeredNs = stamp.TimeNs;
    }

    public void Apply(in OrderActivated activated) =>
        _activatedLots = checked((_activatedLots ?? 0) + activated.ActivatedLots);

    public void Apply(in OrderRepriced repriced)
    {
        _isPegged = true;
        IsRepriced = true;
        _priceTicks = repriced.IsParked != 0 ? null : repriced.PriceTicks;
    }

    public void Apply(in OrderAmended amended, FrameStamp stamp)
    {
        var mayMove = amended.KeepsPriority == 0 && !_isPegged;
        _priceTicks = mayMove ? amended.PriceTicks : _priceTicks;
        _quantityLots = amended.QuantityLots;
        _displayLots = amended.DisplayLots;
        _expirySeconds = amended.ExpirySeconds;
        _hold = amended.Hold;
        _amendedNs = stamp.TimeNs;
        PutInForce(amended.Version, in amended.OrderHash);
    }

    public void Apply(in OrderReplaced replaced) =>
        PutInForce(replaced.Request.Order.Version, in replaced.Request.OrderHash);

    /// <summary>Writes <see cref="Columns"/>; a new row says "all of it" with null.</summary>
    public void Encode(CopyBuffer copy, bool isNewRow)
    {
        copy.Int64(_priceTicks);
        copy.Int64(_quantityLots);
        copy.Int64(isNewRow && _displayLots == 0 ? null : _displayLots);
        if (_expirySeconds is { } expiry)
        {
            copy.Seconds(expiry);
        }
        else
        {
            copy.Null();
        }

        copy.Int64(_version);
        if (_version > SignedOrder.FirstVersion)
        {
            copy.Hash(in _orderHash);
        }
        else
        {
            copy.Null();
        }

        copy.Time(_amendedNs);
        copy.Money(_hold);
        copy.Time(_triggeredNs);
        copy.Int64(_triggerTicks);
        copy.Int64(_activatedLots);
    }

    private void PutInForce(uint version, in Hash32 orderHash)
    {
        _version = version;
        _orderHash = orderHash;
    }
}
