using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of settlement_queue, written straight into the buffer: the table is append-only.</summary>
internal static class SettlementStepRow
{
    public const string Insert =
        "copy settlement_queue (engine_sequence, event_index, queue_position, first_match_id, last_match_id,"
        + " settlement_state, settlement_attempt, transaction_hash, block_number, gas_per_match, failure_code,"
        + " changed_at) from stdin (format binary)";

    public static void Encode(CopyBuffer copy, in SettlementUpdate update, FrameStamp stamp)
    {
        copy.Row(12);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Unsigned(update.FirstMatchId);
        copy.Int64(update.FirstMatchId);
        copy.Int64(update.LastMatchId);
        copy.Code(update.State);
        copy.Int64(update.Attempt);
        EncodeTransaction(copy, in update);
        if (update.State == SettlementState.Failed)
        {
            copy.Int32(update.FailureCode);
        }
        else
        {
            copy.Null();
        }

        copy.Time(stamp.TimeNs);
    }

    private static void EncodeTransaction(CopyBuffer copy, in SettlementUpdate update)
    {
        if (update.TransactionHash.IsZero)
        {
            copy.Null();
        }
        else
        {
            copy.Hash(in update.TransactionHash);
        }

        if (update.BlockNumber == 0)
        {
            copy.Nulls(2);
            return;
        }

        copy.Int64(update.BlockNumber);
        copy.Unsigned(update.GasPerMatch);
    }
}
