using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>A market as its events show it.</summary>
public sealed class StreamMarket(CreateMarket terms)
{
    /// <summary>Keys negated, so that the best price comes first.</summary>
    private readonly SortedSet<long> _bids = [];
    private readonly SortedSet<long> _asks = [];

    public CreateMarket Terms { get; } = terms;

    public MarketState State { get; set; } = terms.InitialState;

    public AuctionKind Auction { get; set; }

    public StateCause Cause { get; set; }

    public long EarliestEndNs { get; set; }

    public TradingRules Rules { get; set; } = TradingRules.Default;

    public long? LastTicks { get; set; }

    public long? MarkTicks { get; set; }

    public long? IndexTicks { get; set; }

    /// <summary>Its call is over and not all of its trades are done.</summary>
    public bool IsUncrossing { get; set; }

    /// <summary>M5: what the oracle said last.</summary>
    public Hash32 AssertionId { get; set; }

    public bool HasEnded => State is >= MarketState.TradingTerminated and <= MarketState.Cancelled;

    public bool IsCall => State is MarketState.OpeningAuction or MarketState.Auction or MarketState.ClosingAuction;

    public long? BestBid => _bids.Count == 0 ? null : -_bids.Min;

    public long? BestAsk => _asks.Count == 0 ? null : _asks.Min;

    public bool IsCrossed => BestBid >= BestAsk;

    /// <summary>Where prices are drawn around.</summary>
    public long Middle
    {
        get
        {
            var middle = LastTicks ?? BestBid ?? BestAsk ?? ((Terms.FloorTicks + Terms.CapTicks) / 2);
            return Math.Clamp(middle, Terms.FloorTicks + 3, Terms.CapTicks - 3);
        }
    }

    public void Apply(in LevelChanged level)
    {
        var (levels, key) = level.Side == Side.Buy ? (_bids, -level.PriceTicks) : (_asks, level.PriceTicks);
        if (level.QuantityLots == 0 && level.OrderCount == 0)
        {
            levels.Remove(key);
        }
        else
        {
            levels.Add(key);
        }
    }
}
