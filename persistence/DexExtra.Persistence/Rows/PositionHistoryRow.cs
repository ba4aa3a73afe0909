using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of position_history, written straight into the buffer: the table is append-only.</summary>
internal static class PositionHistoryRow
{
    public const string Insert =
        "copy position_history (engine_sequence, event_index, account_address, subaccount, market_id,"
        + " metric_id, asset_id, opened_lots, opened_quantity, entry_tick_lots, exit_tick_lots,"
        + " average_entry_price, average_exit_price, realised_pnl, fees_paid, position_end, outcome,"
        + " opened_at, closed_at, account_sequence) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in PositionClosed closed, MarketUnits units, FrameStamp stamp)
    {
        copy.Row(20);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Address(in closed.Account.Owner);
        copy.Int64(closed.Account.Subaccount);
        copy.Int64(closed.MarketId);
        copy.Text(units.MetricId);
        copy.Int64(closed.AssetId);
        copy.Int64(closed.Lots);
        copy.Money(units.Quantity(closed.Lots));
        copy.Integer(closed.EntryTickLots);
        copy.Integer(closed.ExitTickLots);
        copy.Price(units.AveragePrice(closed.EntryTickLots, Math.Abs(closed.Lots)));
        copy.Price(units.AveragePrice(closed.ExitTickLots, Math.Abs(closed.Lots)));
        copy.Money(closed.RealisedPnl);
        copy.Money(closed.Fees);
        copy.Code(closed.End);
        copy.Code(closed.Outcome);
        copy.Time(closed.OpenedNs);
        copy.Time(closed.ClosedNs);
        copy.Int64(closed.AccountSequence);
    }
}
