using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>The kinds of markets that streams trade: plain, below zero, and far above zero with odd sizes.</summary>
internal static class StreamMarkets
{
    public static ListAsset Asset => new()
    {
        AssetId = 1,
        TokenDecimals = 8,
        Token = CustodyMaker.Token(0),
        Symbol = CustodyMaker.Text("TUSD"),
    };

    /// <summary>Its trading ends long after every stream.</summary>
    public static MarketLife Life => new()
    {
        TerminationSeconds = 5_000_000_000,
        ObservationStartSeconds = 5_000_000_000,
        ObservationEndSeconds = 5_000_003_600,
        FallbackDeadlineSeconds = 5_000_090_000,
        Oracle = CustodyMaker.Token(9),
    };

    public static CreateMarket Terms(uint marketId, StreamDice dice)
    {
        var terms = (marketId % 3) switch
        {
            1 => Plain,
            2 => Negative,
            _ => High,
        };
        terms.MarketId = marketId;
        terms.InitialState = dice.OneIn(4) ? MarketState.Pending : MarketState.Continuous;
        terms.AuctionFeePerLot = dice.Between(0, 2);
        terms.ProtectionTicks = dice.Pick([0L, 2, 5, 10]);
        terms.Life = Life;
        return terms;
    }

    private static CreateMarket Plain => new()
    {
        AssetId = 1,
        TickSize = FixedPoint.One,
        LotSize = FixedPoint.One,
        Multiplier = 1,
        FloorTicks = 0,
        CapTicks = 100,
        TakerFeePerLot = 2,
        MakerFeePerLot = 1,
        MaxOrderLots = 20_000,
        MetricId = CustodyMaker.Text("TEMP-PLAIN"),
    };

    /// <summary>Prices −50 to 50, tick value 3, no fees.</summary>
    private static CreateMarket Negative => new()
    {
        AssetId = 1,
        TickSize = FixedPoint.One / 2,
        LotSize = FixedPoint.One / 100,
        Multiplier = 600,
        FloorTicks = -50,
        CapTicks = 50,
        MaxOrderLots = 20_000,
        MetricId = CustodyMaker.Text("TEMP-NEGATIVE"),
    };

    /// <summary>Prices 1,000 to 1,400, tick value 2, where basis points of a price exist.</summary>
    private static CreateMarket High => new()
    {
        AssetId = 1,
        TickSize = FixedPoint.One / 4,
        LotSize = FixedPoint.One / 10,
        Multiplier = 80,
        FloorTicks = 1_000,
        CapTicks = 1_400,
        TakerFeePerLot = 3,
        MaxOrderLots = 20_000,
        MetricId = CustodyMaker.Text("TEMP-HIGH"),
    };
}
