using System.Threading.Channels;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Keeps what a session receives, as short lines in order, for whole-list comparisons.</summary>
internal sealed class RecordingHandler : IOrderEntryHandler
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public List<ulong> SeqNos { get; } = [];

    public List<ExecutionReport> Reports { get; } = [];

    public void OnExecutionReport(in ExecutionReport report)
    {
        SeqNos.Add(report.SeqNo);
        Reports.Add(report);
        var reason = report.RejectReason != RejectReason.None ? " " + Codes.Of(report.RejectReason) : string.Empty;
        var state = $"{report.CumulativeLots}/{report.LeavesLots}{reason}";
        _lines.Writer.TryWrite($"{report.SeqNo} {Codes.Of(report.ExecType)} {report.ClientOrderId} {state}");
    }

    public void OnOrderCancelReject(in OrderCancelReject reject)
    {
        SeqNos.Add(reject.SeqNo);
        _lines.Writer.TryWrite($"{reject.SeqNo} CANCEL_REJECT {reject.ClientOrderId} {Codes.Of(reject.Reason)}");
    }

    public void OnDepositReport(in DepositReport deposit)
    {
        SeqNos.Add(deposit.SeqNo);
        _lines.Writer.TryWrite($"{deposit.SeqNo} DEPOSIT");
    }

    public void OnPreventedMatch(in PreventedMatchReport prevented)
    {
        SeqNos.Add(prevented.SeqNo);
        var orders = $"{prevented.TakerClientOrderId} {prevented.MakerClientOrderId}";
        _lines.Writer.TryWrite($"{prevented.SeqNo} PREVENTED {Codes.Of(prevented.Mode)} {orders}");
    }

    public void OnMassQuote(in MassQuoteReport report)
    {
        SeqNos.Add(report.SeqNo);
        var sides = $"-{report.CancelledSides} +{report.AcceptedSides} !{report.RejectedSides}";
        _lines.Writer.TryWrite($"{report.SeqNo} QUOTED {report.QuoteId} {sides}");
    }

    public void OnQuoteReject(in QuoteReject reject)
    {
        SeqNos.Add(reject.SeqNo);
        _lines.Writer.TryWrite($"{reject.SeqNo} QUOTE_REJECT {reject.QuoteId} {Codes.Of(reject.Reason)}");
    }

    public void OnQuoteProtection(in QuoteProtectionReport report)
    {
        SeqNos.Add(report.SeqNo);
        var counts = $"{report.TradedLots} {report.NetLots} {report.Trades}";
        _lines.Writer.TryWrite($"{report.SeqNo} PROTECTION {report.QuoteSet} {Codes.Of(report.Cause)} {counts}");
    }

    public void OnBusinessReject(in BusinessReject reject) =>
        _lines.Writer.TryWrite($"BUSINESS_REJECT {reject.RefClientOrderId} {reject.Text}");

    /// <summary>Waits for so many lines.</summary>
    public async Task<List<string>> TakeAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var lines = new List<string>();
        while (lines.Count < count)
        {
            lines.Add(await _lines.Reader.ReadAsync(patience.Token));
        }

        return lines;
    }
}
