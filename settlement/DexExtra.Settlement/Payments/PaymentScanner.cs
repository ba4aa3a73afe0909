using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// What the vault has paid, read from its logs and from nothing else, so it does not matter who brought the approval.
/// Payments in final blocks are kept; newer ones are read afresh at every look (X7). A payment that the log does not
/// know, or that the engine gave back, stops all further ones: an older log was put back, or somebody lied to the
/// engine. One loop.
/// </summary>
internal sealed class PaymentScanner(IChain chain, Address vault, ulong deployBlock, SettlementBook book)
{
    private static readonly Hash32[] Topics = [WithdrawalContract.WithdrawnTopic];

    private readonly Dictionary<ulong, Payment> _final = [];
    private readonly Dictionary<ulong, Payment> _recent = [];
    private ulong? _finalThrough;

    /// <summary>Newest final block that was read; 0 before the first look.</summary>
    public ulong FinalThrough => _finalThrough ?? 0;

    /// <summary>That the chain paid what the log does not know to be paid; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Payments in blocks that the engine does not know to be final yet.</summary>
    public IEnumerable<Payment> Unbooked => _final.Values.Concat(_recent.Values);

    /// <summary>The payment of a withdrawal, and whether it can still change.</summary>
    public (Payment? Payment, bool IsFinal) Find(ulong withdrawalId) =>
        _final.TryGetValue(withdrawalId, out var final) ? (final, true)
        : (_recent.GetValueOrDefault(withdrawalId), false);

    /// <summary>Reads the logs of all blocks that are not known to be final yet.</summary>
    public async Task ScanAsync(ChainPosition position, CancellationToken cancel)
    {
        _finalThrough ??= Math.Max(deployBlock, FirstBlock()) - 1;
        var recent = new Dictionary<ulong, Payment>();
        for (var start = FinalThrough + 1; start <= position.Latest; start += SettlementLimits.LogRangeBlocks)
        {
            var end = Math.Min(position.Latest, start + SettlementLimits.LogRangeBlocks - 1);
            foreach (var log in await chain.LogsAsync(new LogFilter(vault, Topics, start, end), cancel))
            {
                var payment = WithdrawalContract.ReadWithdrawn(log);
                (payment.BlockNumber <= position.Finalized ? _final : recent)[payment.WithdrawalId] = payment;
            }
        }

        _finalThrough = Math.Max(FinalThrough, position.Finalized);
        _recent.Clear();
        foreach (var (id, payment) in recent)
        {
            _recent.Add(id, payment);
        }

        Check();
    }

    private ulong FirstBlock() =>
        book.Withdrawals.Open.Select(static entry => entry.FromBlock).Append(book.NewestFinalBlock).Min() is var first
            && first > 0 ? first : 1;

    /// <summary>Forgets what the engine has booked, and names what it cannot book.</summary>
    private void Check()
    {
        Problem = null;
        foreach (var payment in Unbooked.ToArray())
        {
            var entry = book.Withdrawals.Find(payment.WithdrawalId);
            if (entry is not null && Matches(entry, payment))
            {
                continue;
            }

            var isBooked = entry is null && payment.WithdrawalId <= book.Withdrawals.LastId
                && !book.Withdrawals.HasFailed(payment.WithdrawalId);
            if (isBooked)
            {
                _final.Remove(payment.WithdrawalId);
                _recent.Remove(payment.WithdrawalId);
            }
            else
            {
                Problem = $"the vault paid withdrawal {payment.WithdrawalId} in {payment.TransactionHash}, which the"
                    + " log does not know: no withdrawal is paid (runbook, Withdrawals)";
            }
        }
    }

    private static bool Matches(WithdrawalEntry entry, Payment payment) =>
        entry.Account == payment.Account && entry.Token == payment.Token && entry.Amount == payment.Amount;
}
