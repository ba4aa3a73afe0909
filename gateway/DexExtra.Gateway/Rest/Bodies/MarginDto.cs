using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// The last level of a margin unit (L1); market 0 = the cross positions of the asset. Money as of that change.
/// </summary>
internal sealed record MarginDto(
    uint AssetId,
    uint MarketId,
    [property: Words(typeof(MarginLevel))] string Level,
    string Equity,
    string InitialMargin,
    string MaintenanceMargin,
    [property: Words(typeof(LiquidationStage))] string? LiquidationStage);
