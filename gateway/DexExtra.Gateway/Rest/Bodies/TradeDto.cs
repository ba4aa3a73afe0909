namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A public trade (D5).</summary>
internal sealed record TradeDto(
    string MatchId,
    string Sequence,
    string Price,
    string Quantity,
    string PriceTicks,
    string QuantityLots,
    string? Aggressor,
    IReadOnlyList<string> Flags,
    string AuctionId,
    string TimeNs);
