using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of market_state_changes, written straight into the buffer: the table is append-only.</summary>
internal static class StateChangeRow
{
    public const string Insert =
        "copy market_state_changes (engine_sequence, event_index, market_id, market_sequence, market_state,"
        + " state_cause, auction_id, auction_kind, earliest_end_at, changed_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in MarketStateChanged changed, FrameStamp stamp)
    {
        copy.Row(10);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Int64(changed.MarketId);
        copy.Int64(changed.MarketSequence);
        copy.Code(changed.State);
        copy.Code(changed.Cause);
        CallColumns.Encode(copy, in changed);
        copy.Time(stamp.TimeNs);
    }
}
