using System.Globalization;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Results;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// Brings what the engine paid out of funds into the accounts of the vault (M7, M11), in the log's order, once the
/// trades before it are settled, whose fees pay it. The vault counts the payments, so nothing is kept here. One loop.
/// </summary>
internal sealed class FundPayer(
    IChain chain, NonceLane lane, SettlementBook book, ResultScanner results, FundOptions options, ILogger log)
{
    /// <summary>Why a payment is not made; null otherwise.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks how far the vault is and sends what is due.</summary>
    public async Task StepAsync(long nowMs, CancellationToken cancel)
    {
        var before = Problem;
        Problem = book.Funds.Unfollowed;
        if (book.Funds.LastId > 0)
        {
            var answer = await AskAsync(FundContract.LastFundPayment(), cancel);
            book.Funds.PaidThrough = new AbiReader(answer).UInt64();
            await PayAsync(nowMs, cancel);
        }

        if (Problem is not null && Problem != before)
        {
            log.LogError("{Problem}", Problem);
        }
    }

    private async Task PayAsync(long nowMs, CancellationToken cancel)
    {
        if (book.Funds.PaidThrough > book.Funds.LastId)
        {
            Problem = string.Create(
                CultureInfo.InvariantCulture,
                $"the vault has made fund payment {book.Funds.PaidThrough}, the log knows {book.Funds.LastId}");
            return;
        }

        var due = book.Funds.Open
            .TakeWhile(entry => entry.SettledThrough <= results.LastSettled)
            .Take(SettlementLimits.FundPaymentsPerCall)
            .ToArray();
        var isUnderWay = lane.Pending.Any(static entry => entry.Entry.Kind == OutboxKind.PayFunds);
        if (due.Length == 0 || isUnderWay || lane.Pending.Count() >= options.MaxInFlight)
        {
            return;
        }

        var data = FundContract.PayFunds(due);
        try
        {
            await AskAsync(data, cancel);
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            Problem = $"the vault refuses fund payment {due[0].Id}: {refusal.NodeMessage}";
            return;
        }

        var gas = SettlementLimits.FundCallGas + (SettlementLimits.FundPaymentGas * (ulong)due.Length);
        var call = new LaneCall(OutboxKind.PayFunds, due[0].Id, due[^1].Id, Attempt: 1, options.Vault, data, gas);
        await lane.SubmitAsync(call, nowMs, cancel);
    }

    private Task<byte[]> AskAsync(byte[] data, CancellationToken cancel) =>
        chain.CallAsync(new CallRequest(options.Operator, options.Vault, data), cancel);
}
