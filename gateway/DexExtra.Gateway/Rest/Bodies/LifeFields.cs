using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The typed data MarketLife as signed (C16): seconds since the Unix epoch, raw integers.</summary>
internal sealed record LifeFields
{
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Termination { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ObservationStart { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string ObservationEnd { get; init; }

    /// <summary>Seconds after the observation.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string PublicationDelay { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public required string FallbackDeadline { get; init; }

    /// <summary>0 = MARK_TWAP, 1 = VOID.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string Fallback { get; init; } = "0";

    /// <summary>Seconds before termination.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string FallbackWindow { get; init; } = "0";

    /// <summary>0 = CLAMP, 1 = IGNORE.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string OutOfRange { get; init; } = "0";

    [JsonConverter(typeof(IntegerTextConverter))]
    public string SettlementFeePerLot { get; init; } = "0";

    public required string Oracle { get; init; }

    /// <summary>The parser remembers the first wrong member.</summary>
    public MarketLife Parse(ref FieldParser parser) => new()
    {
        TerminationSeconds = parser.Unsigned(Termination, ulong.MaxValue, "life.termination"),
        ObservationStartSeconds = parser.Unsigned(ObservationStart, ulong.MaxValue, "life.observationStart"),
        ObservationEndSeconds = parser.Unsigned(ObservationEnd, ulong.MaxValue, "life.observationEnd"),
        PublicationDelaySeconds = (uint)parser.Unsigned(PublicationDelay, uint.MaxValue, "life.publicationDelay"),
        FallbackDeadlineSeconds = parser.Unsigned(FallbackDeadline, ulong.MaxValue, "life.fallbackDeadline"),
        Fallback = (SettlementFallback)parser.Unsigned(Fallback, byte.MaxValue, "life.fallback"),
        FallbackWindowSeconds = (uint)parser.Unsigned(FallbackWindow, uint.MaxValue, "life.fallbackWindow"),
        OutOfRange = (OutOfRange)parser.Unsigned(OutOfRange, byte.MaxValue, "life.outOfRange"),
        SettlementFeePerLot = parser.NonNegative64(SettlementFeePerLot, "life.settlementFeePerLot"),
        Oracle = parser.Address(Oracle, "life.oracle"),
    };
}
