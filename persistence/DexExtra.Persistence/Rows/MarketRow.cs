using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>One new row of markets, with the trades that the same batch may bring.</summary>
internal sealed record MarketRow(MarketCreated Created, MarketUnits Units, FrameStamp Stamp)
{
    public const string Insert =
        "copy markets (market_id, metric_id, asset_id, tick_size, lot_size, multiplier, tick_value, floor_price,"
        + " floor_ticks, cap_price, cap_ticks, taker_fee_per_lot, maker_fee_per_lot, max_order_lots, protection_ticks,"
        + " question_hash, created_at, created_sequence, collateral_pool, last_price, last_price_ticks, last_match_id,"
        + " last_traded_at, updated_sequence) from stdin (format binary)";

    public MarketChange Change { get; } = new(Units);

    public void Encode(CopyBuffer copy)
    {
        var market = Created.Request;
        copy.Row(24);
        copy.Int64(market.MarketId);
        copy.Text(Units.MetricId);
        copy.Int64(market.AssetId);
        copy.Money(market.TickSize);
        copy.Money(market.LotSize);
        copy.Money(market.Multiplier);
        copy.Money(Created.TickValue);
        copy.Price(Units.Price(market.FloorTicks));
        copy.Int64(market.FloorTicks);
        copy.Price(Units.Price(market.CapTicks));
        copy.Int64(market.CapTicks);
        copy.Money(market.TakerFeePerLot);
        copy.Money(market.MakerFeePerLot);
        copy.Int64(market.MaxOrderLots);
        copy.Int64(market.ProtectionTicks);
        copy.Hash(in market.QuestionHash);
        copy.Time(Stamp.TimeNs);
        copy.Int64(Stamp.Sequence);
        Change.EncodeState(copy);
        copy.Int64(Change.PriceTicks is null ? Stamp.Sequence : Change.Stamp.Sequence);
    }
}
