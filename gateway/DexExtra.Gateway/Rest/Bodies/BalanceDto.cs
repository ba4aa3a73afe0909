namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Money in one asset.</summary>
internal sealed record BalanceDto(uint AssetId, string Symbol, string Available, string Held, string Total);
