namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The match of a block trade (U3).</summary>
internal sealed record BlockMatchDto(
    string MatchId,
    uint MarketId,
    string Price,
    string Quantity,
    string BuyOrderId,
    string SellOrderId);
