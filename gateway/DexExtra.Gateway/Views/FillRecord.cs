using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>One account's side of a trade. Immutable.</summary>
internal sealed class FillRecord(in Traded trade, Side side, in EventFrameHeader frame)
{
    public TradeSide Detail { get; } = side == Side.Buy ? trade.Buy : trade.Sell;

    public ulong MatchId { get; } = trade.MatchId;

    public uint MarketId { get; } = trade.MarketId;

    public Side Side { get; } = side;

    /// <summary>F3: the taker is who came in; nobody in an auction.</summary>
    public bool IsTaker { get; } = trade.Aggressor == side;

    /// <summary>D5.</summary>
    public TradeFlags Flags { get; } = trade.Flags;

    /// <summary>The call it belongs to; 0 in continuous trading.</summary>
    public ulong AuctionId { get; } = trade.AuctionId;

    public long PriceTicks { get; } = trade.PriceTicks;

    public long QuantityLots { get; } = trade.QuantityLots;

    /// <summary>Command log position of the trade.</summary>
    public long Sequence { get; } = frame.Sequence;

    /// <summary>Engine time of the match.</summary>
    public long TimestampNs { get; } = trade.MatchedNs;
}
