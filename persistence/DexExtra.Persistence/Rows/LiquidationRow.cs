using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of liquidations, written straight into the buffer: the table is append-only.</summary>
internal static class LiquidationRow
{
    public const string Insert =
        "copy liquidations (engine_sequence, event_index, account_address, subaccount, asset_id, market_id,"
        + " is_isolated, liquidation_stage, liquidation_step, lots, limit_price, limit_price_ticks,"
        + " bankruptcy_price, bankruptcy_price_ticks, equity, maintenance_margin, insurance_paid, fee,"
        + " account_sequence, occurred_at, is_sharing, is_sliced) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in LiquidationChanged changed, MarketUnits? units, FrameStamp stamp)
    {
        copy.Row(22);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Address(in changed.Account.Owner);
        copy.Int64(changed.Account.Subaccount);
        copy.Int64(changed.AssetId);
        copy.Int64(units?.MarketId);
        copy.Bool(changed.IsIsolated != 0);
        copy.Code(changed.Stage);
        copy.Int64(changed.Step);
        copy.Int64(changed.Lots);
        copy.Price(units?.Price(changed.LimitTicks));
        copy.Int64(changed.LimitTicks);
        copy.Price(units?.Price(changed.BankruptcyTicks));
        copy.Int64(changed.BankruptcyTicks);
        copy.Money(changed.Equity);
        copy.Money(changed.MaintenanceMargin);
        copy.Money(changed.InsurancePaid);
        copy.Money(changed.Fee);
        copy.Int64(changed.AccountSequence);
        copy.Time(stamp.TimeNs);
        copy.Bool(changed.IsSharing != 0);
        copy.Bool(changed.IsSliced != 0);
    }
}
