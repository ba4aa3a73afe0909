using System.Threading.Channels;
using DexExtra.Client;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests.Client;

/// <summary>Keeps the numbers of what was delivered, in order, and lets a test wait for them.</summary>
internal sealed class RecordingHandler : IOrderEntryHandler
{
    private readonly Lock _gate = new();
    private readonly List<ulong> _seqNos = [];
    private readonly Channel<bool> _delivered = Channel.CreateUnbounded<bool>();

    /// <summary>Thrown at this number; 0 = never.</summary>
    public ulong FailsAt { get; init; }

    public BusinessReject LastReject { get; private set; }

    public async Task<ulong[]> TakeAsync(int count)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var taken = 0; taken < count; taken++)
        {
            await _delivered.Reader.ReadAsync(timeout.Token);
        }

        lock (_gate)
        {
            return [.. _seqNos];
        }
    }

    public void OnExecutionReport(in ExecutionReport report)
    {
        if (report.SeqNo == FailsAt && FailsAt != 0)
        {
            throw new InvalidDataException("the handler's own failure");
        }

        Assert.Equal(report.SeqNo == 0 ? 0 : 999 + (long)report.SeqNo, report.OrderId);
        Add(report.SeqNo);
    }

    public void OnOrderCancelReject(in OrderCancelReject reject) => Add(reject.SeqNo);

    public void OnDepositReport(in DepositReport deposit) => Add(deposit.SeqNo);

    public void OnPreventedMatch(in PreventedMatchReport prevented) => Add(prevented.SeqNo);

    public void OnBusinessReject(in BusinessReject reject)
    {
        LastReject = reject;
        _delivered.Writer.TryWrite(true);
    }

    private void Add(ulong seqNo)
    {
        lock (_gate)
        {
            _seqNos.Add(seqNo);
        }

        _delivered.Writer.TryWrite(true);
    }
}
