using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// The call that runs in a market and what it would give now (A10); prices are null when nothing crosses.
/// </summary>
internal sealed record AuctionDto(
    [property: Words(typeof(AuctionKind))] string Kind,
    string AuctionId,
    string EarliestEndNs,
    string? Price,
    string? PriceTicks,
    string VolumeLots,
    string SurplusLots,
    [property: Words(typeof(Side))] string? SurplusSide,
    bool Indicative);
