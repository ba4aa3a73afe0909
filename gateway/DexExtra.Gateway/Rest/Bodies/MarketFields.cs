using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data CreateMarket as signed: raw integers (1e-8), ticks and lots.</summary>
internal sealed record MarketFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MarketId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string AssetId { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string TickSize { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string LotSize { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Multiplier { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string FloorTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string CapTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string TakerFeePerLot { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MakerFeePerLot { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string MaxOrderLots { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ProtectionTicks { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public string AuctionFeePerLot { get; init; } = "0";

    /// <summary>0 = PER_CONTRACT, 1 = RANGE, 2 = NOTIONAL.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string FeeModel { get; init; } = "0";

    /// <summary>1e-8, as the other rates.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string TakerFeeRate { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string MakerFeeRate { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string AuctionFeeRate { get; init; } = "0";

    /// <summary>0 = FULL, 1 = CROSS, 2 = ISOLATED.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string MarginMode { get; init; } = "0";

    /// <summary>1 = PENDING, 3 = CONTINUOUS, 18 = DRAFT.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string InitialState { get; init; } = "3";

    public required string QuestionHash { get; init; }

    public required string MetricId { get; init; }

    public required LifeFields Life { get; init; }

    /// <summary>The command, or the name of the first wrong member.</summary>
    public CreateMarket? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var market = new CreateMarket
        {
            MarketId = (uint)parser.Unsigned(MarketId, uint.MaxValue, "marketId"),
            AssetId = (uint)parser.Unsigned(AssetId, uint.MaxValue, "assetId"),
            TickSize = parser.NonNegative128(TickSize, "tickSize"),
            LotSize = parser.NonNegative128(LotSize, "lotSize"),
            Multiplier = parser.NonNegative128(Multiplier, "multiplier"),
            FloorTicks = parser.Signed64(FloorTicks, "floorTicks"),
            CapTicks = parser.Signed64(CapTicks, "capTicks"),
            TakerFeePerLot = parser.NonNegative64(TakerFeePerLot, "takerFeePerLot"),
            MakerFeePerLot = parser.Signed64(MakerFeePerLot, "makerFeePerLot"),
            MaxOrderLots = parser.NonNegative64(MaxOrderLots, "maxOrderLots"),
            ProtectionTicks = parser.NonNegative64(ProtectionTicks, "protectionTicks"),
            AuctionFeePerLot = parser.NonNegative64(AuctionFeePerLot, "auctionFeePerLot"),
            FeeModel = (FeeModel)parser.Unsigned(FeeModel, byte.MaxValue, "feeModel"),
            TakerFeeRate = (uint)parser.Unsigned(TakerFeeRate, uint.MaxValue, "takerFeeRate"),
            MakerFeeRate = parser.Signed32(MakerFeeRate, "makerFeeRate"),
            AuctionFeeRate = (uint)parser.Unsigned(AuctionFeeRate, uint.MaxValue, "auctionFeeRate"),
            MarginMode = (MarginMode)parser.Unsigned(MarginMode, byte.MaxValue, "marginMode"),
            InitialState = (MarketState)parser.Unsigned(InitialState, byte.MaxValue, "initialState"),
            QuestionHash = parser.Hash(QuestionHash, "questionHash"),
            MetricId = parser.Text(MetricId, "metricId"),
            Life = Life.Parse(ref parser),
        };
        wrongMember = parser.WrongMember ?? string.Empty;
        return parser.WrongMember is null ? market : null;
    }
}
