namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Every listed asset.</summary>
internal sealed record AssetsDto(IReadOnlyList<AssetDto> Assets);
