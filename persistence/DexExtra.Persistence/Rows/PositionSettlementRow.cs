using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of position_settlements, written straight into the buffer: the table is append-only.</summary>
internal static class PositionSettlementRow
{
    public const string Insert =
        "copy position_settlements (engine_sequence, event_index, account_address, subaccount, market_id,"
        + " asset_id, settled_lots, settlement_price, settlement_price_ticks, realised_pnl, cash_delta,"
        + " socialised_loss, fee, account_sequence, settled_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in PositionSettled settled, MarketUnits units, FrameStamp stamp)
    {
        copy.Row(15);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Address(in settled.Account.Owner);
        copy.Int64(settled.Account.Subaccount);
        copy.Int64(settled.MarketId);
        copy.Int64(settled.AssetId);
        copy.Int64(settled.Lots);
        copy.Price(units.Price(settled.SettlementTicks));
        copy.Int64(settled.SettlementTicks);
        copy.Money(settled.RealisedPnl);
        copy.Money(settled.CashDelta);
        copy.Money(settled.Socialised);
        copy.Money(settled.Fee);
        copy.Int64(settled.AccountSequence);
        copy.Time(stamp.TimeNs);
    }
}
