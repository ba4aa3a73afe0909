namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The fee schedule.</summary>
internal sealed record FeesDto(IReadOnlyList<FeeTierDto> Tiers, string Sequence);
