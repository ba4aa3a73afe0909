using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// X5, X9: forced exits and cancels of owners on chain must stay closed as long as nothing carries them into the
/// engine. Opened all the same, they let an owner undo what the engine does: this says so. One loop.
/// </summary>
internal sealed class OwnersDoors(IChain chain, Address vault, Address exchange)
{
    private long? _lookedAtMs;

    /// <summary>Which is open; null when none is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks when it is due.</summary>
    public async Task StepAsync(long nowMs, CancellationToken cancel)
    {
        if (_lookedAtMs is { } before && nowMs - before < SettlementLimits.VaultCheckIntervalMs)
        {
            return;
        }

        var exits = await IsOpenAsync(vault, WithdrawalContract.AreExitsOpen(), cancel);
        var cancels = await IsOpenAsync(exchange, ExchangeContract.AreOwnerCancelsOpen(), cancel);
        Problem = exits ? "forced exits are open on the vault, but nothing follows them (X9)"
            : cancels ? "owners may cancel on the exchange, but nothing follows it (X5)"
            : null;
        _lookedAtMs = nowMs;
    }

    private async Task<bool> IsOpenAsync(Address contract, byte[] question, CancellationToken cancel)
    {
        var call = new CallRequest(vault, contract, question);
        return new AbiReader(await chain.CallAsync(call, cancel)).Boolean();
    }
}
