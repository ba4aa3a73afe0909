using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>What the trades of the batch add to one market's candle of one minute.</summary>
internal sealed class CandleChange(MarketUnits units, long openedNs)
{
    public const string Stage =
        "copy stage_candles (market_id, opened_at, open_price, high_price, low_price, close_price, volume, volume_lots,"
        + " traded_value, trade_count, updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        insert into market_candles as c (market_id, opened_at, open_price, high_price, low_price, close_price, volume,
          volume_lots, traded_value, trade_count, updated_sequence)
        select market_id, opened_at, open_price, high_price, low_price, close_price, volume, volume_lots, traded_value,
          trade_count, updated_sequence from stage_candles
        on conflict (market_id, opened_at) do update set high_price = greatest(c.high_price, excluded.high_price),
          low_price = least(c.low_price, excluded.low_price), close_price = excluded.close_price,
          volume = c.volume + excluded.volume, volume_lots = c.volume_lots + excluded.volume_lots,
          traded_value = c.traded_value + excluded.traded_value, trade_count = c.trade_count + excluded.trade_count,
          updated_sequence = excluded.updated_sequence
        """;

    private long _open;
    private long _high = long.MinValue;
    private long _low = long.MaxValue;
    private long _close;
    private Int128 _lots;
    private Int128 _value;
    private long _trades;
    private long _sequence;

    public void Apply(in Traded trade, FrameStamp stamp)
    {
        var ticks = trade.PriceTicks;
        _open = _trades == 0 ? ticks : _open;
        _high = Math.Max(_high, ticks);
        _low = Math.Min(_low, ticks);
        _close = ticks;
        _lots += trade.QuantityLots;
        _value += units.Value(ticks, trade.QuantityLots);
        _trades++;
        _sequence = stamp.Sequence;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(11);
        copy.Int64(units.MarketId);
        copy.Time(openedNs);
        copy.Price(units.Price(_open));
        copy.Price(units.Price(_high));
        copy.Price(units.Price(_low));
        copy.Price(units.Price(_close));
        copy.Money(_lots * units.LotSize);
        copy.Integer(_lots);
        copy.Money(_value);
        copy.Int64(_trades);
        copy.Int64(_sequence);
    }
}
