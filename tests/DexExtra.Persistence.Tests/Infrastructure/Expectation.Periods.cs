using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Rows of system_metrics.</summary>
internal sealed partial class Expectation
{
    private static readonly string[] Counters =
    [
        "command_count", "event_count", "frame_bytes", "accepted_count", "rejected_count", "cancelled_count",
        "match_count", "matched_lots", "refused_command_count", "overload_count", "expired_count",
        "settlement_failure_count", "settlement_retry_count", "liquidation_count", "latency_samples", "latency_sum_us",
        "latency_max_us",
    ];

    private void Count(in EventFrameHeader frame, EventFrame.Item item)
    {
        var row = Metrics(in frame);
        AddCount(row, "event_count", 1);
        var column = item.Type switch
        {
            EventType.OrderAccepted => "accepted_count",
            EventType.OrderRejected => "rejected_count",
            EventType.OrderCancelled => "cancelled_count",
            EventType.Traded => "match_count",
            EventType.CommandRejected => "refused_command_count",
            EventType.LiquidationChanged => "liquidation_count",
            _ => null,
        };
        if (column is not null)
        {
            AddCount(row, column, 1);
        }

        if (item.Type == EventType.Traded)
        {
            AddCount(row, "matched_lots", item.Body<Traded>().QuantityLots);
        }

        if (item.Type == EventType.OrderRejected && item.Body<OrderRejected>().Reason
            is RejectReason.Overloaded or RejectReason.EngineUnavailable or RejectReason.ExpiredOnEntry)
        {
            AddCount(row, "overload_count", 1);
        }

        if (item.Type == EventType.OrderCancelled && item.Body<OrderCancelled>().Reason == CancelReason.Expired)
        {
            AddCount(row, "expired_count", 1);
        }

        if (item.Type == EventType.SettlementChanged)
        {
            var state = item.Body<SettlementUpdate>().State;
            AddCount(row, "settlement_failure_count", state == SettlementState.Failed ? 1 : 0);
            AddCount(row, "settlement_retry_count", state == SettlementState.Retrying ? 1 : 0);
        }
    }

    private void Measure(in EventFrameHeader frame, int bytes)
    {
        var row = Metrics(in frame);
        row["last_sequence"] = Num(frame.Sequence);
        AddCount(row, "command_count", 1);
        AddCount(row, "frame_bytes", bytes);
        if (frame.ReceivedNs > 0)
        {
            var us = BigInteger.Max(0, (frame.TimestampNs - frame.ReceivedNs) / 1_000);
            AddCount(row, "latency_samples", 1);
            AddCount(row, "latency_sum_us", us);
            row["latency_max_us"] = Num(BigInteger.Max(us, Units(row["latency_max_us"])));
        }

        var unit = new BigInteger(100_000_000);
        row["commands_per_second"] = Dec(HalfUp(Units(row["command_count"]) * unit, 300));
        row["matches_per_second"] = Dec(HalfUp(Units(row["match_count"]) * unit, 300));
        var samples = Units(row["latency_samples"]);
        row["latency_average_us"] =
            samples == 0 ? TableDump.Null : Dec(HalfUp(Units(row["latency_sum_us"]) * unit, samples));
        var orders = Units(row["accepted_count"]) + Units(row["rejected_count"]);
        row["error_rate"] = orders == 0 ? TableDump.Null : Dec(HalfUp(Units(row["rejected_count"]) * unit, orders));
        row["timeout_rate"] = orders == 0 ? TableDump.Null : Dec(HalfUp(Units(row["overload_count"]) * unit, orders));
    }

    private Dictionary<string, string> Metrics(in EventFrameHeader frame)
    {
        var row = Row("system_metrics", Num(_periodNs));
        if (row.Count == 0)
        {
            row["period_started_at"] = Us(_periodNs);
            row["period_ended_at"] = Us(_periodNs + PeriodNs);
            row["first_sequence"] = Num(frame.Sequence);
            foreach (var counter in Counters)
            {
                row[counter] = "0";
            }
        }

        return row;
    }
}
