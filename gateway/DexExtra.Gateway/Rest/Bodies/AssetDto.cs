namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A settlement token.</summary>
internal sealed record AssetDto(uint AssetId, string Symbol, uint TokenDecimals, string Token);
