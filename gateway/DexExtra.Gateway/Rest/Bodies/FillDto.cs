using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One account's side of a trade with its way to the chain (X1).</summary>
internal sealed record FillDto(
    string MatchId,
    string OrderId,
    string ClientOrderId,
    uint MarketId,
    [property: Words(typeof(Side))] string Side,
    string Price,
    string Quantity,
    string PriceTicks,
    string QuantityLots,
    string? Liquidity,
    string AuctionId,
    string Fee,
    string CashDelta,
    string RealisedPnl,
    [property: Words(typeof(SettlementState))] string SettlementState,
    string SettlementStatus,
    string? TransactionHash,
    string Sequence,
    string TimeNs,
    IReadOnlyList<string> Flags,
    string BustedMatchId);
