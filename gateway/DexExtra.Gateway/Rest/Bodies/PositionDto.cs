namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A position (F7); quantity is signed, average price for display only.</summary>
internal sealed record PositionDto(
    uint MarketId,
    string MetricId,
    string Quantity,
    string QuantityLots,
    string Cost,
    string? AveragePrice,
    string RealisedPnl);
