using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of margin_calls, written straight into the buffer: the table is append-only.</summary>
internal static class MarginCallRow
{
    public const string Insert =
        "copy margin_calls (engine_sequence, event_index, account_address, subaccount, asset_id, market_id,"
        + " margin_level, previous_margin_level, equity, initial_margin, maintenance_margin,"
        + " account_sequence, called_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in MarginCalled called, FrameStamp stamp)
    {
        copy.Row(13);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Address(in called.Account.Owner);
        copy.Int64(called.Account.Subaccount);
        copy.Int64(called.AssetId);
        copy.Int64(called.MarketId == 0 ? null : called.MarketId);
        copy.Text(called.Level == MarginLevel.None ? null : Codes.Of(called.Level));
        copy.Text(called.Before == MarginLevel.None ? null : Codes.Of(called.Before));
        copy.Money(called.Equity);
        copy.Money(called.InitialMargin);
        copy.Money(called.MaintenanceMargin);
        copy.Int64(called.AccountSequence);
        copy.Time(stamp.TimeNs);
    }
}
