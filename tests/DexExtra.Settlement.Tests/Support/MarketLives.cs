using DexExtra.Messages;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>Terms of a market’s result (C16): its trading ends long after every test.</summary>
internal static class MarketLives
{
    /// <summary>Trading ends an hour after the engine's first instant, the answer is due an hour later.</summary>
    public static MarketLife Near => Far with
    {
        TerminationSeconds = LocalEngine.NowSeconds + 3_600,
        ObservationStartSeconds = LocalEngine.NowSeconds + 3_600,
        ObservationEndSeconds = LocalEngine.NowSeconds + 7_200,
        SettlementFeePerLot = 1_000,
    };

    public static MarketLife Far => new()
    {
        TerminationSeconds = 5_000_000_000,
        ObservationStartSeconds = 5_000_000_000,
        ObservationEndSeconds = 5_000_003_600,
        FallbackDeadlineSeconds = 5_000_090_000,
        Oracle = Address.Parse("0x00000000000000000000000000000000000000bb"),
    };
}
