namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Constants of a market (Q1); decimals as text, ticks and lots as integer text.</summary>
internal sealed record MarketDto(
    uint MarketId,
    string MetricId,
    uint AssetId,
    string TickSize,
    string LotSize,
    string Multiplier,
    string PriceFloor,
    string PriceCap,
    string FloorTicks,
    string CapTicks,
    string TickValue,
    string TakerFeePerLot,
    string MakerFeePerLot,
    string MaxOrderLots,
    string ProtectionTicks,
    string QuestionHash,
    string State,
    string Sequence,
    string CreatedTimeNs);
