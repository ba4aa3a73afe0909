using System.Globalization;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// K5: what the vault owes in each token is what the engine has, plus deposits it has not credited yet, minus payments
/// it has not booked yet, to the unit; and the vault holds at least as many tokens. Asked before anything is paid and
/// every <see cref="SettlementLimits.VaultCheckIntervalMs"/>. While it fails nothing is paid. One loop.
/// </summary>
internal sealed class VaultCheck(
    IChain chain, SettlementBook book, PaymentScanner payments, VaultPlace place, ILogger log)
{
    private static readonly Hash32[] Deposits = [VaultContract.DepositedTopic];

    private long? _checkedAtMs;

    /// <summary>What differs, as the newest look that could tell found it; null when nothing does.</summary>
    public string? Problem { get; private set; }

    /// <summary>Checks when it is due.</summary>
    public async Task StepAsync(ChainPosition position, long nowMs, CancellationToken cancel)
    {
        if (_checkedAtMs is not { } before || nowMs - before >= SettlementLimits.VaultCheckIntervalMs
            || Problem is not null)
        {
            _checkedAtMs = await LookAsync(position, cancel) is null ? _checkedAtMs : nowMs;
        }
    }

    /// <summary>True only when everything agrees now.</summary>
    public async Task<bool> IsSoundAsync(ChainPosition position, CancellationToken cancel) =>
        await LookAsync(position, cancel) == true;

    /// <summary>Null when the chain moved meanwhile: it says nothing.</summary>
    private async Task<bool?> LookAsync(ChainPosition position, CancellationToken cancel)
    {
        var head = await chain.LatestAsync(cancel);
        if (head.Number != position.Latest)
        {
            return null;
        }

        var inFlight = await InFlightAsync(head.Number, cancel);
        string? found = null;
        foreach (var token in book.Money.Tokens)
        {
            found ??= await CompareAsync(token, inFlight.GetValueOrDefault(token), cancel);
        }

        if ((await chain.LatestAsync(cancel)).Hash != head.Hash)
        {
            return null;
        }

        if (found is not null && found != Problem)
        {
            log.LogError("{Problem}", found);
        }

        Problem = found;
        return found is null;
    }

    /// <summary>Deposits without a credit, minus payments without a booking, by token.</summary>
    private async Task<Dictionary<Address, Int128>> InFlightAsync(ulong latest, CancellationToken cancel)
    {
        var sums = new Dictionary<Address, Int128>();
        var from = Math.Max(book.LastDepositBlock, place.DeployBlock);
        for (var start = from; start <= latest; start += SettlementLimits.LogRangeBlocks)
        {
            var end = Math.Min(latest, start + SettlementLimits.LogRangeBlocks - 1);
            foreach (var entry in await chain.LogsAsync(new LogFilter(place.Vault, Deposits, start, end), cancel))
            {
                var deposit = VaultContract.ReadDeposit(entry, place.ChainId);
                if (deposit.DepositId > book.LastDepositId)
                {
                    sums[deposit.Token] = sums.GetValueOrDefault(deposit.Token) + deposit.Amount;
                }
            }
        }

        foreach (var payment in payments.Unbooked)
        {
            sums[payment.Token] = sums.GetValueOrDefault(payment.Token) - (Int128)payment.Amount;
        }

        return sums;
    }

    private async Task<string?> CompareAsync(Address token, Int128 inFlight, CancellationToken cancel)
    {
        var owed = (Int128)await NumberAsync(place.Vault, VaultContract.TotalLedger(token), cancel);
        var scale = (Int128)await NumberAsync(place.Vault, VaultContract.LedgerScale(token), cancel);
        var held = scale * (Int128)await NumberAsync(token, VaultContract.TokensOf(place.Vault), cancel);
        var expected = book.Money.Of(token) + inFlight;
        return owed != expected
            ? Text($"the vault owes {owed} of {token}, the engine and what is in flight say {expected} (K5)")
            : held < owed ? Text($"the vault holds {held} of {token} and owes {owed} (K5)") : null;
    }

    private async Task<UInt128> NumberAsync(Address contract, byte[] data, CancellationToken cancel)
    {
        var answer = await chain.CallAsync(new CallRequest(place.Vault, contract, data), cancel);
        return new AbiReader(answer).Unsigned();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
