using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Results;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// Brings the grants of session keys on chain before the first trade that needs them, and their revocations after the
/// last (docs/money.md §17). It keeps nothing: what the chain shows is done, what the lane carries is under way, the
/// rest is sent; the contract ignores repeats. A grant that the contract refuses keeps nobody waiting: its trades fail
/// alone (X3). One loop.
/// </summary>
internal sealed class SessionKeyRegistrar(
    IChain chain, NonceLane lane, SettlementBook book, ResultScanner results, BatcherOptions options, ILogger log)
{
    /// <summary>Why a grant cannot be registered; null otherwise.</summary>
    public string? Problem { get; private set; }

    /// <summary>The contract knows every session key that signed an order of the match, or never will.</summary>
    public static bool IsReady(MatchEntry match) =>
        match.Buy?.Key is null or { IsReady: true } && match.Sell?.Key is null or { IsReady: true };

    public async Task StepAsync(long nowMs, CancellationToken cancel)
    {
        var left = SettlementLimits.SessionKeysPerStep;
        foreach (var key in Needed())
        {
            if (left-- == 0)
            {
                return;
            }

            await RegisterAsync(key, nowMs, cancel);
        }

        while (left-- > 0 && book.SessionKeys.Ended.FirstOrDefault() is { } ended)
        {
            if (!await RevokeAsync(ended, nowMs, cancel))
            {
                return;
            }

            book.SessionKeys.ForgetEnded();
        }
    }

    /// <summary>Of the matches that settle next.</summary>
    private SessionKeyEntry[] Needed()
    {
        var keys = new HashSet<SessionKeyEntry>();
        var first = Math.Max(results.LastSettled + 1, book.Matches.First);
        for (var matchId = first; matchId < first + SettlementLimits.SessionKeyLookAhead; matchId++)
        {
            if (book.Matches.Find(matchId) is not { } match)
            {
                break;
            }

            foreach (var key in (SessionKeyEntry?[])[match.Buy?.Key, match.Sell?.Key])
            {
                if (key is { IsReady: false })
                {
                    keys.Add(key);
                }
            }
        }

        return [.. keys];
    }

    private async Task RegisterAsync(SessionKeyEntry key, long nowMs, CancellationToken cancel)
    {
        var stored = await CallAsync(ExchangeContract.SessionKeyScope(key), cancel);
        if (ExchangeContract.ReadIsRegistered(stored))
        {
            key.IsReady = true;
        }
        else if (!IsUnderWay(OutboxKind.RegisterSessionKey, key))
        {
            var data = ExchangeContract.RegisterSessionKey(key.Grant);
            key.IsReady = !await TrySubmitAsync(
                OutboxKind.RegisterSessionKey, key, data, SettlementLimits.RegisterSessionKeyGas, nowMs, cancel);
        }
    }

    /// <summary>True when the chain knows the end, or never will.</summary>
    private async Task<bool> RevokeAsync(SessionKeyEntry key, long nowMs, CancellationToken cancel)
    {
        var stored = await CallAsync(ExchangeContract.SessionKeyRevokedAt(key), cancel);
        if (ExchangeContract.ReadRevokedAt(stored) != 0)
        {
            return true;
        }

        return !IsUnderWay(OutboxKind.RevokeSessionKey, key) && !await TrySubmitAsync(
            OutboxKind.RevokeSessionKey, key, ExchangeContract.RevokeSessionKey(key),
            SettlementLimits.RevokeSessionKeyGas, nowMs, cancel);
    }

    private bool IsUnderWay(OutboxKind kind, SessionKeyEntry key) =>
        lane.Pending.Any(entry => entry.Entry.Kind == kind && entry.Entry.First == key.GrantId);

    private async Task<byte[]> CallAsync(byte[] data, CancellationToken cancel) =>
        await chain.CallAsync(new CallRequest(options.Operator, options.Exchange, data), cancel);

    /// <summary>False when the contract refuses: it tests only what was signed, so it always will.</summary>
    private async Task<bool> TrySubmitAsync(
        OutboxKind kind, SessionKeyEntry key, byte[] data, ulong gas, long nowMs, CancellationToken cancel)
    {
        try
        {
            await CallAsync(data, cancel);
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            Problem = $"the exchange refuses {kind} of grant {key.GrantId}: {refusal.NodeMessage}";
            log.LogError("{Problem}", Problem);
            return false;
        }

        await lane.SubmitAsync(
            new LaneCall(kind, key.GrantId, key.GrantId, Attempt: 1, options.Exchange, data, gas), nowMs, cancel);
        return true;
    }
}
