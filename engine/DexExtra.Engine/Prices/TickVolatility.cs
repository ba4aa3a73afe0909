namespace DexExtra.Engine.Prices;

/// <summary>B2: slowly moving mean of the distance between successive marks, 16-bit fixed point ticks.</summary>
internal static class TickVolatility
{
    private const int FractionBits = 16;
    private const int Weight = 64;

    /// <summary>The mean after one more distance, in ticks. It arrives: steps are rounded away from zero.</summary>
    public static Int128 Next(Int128 volatility, Int128 distanceTicks) =>
        volatility + Steps.AwayFromZero((distanceTicks << FractionBits) - volatility, Weight);

    /// <summary>Whole ticks, rounded up.</summary>
    public static Int128 InTicks(Int128 volatility) =>
        (volatility + ((Int128.One << FractionBits) - 1)) >> FractionBits;
}
