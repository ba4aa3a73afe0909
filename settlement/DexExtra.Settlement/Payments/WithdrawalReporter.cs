using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Trades;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// Moves withdrawals in the engine (K2), one legal step after the other. Whatever it sends stays true for ever: SIGNED
/// is said before an approval exists, FINAL of a payment in a final block, FAILED only when no payment can come any
/// more. So a command that an earlier life sent, and that arrives late, does no harm. One loop.
/// </summary>
internal sealed class WithdrawalReporter(
    IChain chain, SettlementBook book, PaymentScanner payments, WithdrawalPayer payer, EnginePublisher publisher,
    ReporterOptions options, ILogger log)
{
    private ulong _finalBlock;
    private ulong _finalSeconds;

    /// <summary>Learns the time of the newest final block that was read, where a deadline may have passed.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        if (_finalBlock == payments.FinalThrough || !book.Withdrawals.Open.Any(static entry => entry.IsSigned))
        {
            return;
        }

        var block = payments.FinalThrough;
        (_finalSeconds, _finalBlock) = (await chain.BlockSecondsAsync(block, cancel), block);
    }

    /// <summary>Sends every step that is due.</summary>
    public void Report(long nowMs)
    {
        foreach (var entry in book.Withdrawals.Open)
        {
            while (NextStep(entry, nowMs) is { } update)
            {
                if (!publisher.TrySend(CommandType.WithdrawalUpdate, in update))
                {
                    return;
                }

                (entry.Reported, entry.ReportedAtMs) = (update.State, nowMs);
                Tell(in update);
            }
        }
    }

    private WithdrawalUpdate? NextStep(WithdrawalEntry entry, long nowMs)
    {
        var isFresh = entry.Reported is not null && nowMs - entry.ReportedAtMs < options.ResendMs;
        var known = isFresh ? entry.Reported!.Value : entry.Confirmed;
        var (payment, isFinal) = payments.Find(entry.WithdrawalId);
        return known switch
        {
            WithdrawalState.Locked when !entry.IsPayable => Describe(
                entry, WithdrawalState.Failed, failure: WithdrawalFailure.RecipientRefused),
            WithdrawalState.Locked => Describe(entry, WithdrawalState.Signed),
            WithdrawalState.Signed or WithdrawalState.Sent when payment is null && IsExpired(entry) => Describe(
                entry, WithdrawalState.Failed, failure: WithdrawalFailure.Expired),
            WithdrawalState.Signed when Transaction(entry, payment) is { } hash => Describe(
                entry, WithdrawalState.Sent, hash),
            WithdrawalState.Sent when isFinal => Describe(
                entry, WithdrawalState.Final, payment!.TransactionHash, payment.BlockNumber),
            _ => null,
        };
    }

    /// <summary>No block that could still change lies before the deadline's end, and none of them paid.</summary>
    private bool IsExpired(WithdrawalEntry entry) =>
        entry.DeadlineSeconds > 0 && _finalBlock == payments.FinalThrough && _finalSeconds > entry.DeadlineSeconds;

    private Hash32? Transaction(WithdrawalEntry entry, Payment? payment) =>
        payment?.TransactionHash ?? payer.Carrier(entry.WithdrawalId)?.Newest.Transaction.Hash;

    private WithdrawalUpdate Describe(
        WithdrawalEntry entry, WithdrawalState state, Hash32 transaction = default, ulong block = 0,
        WithdrawalFailure failure = default) => new()
        {
            WithdrawalId = entry.WithdrawalId,
            ChainId = options.ChainId,
            TransactionHash = transaction,
            BlockNumber = block,
            State = state,
            FailureCode = (ushort)failure,
        };

    private void Tell(in WithdrawalUpdate update)
    {
        if (update.State == WithdrawalState.Failed)
        {
            log.LogWarning(
                "withdrawal {Id} ends unpaid: {Failure}", update.WithdrawalId, (WithdrawalFailure)update.FailureCode);
        }
    }
}
