using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// Constants of a market (Q1) and how it stands; decimals as text, ticks and lots as integer text. What does not exist
/// (yet) is null.
/// </summary>
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
    string AuctionFeePerLot,
    string MaxOrderLots,
    string ProtectionTicks,
    string QuestionHash,
    [property: Words(typeof(MarketState))] string State,
    AuctionDto? Auction,
    LastAuctionDto? LastAuction,
    string? MarkPrice,
    string? MarkTicks,
    string? IndexPrice,
    string? IndexTicks,
    RulesDto Rules,
    string MarketSequence,
    string Sequence,
    string CreatedTimeNs);
