using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// A market as the contract stores it: prices and multiplier in 1e-8, quantities of one lot in 1e-8. Markets whose
/// trades the contract cannot mirror one by one (docs/money.md §2) do not settle by trade and are not registered.
/// </summary>
internal sealed record MarketTerms(
    uint MarketId, Address Token, Int128 TickSize, Int128 LotSize, Int128 Floor, Int128 Cap, Int128 Multiplier,
    Hash32 QuestionHash, bool SettlesByTrade)
{
    public static MarketTerms From(in CreateMarket market, Address token) => new(
        market.MarketId,
        token,
        market.TickSize,
        market.LotSize,
        checked(market.FloorTicks * market.TickSize),
        checked(market.CapTicks * market.TickSize),
        market.Multiplier,
        market.QuestionHash,
        market is { MarginMode: MarginMode.Full, MakerFeePerLot: >= 0, MakerFeeRate: >= 0 });
}
