using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What a market asks for; null until an operator sets it.</summary>
internal sealed record MarketRiskDto(
    uint MarketId,
    [property: Words(typeof(MarginMode))] string MarginMode,
    RiskDto? Risk,
    LimitsDto? Limits);
