using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Terms of a market’s result (C16): its trading ends long after every test.</summary>
internal static class MarketLives
{
    public static MarketLife Far => new()
    {
        TerminationSeconds = 5_000_000_000,
        ObservationStartSeconds = 5_000_000_000,
        ObservationEndSeconds = 5_000_003_600,
        FallbackDeadlineSeconds = 5_000_090_000,
        Oracle = Address.Parse("0x00000000000000000000000000000000000000bb"),
    };
}
