using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>One price level of the public book after its last change in the batch (D1).</summary>
internal sealed class LevelChange(MarketUnits units, Side side, long priceTicks)
{
    public const string Stage =
        "copy stage_levels (market_id, side, price_ticks, price, quantity_lots, quantity, order_count, updated_at,"
        + " updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        insert into order_book_levels (market_id, side, price_ticks, price, quantity_lots, quantity, order_count,
          updated_at, updated_sequence)
        select market_id, side, price_ticks, price, quantity_lots, quantity, order_count, updated_at, updated_sequence
        from stage_levels
        on conflict (market_id, side, price_ticks) do update set quantity_lots = excluded.quantity_lots,
          quantity = excluded.quantity, order_count = excluded.order_count, updated_at = excluded.updated_at,
          updated_sequence = excluded.updated_sequence
        """;

    private long _lots;
    private int _orders;
    private FrameStamp _stamp;

    public void Apply(in LevelChanged level, FrameStamp stamp)
    {
        _lots = level.QuantityLots;
        _orders = level.OrderCount;
        _stamp = stamp;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(9);
        copy.Int64(units.MarketId);
        copy.Code(side);
        copy.Int64(priceTicks);
        copy.Price(units.Price(priceTicks));
        copy.Int64(_lots);
        copy.Money(units.Quantity(_lots));
        copy.Int32(_orders);
        copy.Time(_stamp.TimeNs);
        copy.Int64(_stamp.Sequence);
    }
}
