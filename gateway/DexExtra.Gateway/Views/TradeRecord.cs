using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>One public trade (D5). Accounts are not part of it.</summary>
/// <param name="MatchId">Venue-wide number.</param>
/// <param name="MarketSequence">Its place among the market's public events.</param>
/// <param name="Aggressor">Side of the incoming order; 0 in an auction.</param>
/// <param name="PriceTicks">Price.</param>
/// <param name="QuantityLots">Quantity.</param>
/// <param name="TimestampNs">Engine time of the match.</param>
/// <param name="Flags">How it came about.</param>
/// <param name="AuctionId">The call it belongs to; 0 in continuous trading.</param>
internal readonly record struct TradeRecord(
    ulong MatchId,
    ulong MarketSequence,
    Side Aggressor,
    long PriceTicks,
    long QuantityLots,
    long TimestampNs,
    TradeFlags Flags,
    ulong AuctionId)
{
    public static TradeRecord Of(in Traded trade) => new(
        trade.MatchId,
        trade.MarketSequence,
        trade.Aggressor,
        trade.PriceTicks,
        trade.QuantityLots,
        trade.MatchedNs,
        trade.Flags,
        trade.AuctionId);
}
