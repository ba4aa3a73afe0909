using DexExtra.Messages;

namespace DexExtra.Persistence.Mirror;

/// <summary>Book and last trade of one market.</summary>
internal sealed class MarketMirror(uint marketId)
{
    public uint MarketId { get; } = marketId;

    public BookSide Bids { get; } = new();

    public BookSide Asks { get; } = new();

    public Traded? LastTrade { get; private set; }

    public long LastTradeNs { get; private set; }

    public bool TradeChanged { get; private set; }

    public BookSide Side(Side side) => side == Messages.Side.Buy ? Bids : Asks;

    public void Apply(in Traded trade, long timeNs)
    {
        LastTrade = trade;
        LastTradeNs = timeNs;
        TradeChanged = true;
    }

    /// <summary>Everything up to now is in Redis.</summary>
    public void Written()
    {
        Bids.Written();
        Asks.Written();
        TradeChanged = false;
    }
}
