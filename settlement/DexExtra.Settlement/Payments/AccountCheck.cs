using System.Globalization;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Results;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// K5 account by account: what the vault says an account has is what the engine says, but for what is under way: trades
/// that the chain has not settled, or refused, deposits, payments. A share of all accounts is looked at in turn;
/// accounts of a market that is being paid out wait. While one differs nothing is paid. One loop.
/// </summary>
internal sealed class AccountCheck(
    IChain chain, SettlementBook book, ResultScanner results, InFlight inFlight, VaultPlace place, ILogger log)
{
    private long? _checkedAtMs;
    private int _next;

    /// <summary>Who differs, as the newest look that could tell found it; null when nobody does.</summary>
    public string? Problem { get; private set; }

    /// <summary>Checks when it is due; as long as somebody differs, the same accounts at every step.</summary>
    public async Task StepAsync(ChainPosition position, long nowMs, CancellationToken cancel)
    {
        var isDue = _checkedAtMs is not { } before || nowMs - before >= SettlementLimits.VaultCheckIntervalMs;
        if ((!isDue && Problem is null) || book.Accounts.Keys.Count == 0)
        {
            return;
        }

        var head = await chain.LatestAsync(cancel);
        if (head.Number != position.Latest)
        {
            return;
        }

        var keys = Share();
        var found = await CompareAsync(keys, head.Number, cancel);
        if ((await chain.LatestAsync(cancel)).Hash != head.Hash)
        {
            return;
        }

        if (found is not null && found != Problem)
        {
            log.LogError("{Problem}", found);
        }

        Problem = found;
        _checkedAtMs = nowMs;
        _next = found is null ? (_next + keys.Length) % book.Accounts.Keys.Count : _next;
    }

    private AccountToken[] Share()
    {
        var all = book.Accounts.Keys;
        var count = Math.Min(all.Count, SettlementLimits.AccountsPerCheck);
        return [.. Enumerable.Range(0, count).Select(index => all[(_next + index) % all.Count])];
    }

    private async Task<string?> CompareAsync(AccountToken[] keys, ulong latest, CancellationToken cancel)
    {
        var underWay = await inFlight.ReadAsync(latest, cancel);
        AddTrades(underWay);
        foreach (var entry in book.Funds.Open)
        {
            Add(underWay, entry.Account, entry.Token, -(Int128)entry.Amount);
        }

        foreach (var key in keys.Where(key => !book.Ended.Has(key.Account)))
        {
            var call = new CallRequest(place.Vault, place.Vault, FundContract.BalanceOf(key));
            var actual = (Int128)new AbiReader(await chain.CallAsync(call, cancel)).Unsigned();
            var expected = book.Accounts.Of(key) + underWay.GetValueOrDefault(key);
            if (actual != expected)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"the vault has {actual} for {key.Account.Owner}/{key.Account.Subaccount} of {key.Token},"
                        + $" the engine and what is under way say {expected} (K5)");
            }
        }

        return null;
    }

    /// <summary>Takes out what the engine has and the chain has not, or never will.</summary>
    private void AddTrades(Dictionary<AccountToken, Int128> sums)
    {
        for (var id = book.Matches.First; id <= book.Matches.Last; id++)
        {
            var match = book.Matches.Find(id)!;
            if (!match.IsVoid && !match.IsTerminal && results.Find(id).Result is not { FailureCode: 0 })
            {
                TakeOut(sums, match);
            }
        }

        foreach (var failed in book.Failed.NewestFirst)
        {
            TakeOut(sums, failed.Match);
        }
    }

    private void TakeOut(Dictionary<AccountToken, Int128> sums, MatchEntry match)
    {
        var token = book.Markets[match.MarketId].Token;
        Add(sums, match.BuyCash.Account, token, -match.BuyCash.Amount);
        Add(sums, match.SellCash.Account, token, -match.SellCash.Amount);
    }

    private static void Add(
        Dictionary<AccountToken, Int128> sums, in AccountId account, Address token, Int128 amount)
    {
        var key = new AccountToken(account, token);
        sums[key] = sums.GetValueOrDefault(key) + amount;
    }
}
