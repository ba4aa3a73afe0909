using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Results;
using DexExtra.Signing;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// Signs and brings approvals of withdrawals (K2). An approval exists only after the log says SIGNED and follows from
/// the log alone, so no crash can make a second one; the vault pays each id once. What the vault refuses for now (its
/// daily limit, a pause, trades not settled) is tried again until the deadline. One loop.
/// </summary>
internal sealed class WithdrawalPayer(
    IChain chain, NonceLane lane, SettlementBook book, ResultScanner results, PaymentScanner payments,
    PayerOptions options, ILogger log)
{
    private readonly Eip712Domain _domain = WithdrawalContract.Domain(options.ChainId, options.Vault);

    /// <summary>Why a withdrawal that is due is not paid; null otherwise.</summary>
    public string? Problem { get; private set; }

    /// <param name="isSound">Whether vault and ledger agree; nothing is paid while they do not.</param>
    /// <param name="nowMs">Monotonic milliseconds.</param>
    /// <param name="cancel">Stops waiting for the node.</param>
    public async Task StepAsync(Func<CancellationToken, Task<bool>> isSound, long nowMs, CancellationToken cancel)
    {
        var (before, left) = (Problem, SettlementLimits.WithdrawalsPerStep);
        Problem = null;
        foreach (var entry in book.Withdrawals.Open.Where(IsDue).ToArray())
        {
            if (left-- == 0 || lane.Pending.Count() >= options.MaxInFlight
                || payments.Problem is not null || !await isSound(cancel))
            {
                return;
            }

            await PayAsync(entry, before, nowMs, cancel);
        }
    }

    private bool IsDue(WithdrawalEntry entry) =>
        entry.IsSigned && entry.IsPayable && entry.DeadlineSeconds > 0
        && payments.Find(entry.WithdrawalId).Payment is null
        && results.LastSettled >= entry.SettledThrough
        && Carrier(entry.WithdrawalId) is null;

    /// <summary>The transaction under way that pays the withdrawal.</summary>
    public OutboxEntry? Carrier(ulong withdrawalId) => lane.Entries.LastOrDefault(entry =>
        !entry.IsReverted && entry.Entry.Kind == OutboxKind.Withdraw && entry.Entry.First == withdrawalId)?.Entry;

    private async Task PayAsync(WithdrawalEntry entry, string? before, long nowMs, CancellationToken cancel)
    {
        var approval = options.Approver.Sign(WithdrawalContract.Digest(_domain, entry));
        var data = WithdrawalContract.Withdraw(entry, in approval);
        try
        {
            await chain.CallAsync(new CallRequest(options.Operator, options.Vault, data), cancel);
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            Problem = $"the vault refuses withdrawal {entry.WithdrawalId}: {refusal.NodeMessage}";
            if (Problem != before)
            {
                log.LogError("{Problem}", Problem);
            }

            return;
        }

        var call = new LaneCall(
            OutboxKind.Withdraw, entry.WithdrawalId, entry.WithdrawalId, Attempt: 1, options.Vault, data,
            SettlementLimits.WithdrawGas);
        await lane.SubmitAsync(call, nowMs, cancel);
    }
}
