using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>One account's side of a trade. Immutable.</summary>
internal sealed class FillRecord(in Traded trade, Side side, in EventFrameHeader frame)
{
    public TradeSide Detail { get; } = side == Side.Buy ? trade.Buy : trade.Sell;

    public ulong MatchId { get; } = trade.MatchId;

    public uint MarketId { get; } = trade.MarketId;

    public Side Side { get; } = side;

    /// <summary>F3: the taker is who came in; nobody in an auction, null without a book (L5, U3, F11).</summary>
    public string? Liquidity { get; } = (trade.Flags & TradeFlags.Auction) != 0 ? "AUCTION"
        : trade.Aggressor == 0 ? null
        : trade.Aggressor == side ? "TAKER"
        : "MAKER";

    /// <summary>D5.</summary>
    public TradeFlags Flags { get; } = trade.Flags;

    /// <summary>The call it belongs to; 0 in continuous trading.</summary>
    public ulong AuctionId { get; } = trade.AuctionId;

    /// <summary>F11: the trade that this one takes back, else 0.</summary>
    public ulong BustedMatchId { get; } = trade.BustedMatchId;

    public long PriceTicks { get; } = trade.PriceTicks;

    public long QuantityLots { get; } = trade.QuantityLots;

    /// <summary>Command log position of the trade.</summary>
    public long Sequence { get; } = frame.Sequence;

    /// <summary>Engine time of the match.</summary>
    public long TimestampNs { get; } = trade.MatchedNs;
}
