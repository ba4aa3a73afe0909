using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Owners;

namespace DexExtra.Settlement.Payments;

/// <summary>Money that the vault has moved and the engine has not booked yet, read up to one block. One loop.</summary>
internal sealed class InFlight(
    IChain chain, SettlementBook book, PaymentScanner payments, VaultPlace place, OwnerOptions owners)
{
    private static readonly Hash32[] Deposits = [VaultContract.DepositedTopic];

    /// <summary>Deposits without a credit, minus payments and forced exits without a booking.</summary>
    public async Task<Dictionary<AccountToken, Int128>> ReadAsync(ulong latest, CancellationToken cancel)
    {
        var sums = new Dictionary<AccountToken, Int128>();
        var from = Math.Max(book.LastDepositBlock, place.DeployBlock);
        for (var start = from; start <= latest; start += SettlementLimits.LogRangeBlocks)
        {
            var end = Math.Min(latest, start + SettlementLimits.LogRangeBlocks - 1);
            foreach (var entry in await chain.LogsAsync(new LogFilter(place.Vault, Deposits, start, end), cancel))
            {
                var deposit = VaultContract.ReadDeposit(entry, place.ChainId);
                if (deposit.DepositId > book.LastDepositId)
                {
                    Add(sums, new AccountToken(deposit.Account, deposit.Token), deposit.Amount);
                }
            }
        }

        foreach (var payment in payments.Unbooked)
        {
            Add(sums, new AccountToken(payment.Account, payment.Token), -(Int128)payment.Amount);
        }

        await AddExitsAsync(sums, latest, cancel);
        return sums;
    }

    private async Task AddExitsAsync(Dictionary<AccountToken, Int128> sums, ulong latest, CancellationToken cancel)
    {
        var logs = new OwnerLogs(chain, book, owners);
        var from = Math.Max(book.Owners.Last.Block, place.DeployBlock);
        for (var start = from; start <= latest; start += SettlementLimits.LogRangeBlocks)
        {
            var end = Math.Min(latest, start + SettlementLimits.LogRangeBlocks - 1);
            foreach (var action in await logs.ReadAsync(start, end, cancel))
            {
                if (action.Kind == OwnerActionKind.ExitPaid)
                {
                    Add(sums, new AccountToken(action.Account, action.Token), -action.Amount);
                }
            }
        }
    }

    private static void Add(Dictionary<AccountToken, Int128> sums, AccountToken key, Int128 amount) =>
        sums[key] = sums.GetValueOrDefault(key) + amount;
}
