using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// One row of audit_trail, filled by the projector while it looks at an event and written straight into the buffer.
/// Absent keys are null.
/// </summary>
internal struct AuditRow
{
    public const string Insert =
        "copy audit_trail (engine_sequence, event_index, event_type, command_type, engine_time, engine_time_ns,"
        + " source_id, source_session, correlation_id, account_address, subaccount, account_sequence, market_id,"
        + " order_id, match_id, reason, detail) from stdin (format binary)";

    public AccountId? Account;
    
    /// <summary>Null for an event outside the account's stream.</summary>
    public ulong? AccountSequence;

    public uint? MarketId;
    public long? OrderId;
    public ulong? MatchId;
    public string? Reason;

    public readonly void Encode(
        CopyBuffer copy, in EventFrameHeader frame, EventType type, FrameStamp stamp, ReadOnlySpan<byte> detail)
    {
        copy.Row(17);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Code(type);
        copy.Code(frame.CommandType);
        copy.Time(stamp.TimeNs);
        copy.Int64(stamp.TimeNs);
        copy.Int64(frame.SourceId);
        copy.Int64(frame.SourceSession);
        copy.Unsigned(frame.CorrelationId);
        EncodeAccount(copy);
        copy.Int64(MarketId);
        copy.Int64(OrderId);
        copy.Int64(MatchId is { } match ? checked((long)match) : null);
        copy.Text(Reason);
        copy.Json(detail);
    }

    private readonly void EncodeAccount(CopyBuffer copy)
    {
        if (Account is { } account)
        {
            copy.Address(in account.Owner);
            copy.Int64(account.Subaccount);
            copy.Int64(AccountSequence is { } sequence ? checked((long)sequence) : null);
            return;
        }

        copy.Null();
        copy.Null();
        copy.Null();
    }
}
