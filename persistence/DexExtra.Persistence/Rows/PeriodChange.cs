using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>What the frames of the batch add to their period in system_metrics; a batch never spans two.</summary>
internal sealed class PeriodChange
{
    public const string Stage =
        "copy stage_metrics (period_started_at, period_ended_at, first_sequence, last_sequence, command_count,"
        + " event_count, frame_bytes, accepted_count, rejected_count, cancelled_count, match_count, matched_lots,"
        + " refused_command_count, overload_count, expired_count, settlement_failure_count, settlement_retry_count,"
        + " liquidation_count, latency_samples, latency_sum_us, latency_max_us) from stdin (format binary)";

    public const string Merge =
        """
        insert into system_metrics as m (period_started_at, period_ended_at, first_sequence, last_sequence,
          command_count, event_count, frame_bytes, accepted_count, rejected_count, cancelled_count, match_count,
          matched_lots, refused_command_count, overload_count, expired_count, settlement_failure_count,
          settlement_retry_count, liquidation_count, latency_samples, latency_sum_us, latency_max_us)
        select period_started_at, period_ended_at, first_sequence, last_sequence, command_count, event_count,
          frame_bytes, accepted_count, rejected_count, cancelled_count, match_count, matched_lots,
          refused_command_count, overload_count, expired_count, settlement_failure_count, settlement_retry_count,
          liquidation_count, latency_samples, latency_sum_us, latency_max_us from stage_metrics
        on conflict (period_started_at) do update set last_sequence = excluded.last_sequence,
          command_count = m.command_count + excluded.command_count, event_count = m.event_count + excluded.event_count,
          frame_bytes = m.frame_bytes + excluded.frame_bytes,
          accepted_count = m.accepted_count + excluded.accepted_count,
          rejected_count = m.rejected_count + excluded.rejected_count,
          cancelled_count = m.cancelled_count + excluded.cancelled_count,
          match_count = m.match_count + excluded.match_count, matched_lots = m.matched_lots + excluded.matched_lots,
          refused_command_count = m.refused_command_count + excluded.refused_command_count,
          overload_count = m.overload_count + excluded.overload_count,
          expired_count = m.expired_count + excluded.expired_count,
          settlement_failure_count = m.settlement_failure_count + excluded.settlement_failure_count,
          settlement_retry_count = m.settlement_retry_count + excluded.settlement_retry_count,
          liquidation_count = m.liquidation_count + excluded.liquidation_count,
          latency_samples = m.latency_samples + excluded.latency_samples,
          latency_sum_us = m.latency_sum_us + excluded.latency_sum_us,
          latency_max_us = greatest(m.latency_max_us, excluded.latency_max_us)
        """;

    private const long NsPerUs = 1_000;

    private readonly long[] _counts = new long[(int)EventType.PositionDebtChanged + 1];
    private long _firstSequence;
    private long _lastSequence;
    private long _startedNs;
    private long _commands;
    private long _bytes;
    private Int128 _matchedLots;
    private long _overloads;
    private long _expired;
    private long _failures;
    private long _retries;
    private long _samples;
    private Int128 _latencyUs;
    private long _latencyMaxUs;

    public void Clear()
    {
        Array.Clear(_counts);
        (_commands, _bytes, _matchedLots, _overloads, _expired, _failures, _retries) = (0, 0, 0, 0, 0, 0, 0);
        (_samples, _latencyUs, _latencyMaxUs) = (0, 0, 0);
    }

    /// <summary>A frame whose events were all counted.</summary>
    public void FrameDone(in EventFrameHeader frame, int bytes)
    {
        _firstSequence = _commands == 0 ? frame.Sequence : _firstSequence;
        _startedNs = Period.Of(frame.TimestampNs);
        _lastSequence = frame.Sequence;
        _commands++;
        _bytes += bytes;
        if (frame.ReceivedNs > 0)
        {
            var us = Math.Max(0, (frame.TimestampNs - frame.ReceivedNs) / NsPerUs);
            _samples++;
            _latencyUs += us;
            _latencyMaxUs = Math.Max(_latencyMaxUs, us);
        }
    }

    public void Count(EventFrame.Item item)
    {
        var type = (int)item.Type;
        _counts[type < _counts.Length ? type : 0]++;
        switch (item.Type)
        {
            case EventType.Traded:
                _matchedLots += item.Body<Traded>().QuantityLots;
                break;
            case EventType.OrderRejected:
                _overloads += item.Body<OrderRejected>().Reason is RejectReason.Overloaded
                    or RejectReason.EngineUnavailable or RejectReason.ExpiredOnEntry ? 1 : 0;
                break;
            case EventType.OrderCancelled:
                _expired += item.Body<OrderCancelled>().Reason == CancelReason.Expired ? 1 : 0;
                break;
            case EventType.SettlementChanged:
                _failures += item.Body<SettlementUpdate>().State == SettlementState.Failed ? 1 : 0;
                _retries += item.Body<SettlementUpdate>().State == SettlementState.Retrying ? 1 : 0;
                break;
        }
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(21);
        copy.Time(_startedNs);
        copy.Time(_startedNs + Period.LengthNs);
        copy.Int64(_firstSequence);
        copy.Int64(_lastSequence);
        copy.Int64(_commands);
        copy.Int64(_counts.Sum());
        copy.Int64(_bytes);
        copy.Int64(_counts[(int)EventType.OrderAccepted]);
        copy.Int64(_counts[(int)EventType.OrderRejected]);
        copy.Int64(_counts[(int)EventType.OrderCancelled]);
        copy.Int64(_counts[(int)EventType.Traded]);
        copy.Integer(_matchedLots);
        copy.Int64(_counts[(int)EventType.CommandRejected]);
        copy.Int64(_overloads);
        copy.Int64(_expired);
        copy.Int64(_failures);
        copy.Int64(_retries);
        copy.Int64(_counts[(int)EventType.LiquidationChanged]);
        copy.Int64(_samples);
        copy.Integer(_latencyUs);
        copy.Int64(_latencyMaxUs);
    }
}
