using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>Markets whose positions the engine pays or has paid, until the chain has paid them too. One
/// thread.</summary>
internal sealed class EndedMarkets
{
    private readonly SortedDictionary<uint, EndedMarket> _markets = [];

    /// <summary>Paid out by the engine, not known to be paid out on chain.</summary>
    public IEnumerable<EndedMarket> Waiting => _markets.Values.Where(static market => market.IsSettled);

    public void Apply(in PositionSettled settled) => Of(settled.MarketId).Add(in settled);

    /// <param name="settled">The event.</param>
    /// <param name="tickSize">Of the market, 1e-8.</param>
    /// <param name="lastMatchId">Newest match before it.</param>
    public void Apply(in MarketSettled settled, Int128 tickSize, ulong lastMatchId) =>
        Of(settled.MarketId).Settle(settled.SettlementTicks * tickSize, lastMatchId, settled.IsFallback != 0);

    /// <summary>Whether an account may still get something on chain that the engine has paid it.</summary>
    public bool Has(AccountId account) => _markets.Values.Any(market => market.Payouts.Any(
        payout => payout.Account == account));

    public void Forget(EndedMarket market) => _markets.Remove(market.MarketId);

    private EndedMarket Of(uint marketId)
    {
        if (!_markets.TryGetValue(marketId, out var market))
        {
            market = new EndedMarket(marketId);
            _markets.Add(marketId, market);
        }

        return market;
    }
}
