using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// What the public may know about one market: constants, state, levels, newest trades, prices, rules, the per-market
/// sequence (D1). Owned by the follower thread; others read it under the venue's gate. <see cref="Info"/> is
/// immutable.
/// </summary>
internal sealed class MarketView(MarketInfo info)
{
    private readonly RecentList<TradeRecord> _trades = new(GatewayLimits.TradesPerMarket);

    public MarketInfo Info { get; } = info;

    public BookView Book { get; } = new();

    /// <summary>B8: what the market accepts now.</summary>
    public MarketState State { get; private set; } = info.Request.InitialState;

    /// <summary>The call that runs; null outside calls.</summary>
    public MarketAuction? Auction { get; private set; }

    /// <summary>The last call that ended, with its price if it had one; null before the first.</summary>
    public AuctionUncrossed? LastAuction { get; private set; }

    /// <summary>B7; null before the first.</summary>
    public long? MarkTicks { get; private set; }

    /// <summary>The external index; null before the first value.</summary>
    public long? IndexTicks { get; private set; }

    /// <summary>How the market trades now.</summary>
    public TradingRules Rules { get; private set; } = TradingRules.Default;

    /// <summary>M5: what is known of the result; null before the first proposal.</summary>
    public ResultChanged? Result { get; private set; }

    /// <summary>M9: how it was paid out; null before.</summary>
    public MarketSettled? Settlement { get; private set; }

    /// <summary>How it asks for margin and liquidates; null until an operator sets it.</summary>
    public RiskParameters? Risk { get; private set; }

    /// <summary>R6: limits of every account in it; null until an operator sets them.</summary>
    public RiskLimits? Limits { get; set; }

    /// <summary>Market sequence of the last public event; 0 before the first.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>Market sequence of the last trade; 0 before the first.</summary>
    public ulong LastTradeSequence { get; private set; }

    /// <summary>Market sequence of the last event that is neither a trade nor a level; 0 before the first.</summary>
    public ulong LastStatusSequence { get; private set; }

    public IEnumerable<TradeRecord> TradesNewestFirst => _trades.NewestFirst();

    public void Apply(in LevelChanged change)
    {
        Advance(change.MarketSequence);
        Book.Apply(in change);
    }

    public void Apply(in Traded trade)
    {
        Advance(trade.MarketSequence);
        LastTradeSequence = trade.MarketSequence;
        _trades.Add(TradeRecord.Of(in trade));
    }

    public void Apply(in MarketStateChanged change)
    {
        AdvanceStatus(change.MarketSequence);
        State = change.State;
        var indicated = Auction?.AuctionId == change.AuctionId ? Auction.Indicated : null;
        Auction = change.AuctionId == 0
            ? null
            : new MarketAuction(change.Auction, change.AuctionId, change.EarliestEndNs, indicated);
    }

    public void Apply(in AuctionIndicated indicated)
    {
        AdvanceStatus(indicated.MarketSequence);
        Auction = Auction is null ? null : Auction with { Indicated = indicated };
    }

    public void Apply(in AuctionUncrossed uncrossed)
    {
        AdvanceStatus(uncrossed.MarketSequence);
        LastAuction = uncrossed;
    }

    public void Apply(in MarkPriceChanged mark)
    {
        AdvanceStatus(mark.MarketSequence);
        MarkTicks = mark.PriceTicks;
    }

    public void Apply(in IndexPriceChanged index)
    {
        AdvanceStatus(index.MarketSequence);
        IndexTicks = index.PriceTicks;
    }

    public void Apply(in TradingRulesChanged change)
    {
        AdvanceStatus(change.MarketSequence);
        Rules = change.Rules;
    }

    public void Apply(in ResultChanged change)
    {
        AdvanceStatus(change.MarketSequence);
        Result = change;
    }

    public void Apply(in MarketSettled settled)
    {
        AdvanceStatus(settled.MarketSequence);
        Settlement = settled;
    }

    public void Apply(in RiskParametersChanged change)
    {
        AdvanceStatus(change.MarketSequence);
        Risk = change.Parameters;
    }

    private void AdvanceStatus(ulong marketSequence)
    {
        Advance(marketSequence);
        LastStatusSequence = marketSequence;
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
