using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// The markets most tests trade. Ticks and lots of 1.0 and a multiplier of 1e-8 make the tick value 1 ledger unit, so
/// amounts in tests are small whole numbers.
/// </summary>
public static class TestMarkets
{
    public const uint AssetId = 1;
    public const uint Plain = 1;
    public const uint Negative = 2;
    public const ulong ChainId = 31337;

    public static readonly Address Token = Traders.Of(1_000).Owner;

    public static ListAsset Asset => new()
    {
        AssetId = AssetId,
        TokenDecimals = 8,
        Token = Token,
        Symbol = Text("TUSD"),
    };

    /// <summary>Prices 0 to 100, fees: taker 2, maker 1 per lot.</summary>
    public static CreateMarket PlainTerms => new()
    {
        MarketId = Plain,
        AssetId = AssetId,
        TickSize = FixedPoint.One,
        LotSize = FixedPoint.One,
        Multiplier = 1,
        FloorTicks = 0,
        CapTicks = 100,
        TakerFeePerLot = 2,
        MakerFeePerLot = 1,
        MaxOrderLots = 1_000,
        ProtectionTicks = 5,
        MetricId = Text("TEMP-PLAIN"),
        InitialState = MarketState.Continuous,
        Life = Lives.Far,
    };

    /// <summary>Prices −50 to 50, tick value 3, tick size 0.5, lot size 0.01, no fees.</summary>
    public static CreateMarket NegativeTerms => new()
    {
        MarketId = Negative,
        AssetId = AssetId,
        TickSize = FixedPoint.One / 2,
        LotSize = FixedPoint.One / 100,
        Multiplier = 600,
        FloorTicks = -50,
        CapTicks = 50,
        MaxOrderLots = 500,
        ProtectionTicks = 10,
        MetricId = Text("TEMP-NEGATIVE"),
        InitialState = MarketState.Continuous,
        Life = Lives.Far,
    };

    public static FixedText64 Text(string text) => FixedText64.TryCreate(text, out var value)
        ? value
        : throw new ArgumentException(text, nameof(text));
}
