using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Netting;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Results;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Payouts;

/// <summary>
/// Ends markets on chain as the engine ended them (M8 to M10): waits for the oracle's result, or brings the engine's
/// where the operator is the oracle; posts the root of all payouts behind the last trade; pays the leaves. It keeps
/// nothing: what the chain shows is done, what the lane carries is under way. One loop.
/// </summary>
internal sealed class PayoutDriver(
    IChain chain, NonceLane lane, SettlementBook book, ResultScanner results, PayoutOptions options, ILogger log)
{
    private bool? _isOracle;

    /// <summary>Why an ended market is not paid out; null otherwise.</summary>
    public string? Problem { get; private set; }

    public async Task StepAsync(long nowMs, CancellationToken cancel)
    {
        var before = Problem;
        Problem = null;
        foreach (var market in book.Ended.Waiting.ToArray())
        {
            if (market.Payouts.Count == 0)
            {
                book.Ended.Forget(market);
            }
            else if (lane.Pending.Count() < options.MaxInFlight && !IsUnderWay(market))
            {
                await AdvanceAsync(market, nowMs, cancel);
            }
        }

        if (Problem is not null && Problem != before)
        {
            log.LogError("{Problem}", Problem);
        }
    }

    private bool IsUnderWay(EndedMarket market) => lane.Pending.Any(entry =>
        entry.Entry.Kind is OutboxKind.RecordResult or OutboxKind.PostPayouts or OutboxKind.PayPositions
        && entry.Entry.First == market.MarketId);

    private async Task AdvanceAsync(EndedMarket market, long nowMs, CancellationToken cancel)
    {
        var answer = await AskAsync(options.Payouts, PayoutsContract.ResultOf(market.MarketId), cancel);
        var (price, isKnown, root) = PayoutsContract.ReadResult(answer);
        if (!isKnown)
        {
            await RecordAsync(market, nowMs, cancel);
            return;
        }

        var tree = PayoutsContract.Tree(market);
        if (price != market.Price || (root != default && root != tree.Root))
        {
            Problem = $"market {market.MarketId} ended otherwise on chain than in the engine: nothing of it is paid";
        }
        else if (root != default)
        {
            await PayAsync(market, tree, nowMs, cancel);
        }
        else if (results.LastSettled >= market.LastMatchId)
        {
            var data = PayoutsContract.PostPayouts(market, tree.Root);
            await TrySubmitAsync(OutboxKind.PostPayouts, market, data, SettlementLimits.PostPayoutsGas, nowMs, cancel);
        }
    }

    private async Task RecordAsync(EndedMarket market, long nowMs, CancellationToken cancel)
    {
        _isOracle ??= new AbiReader(await AskAsync(
            options.Payouts, AccessRoles.Has(AccessRoles.Oracle, options.Operator), cancel)).Boolean();
        if (_isOracle.Value)
        {
            var data = PayoutsContract.RecordResult(market);
            await TrySubmitAsync(
                OutboxKind.RecordResult, market, data, SettlementLimits.RecordResultGas, nowMs, cancel);
        }
        else if (options.Oracle is { } oracle && market.IsFallback)
        {
            var data = OracleContract.SettleFallback(market.MarketId, market.Price);
            await TrySubmitAsync(
                OutboxKind.RecordResult, market, data, SettlementLimits.SettleFallbackGas, nowMs, cancel, oracle);
        }
    }

    private async Task PayAsync(EndedMarket market, MerkleTree tree, long nowMs, CancellationToken cancel)
    {
        var places = await OpenPlacesAsync(market, cancel);
        if (places.Count == 0)
        {
            book.Ended.Forget(market);
            return;
        }

        // one leaf that is refused keeps nobody else waiting
        var gas = SettlementLimits.BatchBaseGas + (SettlementLimits.PayoutGas * (ulong)places.Count);
        var all = PayoutsContract.Pay(market, tree, places);
        if (await TrySubmitAsync(OutboxKind.PayPositions, market, all, gas, nowMs, cancel))
        {
            return;
        }

        foreach (var place in places)
        {
            gas = SettlementLimits.BatchBaseGas + SettlementLimits.PayoutGas;
            var one = PayoutsContract.Pay(market, tree, [place]);
            if (await TrySubmitAsync(OutboxKind.PayPositions, market, one, gas, nowMs, cancel))
            {
                return;
            }
        }
    }

    /// <summary>Leaves whose position the exchange still shows, at most one transaction's worth.</summary>
    private async Task<List<int>> OpenPlacesAsync(EndedMarket market, CancellationToken cancel)
    {
        var places = new List<int>();
        for (var place = 0; place < market.Payouts.Count && places.Count < SettlementLimits.PayoutsPerCall; place++)
        {
            var data = PayoutsContract.PositionOf(market.Payouts[place]);
            if (new AbiReader(await AskAsync(options.Exchange, data, cancel)).Signed() != 0)
            {
                places.Add(place);
            }
        }

        return places;
    }

    /// <summary>False when the contract refuses.</summary>
    private async Task<bool> TrySubmitAsync(
        OutboxKind kind, EndedMarket market, byte[] data, ulong gas, long nowMs, CancellationToken cancel,
        Address? contract = null)
    {
        var target = contract ?? options.Payouts;
        try
        {
            await AskAsync(target, data, cancel);
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            Problem = $"{kind} of market {market.MarketId} is refused: {refusal.NodeMessage}";
            return false;
        }

        Problem = null;
        var call = new LaneCall(kind, market.MarketId, market.MarketId, Attempt: 1, target, data, gas);
        await lane.SubmitAsync(call, nowMs, cancel);
        return true;
    }

    private Task<byte[]> AskAsync(Address contract, byte[] data, CancellationToken cancel) =>
        chain.CallAsync(new CallRequest(options.Operator, contract, data), cancel);
}
