using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A public trade (D5).</summary>
internal sealed record TradeDto(
    string MatchId,
    string Sequence,
    string Price,
    string Quantity,
    string PriceTicks,
    string QuantityLots,
    [property: Words(typeof(Side))] string? Aggressor,
    IReadOnlyList<string> Flags,
    string AuctionId,
    string TimeNs);
