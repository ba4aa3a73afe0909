using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>One new row of markets; what the same batch does to it is merged like any change.</summary>
internal sealed record MarketRow(MarketCreated Created, MarketUnits Units, FrameStamp Stamp)
{
    public const string Insert =
        "copy markets (market_id, metric_id, asset_id, tick_size, lot_size, multiplier, tick_value, floor_price,"
        + " floor_ticks, cap_price, cap_ticks, taker_fee_per_lot, maker_fee_per_lot, max_order_lots, protection_ticks,"
        + " question_hash, created_at, created_sequence, collateral_pool, updated_sequence, auction_fee_per_lot,"
        + " market_state, trading_rules, price_increment_ticks, allocation, margin_mode, fee_model,"
        + " taker_fee_rate, maker_fee_rate, auction_fee_rate, settlement_fee_per_lot, oracle_address, termination_at,"
        + " observation_start_at, observation_end_at, fallback_deadline_at, publication_delay_seconds,"
        + " fallback_window_seconds, out_of_range, settlement_fallback) from stdin (format binary)";

    public void Encode(CopyBuffer copy)
    {
        var market = Created.Request;
        copy.Row(40);
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
        copy.Money(0);
        copy.Int64(Stamp.Sequence);
        copy.Money(market.AuctionFeePerLot);
        copy.Code(market.InitialState);
        RulesColumns.Encode(copy, TradingRules.Default);
        EncodeTerms(copy, in market);
    }

    private static void EncodeTerms(CopyBuffer copy, in CreateMarket market)
    {
        ref readonly var life = ref market.Life;
        copy.Code(market.MarginMode);
        copy.Code(market.FeeModel);
        copy.Int64(market.TakerFeeRate);
        copy.Int64(market.MakerFeeRate);
        copy.Int64(market.AuctionFeeRate);
        copy.Money(life.SettlementFeePerLot);
        copy.Address(in life.Oracle);
        copy.Seconds(life.TerminationSeconds);
        copy.Seconds(life.ObservationStartSeconds);
        copy.Seconds(life.ObservationEndSeconds);
        copy.Seconds(life.FallbackDeadlineSeconds);
        copy.Int64(life.PublicationDelaySeconds);
        copy.Int64(life.FallbackWindowSeconds);
        copy.Code(life.OutOfRange);
        copy.Code(life.Fallback);
    }
}
