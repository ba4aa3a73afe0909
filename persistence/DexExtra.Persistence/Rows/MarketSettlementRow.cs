using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of market_settlements, written straight into the buffer: the table is append-only.</summary>
internal static class MarketSettlementRow
{
    public const string Insert =
        "copy market_settlements (engine_sequence, event_index, market_id, market_sequence, asset_id,"
        + " settlement_price, settlement_price_ticks, open_interest_lots, gains, losses, insurance_paid,"
        + " socialised_loss, fees_returned, is_fallback, settled_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in MarketSettled settled, MarketUnits units, FrameStamp stamp)
    {
        copy.Row(15);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Int64(settled.MarketId);
        copy.Int64(settled.MarketSequence);
        copy.Int64(settled.AssetId);
        copy.Price(units.Price(settled.SettlementTicks));
        copy.Int64(settled.SettlementTicks);
        copy.Int64(settled.OpenInterestLots);
        copy.Money(settled.Gains);
        copy.Money(settled.Losses);
        copy.Money(settled.InsurancePaid);
        copy.Money(settled.Socialised);
        copy.Money(settled.FeesReturned);
        copy.Bool(settled.IsFallback != 0);
        copy.Time(stamp.TimeNs);
    }
}
