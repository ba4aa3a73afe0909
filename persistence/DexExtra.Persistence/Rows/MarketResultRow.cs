using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of market_results, written straight into the buffer: the table is append-only.</summary>
internal static class MarketResultRow
{
    public const string Insert =
        "copy market_results (engine_sequence, event_index, market_id, market_sequence, oracle_update,"
        + " assertion_hash, result_value_units, bond_units, liveness_end_at, settlement_price,"
        + " settlement_price_ticks, stated_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in ResultChanged changed, MarketUnits units, FrameStamp stamp)
    {
        copy.Row(12);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        ref readonly var update = ref changed.Update;
        copy.Int64(update.MarketId);
        copy.Int64(changed.MarketSequence);
        copy.Code(update.Kind);
        copy.Hash(in update.AssertionId);
        copy.Integer(update.Value);
        copy.Integer(update.Bond);
        if (update.LivenessEndSeconds == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Seconds(update.LivenessEndSeconds);
        }

        var hasPrice = update.Kind is OracleUpdateKind.Proposed or OracleUpdateKind.Confirmed;
        copy.Price(hasPrice ? units.Price(changed.SettlementTicks) : null);
        copy.Int64(hasPrice ? changed.SettlementTicks : null);
        copy.Time(stamp.TimeNs);
    }
}
