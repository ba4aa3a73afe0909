using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// What the public may know about one market: constants, levels, newest trades, the per-market sequence (D1).
/// Owned by the follower thread; others read it under the venue's gate. <see cref="Info"/> is immutable.
/// </summary>
internal sealed class MarketView(MarketInfo info)
{
    private readonly RecentList<TradeRecord> _trades = new(GatewayLimits.TradesPerMarket);

    public MarketInfo Info { get; } = info;

    public BookView Book { get; } = new();

    /// <summary>Market sequence of the last level change or trade; 0 before the first.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>Market sequence of the last trade; 0 before the first.</summary>
    public ulong LastTradeSequence { get; private set; }

    public IEnumerable<TradeRecord> TradesNewestFirst => _trades.NewestFirst();

    public void Apply(in LevelChanged change)
    {
        Advance(change.MarketSequence);
        Book.Apply(in change);
    }

    public void Apply(in Traded trade, long timestampNs)
    {
        Advance(trade.MarketSequence);
        LastTradeSequence = trade.MarketSequence;
        _trades.Add(new TradeRecord(
            trade.MatchId, trade.MarketSequence, trade.Aggressor, trade.PriceTicks, trade.QuantityLots, timestampNs));
    }

    private void Advance(ulong marketSequence)
    {
        if (marketSequence != Sequence + 1)
        {
            throw new InvalidDataException(
                $"market {Info.MarketId}: event with market sequence {marketSequence} after {Sequence}");
        }

        Sequence = marketSequence;
    }
}
