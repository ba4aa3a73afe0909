using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Results;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// Cuts the queue of matches into contiguous batches, strictly in order of match id: the operator cannot choose which
/// trades settle (X2, pain 2). A batch goes out when it is full or its oldest match is old enough. One loop.
/// </summary>
internal sealed class Batcher(
    IChain chain, NonceLane lane, SettlementBook book, ResultScanner results, BatcherOptions options, ILogger log)
{
    private ulong _refused;

    /// <summary>Why nothing can be sent although matches wait; null otherwise.</summary>
    public string? Problem { get; private set; }

    /// <summary>Submits as many batches as are due and fit.</summary>
    /// <param name="isReady">Whether the chain knows what a match needs: its market, its session keys.</param>
    /// <param name="nowMs">Monotonic milliseconds.</param>
    /// <param name="cancel">Stops waiting for the node.</param>
    public async Task StepAsync(Func<MatchEntry, bool> isReady, long nowMs, CancellationToken cancel)
    {
        while (NextBatch(isReady, nowMs) is { Count: > 0 } batch)
        {
            var data = ExchangeContract.Settle(batch);
            if (!lane.Pending.Any() && !await SimulateAsync(data, cancel))
            {
                return;
            }

            var attempt = batch.Max(static match => match.Attempt) + 1;
            var gas = SettlementLimits.BatchBaseGas + (SettlementLimits.TradeGas * (ulong)batch.Count);
            var call = new LaneCall(
                OutboxKind.Settle, batch[0].MatchId, batch[^1].MatchId, attempt, options.Exchange, data, gas);
            await lane.SubmitAsync(call, nowMs, cancel);
        }
    }

    /// <summary>
    /// A batch that reverts as a whole is refused by the contract's state (paused, role taken away), not by a trade
    /// (X3).
    /// Waiting costs nothing; sending would burn gas.
    /// </summary>
    private async Task<bool> SimulateAsync(byte[] data, CancellationToken cancel)
    {
        try
        {
            await chain.CallAsync(new CallRequest(options.Operator, options.Exchange, data), cancel);
            Problem = null;
            return true;
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            Problem = $"the exchange refuses batches: {refusal.NodeMessage}";
            log.LogError("{Problem}", Problem);
            return false;
        }
    }

    private List<MatchEntry> NextBatch(Func<MatchEntry, bool> isReady, long nowMs)
    {
        var batch = new List<MatchEntry>();
        if (lane.Pending.Count() >= options.MaxInFlight || FirstUnsent() is not { } first)
        {
            return batch;
        }

        while (batch.Count < options.MaxTrades
            && book.Matches.Find(first + (ulong)batch.Count) is { } match && IsSettleable(match)
            && isReady(match))
        {
            batch.Add(match);
        }

        var isDue = batch.Count == options.MaxTrades
            || (batch.Count > 0 && nowMs - batch[0].SeenAtMs >= options.MaxAgeMs);
        return isDue ? batch : [];
    }

    /// <summary>
    /// False for a match that the per-trade contract cannot mirror: settlement is in order, so it stops before it for
    /// good. The engine makes none unless its option NettedSettlement is on, which this contract does not serve.
    /// </summary>
    private bool IsSettleable(MatchEntry match)
    {
        if (match is { IsVoid: true } or { SettlesByTrade: true, Buy: not null, Sell: not null })
        {
            return true;
        }

        Problem = $"match {match.MatchId} of market {match.MarketId} cannot settle by trade: nothing after it will";
        if (_refused != match.MatchId)
        {
            _refused = match.MatchId;
            log.LogError("{Problem}", Problem);
        }

        return false;
    }

    /// <summary>
    /// Null when a transaction under way does not continue what is settled: it will revert with a gap, and sending more
    /// before that is known would only revert too.
    /// </summary>
    private ulong? FirstUnsent()
    {
        var next = Math.Max(results.LastSettled + 1, book.Matches.First);
        foreach (var entry in lane.Pending.Where(static entry => entry.Entry.Kind == OutboxKind.Settle))
        {
            if (entry.Entry.First > next)
            {
                return null;
            }

            next = Math.Max(next, entry.Entry.Last + 1);
        }

        return next;
    }
}
