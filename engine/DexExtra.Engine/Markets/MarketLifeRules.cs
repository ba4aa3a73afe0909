using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>C16: a market without complete terms of its result is not opened (docs/money.md §11).</summary>
internal static class MarketLifeRules
{
    /// <summary>The last second whose nanoseconds fit Int64.</summary>
    private const ulong LastSecond = (ulong)(long.MaxValue / Limits.NsPerSecond);

    /// <summary>INVALID_PARAMETERS if false.</summary>
    public static bool IsValid(in CreateMarket terms, ulong nowSeconds)
    {
        ref readonly var life = ref terms.Life;
        return nowSeconds < life.TerminationSeconds
            && life.TerminationSeconds <= life.ObservationStartSeconds
            && life.ObservationStartSeconds <= life.ObservationEndSeconds
            && life.ObservationEndSeconds <= LastSecond
            && life.FallbackDeadlineSeconds > life.ObservationEndSeconds + life.PublicationDelaySeconds
            && life.FallbackDeadlineSeconds <= LastSecond
            && life.SettlementFeePerLot is >= 0 and <= EngineLimits.MaxLotValue
            && !life.Oracle.IsZero
            && life.OutOfRange is (OutOfRange.Clamp or OutOfRange.Ignore)
            && life.Fallback is (SettlementFallback.MarkTwap or SettlementFallback.Void);
    }
}
