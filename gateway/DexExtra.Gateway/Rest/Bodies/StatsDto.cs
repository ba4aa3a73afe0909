namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The last 24 hours in whole minutes, the open one included; null before the first trade.</summary>
internal sealed record StatsDto(
    uint MarketId,
    string? SinceNs,
    string? Open,
    string? High,
    string? Low,
    string? Last,
    string? Change,
    string? AveragePrice,
    string Quantity,
    string Lots,
    string Trades,
    string BlockLotsTotal,
    string Sequence);
