using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Protocol.Orders;
using HdrHistogram;

namespace DexExtra.Bench;

/// <summary>
/// Times each order from a start the sender states (the intended send time in open loop) to its first execution report.
/// The client order id is the index of its start. Receive loop records; sender writes starts before sending.
/// </summary>
internal sealed class ReportTimer(int orders) : IOrderEntryHandler
{
    private const long LongestNs = 60_000_000_000;
    private const int SignificantDigits = 3;

    private readonly long[] _starts = new long[orders + 1];
    private readonly TaskCompletionSource _allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answered;
    private int _trades;

    public LongHistogram Latency { get; } = NewHistogram();

    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Reports of trades; both sides of a match count.</summary>
    public int Trades => Volatile.Read(ref _trades);

    public Task AllAnswered => _allAnswered.Task;

    public static LongHistogram NewHistogram() => new(LongestNs, SignificantDigits);

    /// <summary>Nanoseconds since a timestamp, never negative.</summary>
    public static long NsSince(long timestamp) =>
        Math.Max(0, (long)(Stopwatch.GetElapsedTime(timestamp).TotalMicroseconds * 1000));

    public void SetStart(int clientOrderId, long timestamp) => Volatile.Write(ref _starts[clientOrderId], timestamp);

    public void OnExecutionReport(in ExecutionReport report)
    {
        if (report.ExecType == ExecType.Trade)
        {
            Volatile.Write(ref _trades, _trades + 1);
            return;
        }

        if (report.ExecType != ExecType.New)
        {
            _allAnswered.TrySetException(new BenchException($"order refused: {report.RejectReason}"));
            return;
        }

        var start = Volatile.Read(ref _starts[report.ClientOrderId]);
        Latency.RecordValue(NsSince(start));
        Volatile.Write(ref _answered, _answered + 1);
        if (_answered == orders)
        {
            _allAnswered.TrySetResult();
        }
    }

    public void OnOrderCancelReject(in OrderCancelReject reject)
    {
    }

    public void OnDepositReport(in DepositReport deposit)
    {
    }

    public void OnPreventedMatch(in PreventedMatchReport prevented)
    {
    }

    public void OnBusinessReject(in BusinessReject reject) =>
        _allAnswered.TrySetException(new BenchException($"gateway refused an order: {reject.Reason}"));
}
