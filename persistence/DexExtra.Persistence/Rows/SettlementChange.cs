using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>The last settlement state of one match in the batch, and when it passed each state (X1).</summary>
internal sealed class SettlementChange(ulong matchId)
{
    public const string Stage =
        "copy stage_settlements (match_id, settlement_state, settlement_transaction_hash, settlement_block_number,"
        + " settlement_gas, settlement_attempt, settlement_failure_code, queued_at, submitted_at, mined_at, settled_at,"
        + " retrying_at, failed_at, settlement_sequence) from stdin (format binary)";

    public const string Merge =
        """
        update trade_matches t set settlement_state = s.settlement_state,
          settlement_transaction_hash = s.settlement_transaction_hash,
          settlement_block_number = s.settlement_block_number, settlement_gas = s.settlement_gas,
          settlement_attempt = s.settlement_attempt, settlement_failure_code = s.settlement_failure_code,
          queued_at = coalesce(s.queued_at, t.queued_at), submitted_at = coalesce(s.submitted_at, t.submitted_at),
          mined_at = coalesce(s.mined_at, t.mined_at), settled_at = coalesce(s.settled_at, t.settled_at),
          retrying_at = coalesce(s.retrying_at, t.retrying_at), failed_at = coalesce(s.failed_at, t.failed_at),
          settlement_sequence = s.settlement_sequence
        from stage_settlements s where t.match_id = s.match_id
        """;

    private readonly long?[] _reachedNs = new long?[(int)SettlementState.Failed + 1];
    private SettlementUpdate _update = new() { State = SettlementState.Matched };
    private long? _sequence;

    public void Apply(in SettlementUpdate update, FrameStamp stamp)
    {
        _update = update;
        _reachedNs[(int)update.State] = stamp.TimeNs;
        _sequence = stamp.Sequence;
    }

    /// <summary>A row of the staging table.</summary>
    public void Encode(CopyBuffer copy)
    {
        copy.Row(14);
        copy.Int64(matchId);
        EncodeState(copy);
    }

    /// <summary>The thirteen settlement columns, from settlement_state to settlement_sequence.</summary>
    public void EncodeState(CopyBuffer copy)
    {
        copy.Code(_update.State);
        EncodeTransaction(copy);
        copy.Int64(_update.Attempt);
        if (_update.State == SettlementState.Failed)
        {
            copy.Int32(_update.FailureCode);
        }
        else
        {
            copy.Null();
        }

        copy.Time(_reachedNs[(int)SettlementState.Queued]);
        copy.Time(_reachedNs[(int)SettlementState.Submitted]);
        copy.Time(_reachedNs[(int)SettlementState.Mined]);
        copy.Time(_reachedNs[(int)SettlementState.Final]);
        copy.Time(_reachedNs[(int)SettlementState.Retrying]);
        copy.Time(_reachedNs[(int)SettlementState.Failed]);
        copy.Int64(_sequence);
    }

    private void EncodeTransaction(CopyBuffer copy)
    {
        if (_update.TransactionHash.IsZero)
        {
            copy.Null();
        }
        else
        {
            copy.Hash(in _update.TransactionHash);
        }

        if (_update.BlockNumber == 0)
        {
            copy.Null();
            copy.Null();
            return;
        }

        copy.Int64(_update.BlockNumber);
        copy.Unsigned(_update.GasPerMatch);
    }
}
