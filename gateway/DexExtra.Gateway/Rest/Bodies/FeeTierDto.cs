namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One tier of the fee schedule; discounts in basis points.</summary>
internal sealed record FeeTierDto(int Tier, string MinVolume, uint TakerDiscountBp, uint MakerDiscountBp);
