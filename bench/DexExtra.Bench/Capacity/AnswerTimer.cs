using System.Collections.Concurrent;
using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Protocol.Orders;
using HdrHistogram;

namespace DexExtra.Bench.Capacity;

/// <summary>
/// Times each message of one session from its intended send to its first answer, whatever that is: accepted, cancelled,
/// or refused. Receive loop records; the sender states starts before sending.
/// </summary>
internal sealed class AnswerTimer(int messages) : IOrderEntryHandler
{
    private readonly long[] _starts = new long[messages + 1];
    private int _answered;
    private long _lastAnswer;

    /// <summary>Of what the engine answered, refusals of the engine included.</summary>
    public LongHistogram Latency { get; } = ReportTimer.NewHistogram();

    /// <summary>Of what the gateway refused before the engine saw it.</summary>
    public LongHistogram EarlyRejects { get; } = ReportTimer.NewHistogram();

    /// <summary>How many, by reason.</summary>
    public ConcurrentDictionary<string, int> Refused { get; } = new();

    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Reports of trades; both sides of a match count.</summary>
    public int Trades { get; private set; }

    /// <summary>Timestamp of the newest answer.</summary>
    public long LastAnswer => Volatile.Read(ref _lastAnswer);

    public void SetStart(int index, long timestamp) => Volatile.Write(ref _starts[index + 1], timestamp);

    public void OnExecutionReport(in ExecutionReport report)
    {
        if (report.ExecType == ExecType.Trade)
        {
            Trades++;
        }
        else if (report.RequestClientOrderId != 0)
        {
            Record(report.RequestClientOrderId, Latency);
        }
        else if (report.ExecType is ExecType.New or ExecType.Rejected)
        {
            if (report.ExecType == ExecType.Rejected)
            {
                Refuse(report.RejectReason.ToString());
            }

            Record(report.ClientOrderId, Latency);
        }
    }

    public void OnOrderCancelReject(in OrderCancelReject reject)
    {
        Refuse($"cancel: {reject.Reason}");
        Record(reject.ClientOrderId, Latency);
    }

    public void OnBusinessReject(in BusinessReject reject)
    {
        Refuse(reject.Reason.ToString());
        Record(reject.RefClientOrderId, EarlyRejects);
    }

    public void OnDepositReport(in DepositReport deposit)
    {
    }

    public void OnPreventedMatch(in PreventedMatchReport prevented)
    {
    }

    private void Refuse(string reason) => Refused.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    private void Record(ulong clientOrderId, LongHistogram histogram)
    {
        histogram.RecordValue(ReportTimer.NsSince(Volatile.Read(ref _starts[clientOrderId])));
        Volatile.Write(ref _lastAnswer, Stopwatch.GetTimestamp());
        Volatile.Write(ref _answered, _answered + 1);
    }
}
