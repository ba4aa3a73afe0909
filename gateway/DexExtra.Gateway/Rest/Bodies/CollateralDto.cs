namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>An asset that backs another; the price is null before its first value.</summary>
internal sealed record CollateralDto(
    uint AssetId,
    uint BackedAssetId,
    uint HaircutBp,
    string Cap,
    string? Price);
