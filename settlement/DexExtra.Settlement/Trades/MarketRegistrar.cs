using DexExtra.Hosting;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Outbox;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// Brings every market's constants on chain, once. Trades of a market wait until the contract shows exactly the
/// engine's
/// constants; a difference can never be repaired and ends the process. One loop.
/// </summary>
internal sealed class MarketRegistrar(
    IChain chain, NonceLane lane, SettlementBook book, BatcherOptions options, ILogger log)
{
    private readonly HashSet<uint> _registered = [];

    /// <summary>Why a market cannot be registered; null otherwise.</summary>
    public string? Problem { get; private set; }

    public bool IsRegistered(uint marketId) => _registered.Contains(marketId);

    /// <exception cref="FatalException">The contract holds other constants than the engine.</exception>
    public async Task StepAsync(long nowMs, CancellationToken cancel)
    {
        if (_registered.Count == book.Markets.Values.Count(static market => market.SettlesByTrade))
        {
            return;
        }

        Problem = null;
        foreach (var market in book.Markets.Values.Where(Waits).ToArray())
        {
            var call = new CallRequest(options.Operator, options.Exchange, ExchangeContract.Market(market.MarketId));
            var stored = ExchangeContract.ReadMarket(await chain.CallAsync(call, cancel));
            if (!stored.Token.IsZero)
            {
                Compare(market, stored == (
                    market.Token, market.Multiplier, market.Floor, market.Cap, market.QuestionHash));
            }
            else if (!IsUnderWay(market.MarketId))
            {
                await RegisterAsync(market, nowMs, cancel);
            }
        }
    }

    private bool Waits(MarketTerms market) => market.SettlesByTrade && !IsRegistered(market.MarketId);

    private void Compare(MarketTerms market, bool isEqual)
    {
        if (!isEqual)
        {
            throw new FatalException(
                ExitCodes.Configuration,
                $"market {market.MarketId} on chain differs from the engine's: the contract belongs to another log");
        }

        _registered.Add(market.MarketId);
    }

    private bool IsUnderWay(uint marketId) => lane.Pending.Any(entry =>
        entry.Entry.Kind == OutboxKind.RegisterMarket && entry.Entry.First == marketId);

    private async Task RegisterAsync(MarketTerms market, long nowMs, CancellationToken cancel)
    {
        var data = ExchangeContract.RegisterMarket(market);
        try
        {
            await chain.CallAsync(new CallRequest(options.Operator, options.Exchange, data), cancel);
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            Problem = $"the exchange refuses market {market.MarketId}: {refusal.NodeMessage}";
            log.LogError("{Problem}", Problem);
            return;
        }

        var call = new LaneCall(
            OutboxKind.RegisterMarket,
            market.MarketId,
            market.MarketId,
            Attempt: 1,
            options.Exchange,
            data,
            SettlementLimits.RegisterMarketGas);
        await lane.SubmitAsync(call, nowMs, cancel);
    }
}
