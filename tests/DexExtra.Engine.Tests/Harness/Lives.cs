using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Terms of a market's result (C16). Times are seconds since the Unix epoch.</summary>
public static class Lives
{
    /// <summary>Ends long after every test that is not about it.</summary>
    public static MarketLife Far => Ending(5_000_000_000);

    /// <summary>Observed for 100 s after its trading, answered 50 s later, given up 1,000 s later.</summary>
    public static MarketLife Ending(ulong seconds) => new()
    {
        TerminationSeconds = seconds,
        ObservationStartSeconds = seconds,
        ObservationEndSeconds = seconds + 100,
        PublicationDelaySeconds = 50,
        FallbackDeadlineSeconds = seconds + 1_150,
        Oracle = Traders.Of(2_000).Owner,
    };
}
