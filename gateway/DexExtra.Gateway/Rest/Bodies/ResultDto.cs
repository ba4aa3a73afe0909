using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What is known of a market's result (M5); price and value as decimal text.</summary>
internal sealed record ResultDto(
    [property: Words(typeof(OracleUpdateKind))] string Kind,
    string AssertionId,
    string Value,
    string Bond,
    string LivenessEnd,
    string? SettlementPrice,
    string? SettlementTicks);
