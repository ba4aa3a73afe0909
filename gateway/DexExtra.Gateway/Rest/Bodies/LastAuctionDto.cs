namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The last call of a market that ended (A7); the price is null when nothing crossed (A9).</summary>
internal sealed record LastAuctionDto(
    string AuctionId,
    string? Price,
    string? PriceTicks,
    string VolumeLots,
    string PreventedLots,
    string Sequence);
