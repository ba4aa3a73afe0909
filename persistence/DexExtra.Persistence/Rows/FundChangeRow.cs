using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of fund_changes, written straight into the buffer: the table is append-only.</summary>
internal static class FundChangeRow
{
    public const string Insert =
        "copy fund_changes (engine_sequence, event_index, fund_kind, asset_id, market_id, fund_cause,"
        + " amount, balance_after, fund_reference, changed_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in FundChanged changed, FrameStamp stamp)
    {
        copy.Row(10);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Code(changed.Kind);
        copy.Int64(changed.AssetId);
        copy.Int64(changed.MarketId == 0 ? null : changed.MarketId);
        copy.Text(changed.Cause == 0 ? null : Codes.Of(changed.Cause));
        copy.Money(changed.Amount);
        copy.Money(changed.Balance);
        copy.Unsigned(changed.Reference);
        copy.Time(stamp.TimeNs);
    }
}
