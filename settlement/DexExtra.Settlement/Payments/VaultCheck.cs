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
    IChain chain, SettlementBook book, InFlight inFlight, VaultPlace place, ILogger log)
{
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

        var underWay = (await inFlight.ReadAsync(head.Number, cancel))
            .ToLookup(static pair => pair.Key.Token, static pair => pair.Value);
        string? found = null;
        foreach (var token in book.Money.Tokens)
        {
            found ??= await CompareAsync(token, Sum(underWay[token]), cancel);
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

    private async Task<string?> CompareAsync(Address token, Int128 underWay, CancellationToken cancel)
    {
        var owed = (Int128)await NumberAsync(place.Vault, VaultContract.TotalLedger(token), cancel);
        var scale = (Int128)await NumberAsync(place.Vault, VaultContract.LedgerScale(token), cancel);
        var held = scale * (Int128)await NumberAsync(token, VaultContract.TokensOf(place.Vault), cancel);
        var expected = book.Money.Of(token) + underWay;
        return owed != expected
            ? Text($"the vault owes {owed} of {token}, the engine and what is in flight say {expected} (K5)")
            : held < owed ? Text($"the vault holds {held} of {token} and owes {owed} (K5)") : null;
    }

    private async Task<UInt128> NumberAsync(Address contract, byte[] data, CancellationToken cancel)
    {
        var answer = await chain.CallAsync(new CallRequest(place.Vault, contract, data), cancel);
        return new AbiReader(answer).Unsigned();
    }

    private static Int128 Sum(IEnumerable<Int128> amounts) =>
        amounts.Aggregate(Int128.Zero, static (sum, amount) => sum + amount);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
