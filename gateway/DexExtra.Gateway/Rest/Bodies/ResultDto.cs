namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What is known of a market's result (M5); price and value as decimal text.</summary>
internal sealed record ResultDto(
    string Kind,
    string AssertionId,
    string Value,
    string Bond,
    string LivenessEnd,
    string? SettlementPrice,
    string? SettlementTicks);
