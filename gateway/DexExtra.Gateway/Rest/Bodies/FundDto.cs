using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One fund of the venue; market 0 = of the asset.</summary>
internal sealed record FundDto(
    [property: Words(typeof(FundKind))] string Kind,
    uint AssetId,
    uint MarketId,
    string Balance);
